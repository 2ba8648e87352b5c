"""The normal forms of text for comparing and searching: texts that look the same to a reader become equal."""

import re
import unicodedata

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
_YEAR = re.compile(
    rf"\s?[{re.escape(OPENING)}]\s?((?:19|20)\d\d)\s?[{re.escape(CLOSING)}]\s?(?:(第?)\s?(\d+)\s?(?=号))?"
)
_STATUS_TAIL = re.compile(
    r"[\[(〔【〖](?:已|现行|全文|部分|宣布|条款)?(?:失效|废止|有效|被?修改|修订)[\])〕】〗]$"
)
_QUOTES_AND_SPACES = re.compile(r"[\s《》〈〉“”\"'‘’「」]")


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


def normalise(text: str) -> str:
    """The text for comparing and searching: NFKC, lower case, 〔〕 around a year, no space inside a number."""
    return _YEAR.sub(_standard_year, visible(text).lower())


def _standard_year(match: re.Match[str]) -> str:
    year, ordinal, serial = match.groups()
    return f"〔{year}〕{ordinal or ''}{serial or ''}"


def shortened(text: str, longest: int) -> str:
    """The text, cut to `longest` characters with an ellipsis at its end when it is longer."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def title_key(title: str) -> str:
    """The title for comparing: normalised, without 《》, quotes, spaces and a trailing 【已失效】."""
    return _STATUS_TAIL.sub("", _QUOTES_AND_SPACES.sub("", normalise(title)))
