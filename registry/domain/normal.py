"""The normal forms of text for comparing and searching: texts that look the same to a reader become equal."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_INVISIBLE = re.compile(  # without control characters that are white space: these separate words
    r"[\x00-\x08\x0e-\x1b\x7f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufe00-\ufe0f]"
)
_SECOND_BLOCK = (  # a CJK radical, then its character: EquivalentUnifiedIdeograph of Unicode, for NFKC has none
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭"
    "⺩王⺫目⺬示⺭礻⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺶羊⺹耂⺺肀⺻聿⺼肉⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青"
    "⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_FIRST_BLOCK = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_CHARACTERS = _FIRST_BLOCK | dict(zip(_SECOND_BLOCK[::2], _SECOND_BLOCK[1::2], strict=True))
_RADICALS = re.compile(f"[{''.join(_CHARACTERS)}]")
_SPACES = re.compile(r"\s+")
OPENING = "[(〔【〖{〈《「『❲<"
CLOSING = "])〕】〗}〉》」』❳>"
_STATUS_TAIL = re.compile(
    r"[\[(〔【〖](?:已|现行|全文|部分|宣布|条款)?(?:失效|废止|有效|被?修改|修订)[\])〕】〗]$"
)
_QUOTES_AND_SPACES = re.compile(r"[\s《》〈〉“”\"'‘’「」]")
_GAP = re.compile(r"[\W_]+")
_THOUSANDS = re.compile(r"(?<!\d)(?<!\d,)\d{1,3}(?:,\d{3})+(?!\d)")
CLAUSE_ENDS = ",、。;:!?"  # in NFKC
_CIRCLES = re.compile("[○◯]")  # drawn for the figure 〇
_CLAUSE_END = re.compile(f"[{CLAUSE_ENDS}]")
_DASH = "[-—–―－─~～·•]"
_BLANK = r"[^\S\n\f]{0,20}"
_MARKED = (
    rf"(?:{_DASH}{{1,3}}{_BLANK}\d{{1,4}}{_BLANK}{_DASH}{{1,3}}|第{_BLANK}\d{{1,4}}{_BLANK}页[^\n\f]{{0,12}}"
    rf"|\d{{1,4}}{_BLANK}/{_BLANK}\d{{1,4}})"
)
PAGE_NUMBER = (  # alone on its line; without a mark only below a line of some length
    rf"(?:[\n\f]\s{{0,20}}{_MARKED}|(?<=[^\n\f]{{8}})[\n\f]\s{{0,20}}(\d{{1,3}})){_BLANK}(?=[\n\f])"
)
_PAGE_NUMBER = re.compile(PAGE_NUMBER)


def without_controls(text: str) -> str:
    """The text without control characters, which databases and office files refuse; line breaks and tabs stay."""
    return _CONTROL.sub("", text)


def tidy(text: str) -> str:
    """The text without invisible characters, each run of white space replaced by one space.

    Radicals, which look the same as characters and which many PDFs have in their place, become the characters.
    """
    characters = _RADICALS.sub(lambda radical: _CHARACTERS[radical[0]], text)
    return _SPACES.sub(" ", _INVISIBLE.sub("", characters)).strip()


def visible(text: str) -> str:
    """The tidy text in NFKC: full-width letters, digits and brackets become ASCII."""
    return tidy(unicodedata.normalize("NFKC", text))


def searchable(text: str) -> str:
    """The form in which texts and queries are compared: letters and digits, with a comma for the end of a clause.

    Brackets, quotes, spaces and the ends of lines stand for nothing, also where the number of a page stands between.
    A comma keeps apart what they separate between two numbers or two Latin words. What may be a number of a page, or
    of a table, is put last.
    """
    pages = "\n".join(filter(None, _PAGE_NUMBER.findall(text)))
    return _form(_comparable(f"{_PAGE_NUMBER.sub('', text)}。{pages}"), _clause_gap)


def search_text(title: str, doc_no: str, text: str) -> str:
    """What is searched of a document. The title stands there with and without the ends of its clauses."""
    forms = (searchable(title), title_key(title), searchable(doc_no), searchable(text))
    return ",".join(form for form in dict.fromkeys(forms) if form)


@lru_cache(maxsize=1 << 16)
def folded(char: str) -> str:
    """The character for comparing: NFKC, lower case, a radical as its character; it may become several."""
    return (
        "〇" if _CIRCLES.match(char) else _CHARACTERS.get(char) or unicodedata.normalize("NFKC", char).lower()
    )


def _comparable(text: str) -> str:
    return visible(_CIRCLES.sub("〇", text)).lower()


def _form(text: str, gap: Callable[[re.Match[str]], str]) -> str:
    """The letters and digits of a text with what `gap` puts between them, and without commas of thousands."""
    form = _GAP.sub(gap, text).strip(",")
    return _THOUSANDS.sub(lambda number: number[0].replace(",", ""), form)


def _clause_gap(gap: re.Match[str]) -> str:
    return "," if _CLAUSE_END.search(gap[0]) else _word_gap(gap)


def _word_gap(gap: re.Match[str]) -> str:
    """A comma between two digits or two Latin letters, else nothing."""
    before, after = gap.string[gap.start() - 1 : gap.start()], gap.string[gap.end() : gap.end() + 1]
    both = before + after
    is_apart = len(both) == 2 and both.isascii() and before.isdigit() == after.isdigit()
    return "," if is_apart else ""


def shortened(text: str, longest: int) -> str:
    """The text, cut to `longest` characters with an ellipsis at its end when it is longer."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def title_key(title: str) -> str:
    """The title for comparing: its letters and digits without any mark between, and without a trailing 【已失效】."""
    return _form(plain_title(title), _word_gap)


def plain_title(title: str) -> str:
    """The title in NFKC and lower case, without 《》, quotes, spaces and a trailing 【已失效】."""
    return _STATUS_TAIL.sub("", _QUOTES_AND_SPACES.sub("", _comparable(title)))


def tidy_lines(text: str) -> str:
    """Each line tidied, and at most one empty line between two others."""
    lines = "\n".join(tidy(line) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def lines_of(text: str) -> list[str]:
    """The lines of a text that say something, without the blanks around them."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def id_of(text: str) -> int | None:
    """The id of a row that the text spells in figures; None for any other text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
