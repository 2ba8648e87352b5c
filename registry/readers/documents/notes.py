"""The note under a title (题注): the dates of adoption, promulgation and amendment, and the orders."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from registry.domain import doc_numbers
from registry.domain.normal import visible
from registry.readers.documents.authorities import is_authority
from registry.readers.documents.dates import DAY, MONTH, FoundDate, dates_in
from registry.readers.documents.facts import Fact

_HEAD_LINES = 60
_LONGEST_LINE = 2500
_TEXT_BEGINS = re.compile(
    r"^(?:第[一二三四五六七八九十百]+[编章节条]|[一二三四五六七八九十]+、|目\s*录$|各[^。]{1,200}[：:]$)"
)
_OPENS = re.compile(
    rf"(?:^|(?<=[^》〉])(?=[(（]))[(（\s]*(?:根据\s*)?(?:{MONTH}|[12]\d{{3}}-\d\d-\d\d\s|[一-鿿、]{{2,30}}令\s*[〔\[(（【〈<第])"
    rf"|^[(（](?=[^()（）。]{{2,40}}批准\s*{MONTH})"
)
_CITED = re.compile(r"《[^《》]*》|〈(?!\s?(?:19|20)\d\d\s?〉)[^〈〉]*〉")
_ACT = re.compile(r"[^。；]{0,120}?(?P<act>通过|公布|发布|颁布|批准|修正|修订|修改)")
_PROMULGATED_ACTS = ("公布", "发布", "颁布")
_NUMERAL = r"[\d一二三四五六七八九十百]{1,5}"
_YEAR = r"(?:(?:19|20)\d\d|[一二][〇○零一二三四五六七八九]{3})"
_BRACKETED_YEAR = rf"[〔\[(（【［﹝〈<｛{{〖]\s*{_YEAR}\s*[〕\])）】］﹞〉>｝}}〗]"
PLAIN_NUMBER = rf"[一-鿿]{{1,14}}\s*{_BRACKETED_YEAR}\s*第?\s*\d{{1,5}}\s*号"
ORDER = rf"[一-鿿、]{{2,30}}(?:令|公告)\s*(?:{_BRACKETED_YEAR}|\d{{4}}年)?\s*第?\s*{_NUMERAL}\s*号"
NUMBER = rf"({PLAIN_NUMBER}|{ORDER})"
_ORDER_ALONE = re.compile(rf"[(（]\s*(?:{DAY}\s*)?{ORDER}\s*[)）]")
_PROMULGATED = re.compile(
    rf"(?P<by>根据[^，。]{{0,20}}?)?{NUMBER}(?P<act>公布|发布|颁布|第[一二三四五六七八九十]+次修[正订]|修[正订])?"
)
_ADOPTED = re.compile(
    r"(?:(?P<place>[一-鿿]{1,12}?))?第?[一二三四五六七八九十]+届(?:(?P<other>[一-鿿]{0,12}?))"
    r"(?P<body>(?:全国)?人民代表大会(?:常务委员会)?|人大常委会|人大)第[一二三四五六七八九十]+次会议"
)
_PROMULGATOR = re.compile(
    r"(?:日|\d(?=\s)|经)\s*(?:经|由)?\s*(?P<name>(?!经|由)[一-鿿、]{2,30}?)(?:公布|发布|颁布|第[\d一二三四五六七八九十]{1,4}[次届][^。；]{0,14}会议[^。；]{0,12}通过)"
)
_BEFORE_PLACE = re.compile(
    r"^(?:.*[一二三四五六七八九十]日|日(?!照))?(?:已|业)?(?:经|由|于(?!都))?(?:中华人民共和国)?"
)
_BARE_PLACE = re.compile(r"^(?:省|市|县|区|州|自治区|自治州)$")
BEFORE_ORGAN = re.compile(
    r"^.*(?:[日起经]|根据)(?=[一-鿿]{2})|^[以由](?=[一-鿿]{2})|(?<=日)[以由](?=[一-鿿]{2})"
)


@dataclass(frozen=True)
class NoteDate:
    """A date of the note with its act (通过, 公布, 修正 …)."""

    day: FoundDate
    act: str


def note_of(paragraphs: Sequence[str]) -> str:
    """The lines of the note; "" when there is none."""
    lines = []
    for line in paragraphs[:_HEAD_LINES]:
        if _TEXT_BEGINS.match(line):
            break
        opening = _OPENS.search(line[:_LONGEST_LINE])
        note = _closed(line[opening.start() : _LONGEST_LINE]) if opening else ""
        if note and (_ACT.search(_blanked(note)) or _ORDER_ALONE.fullmatch(note)):
            lines.append(note)
    return "\n".join(lines)


def read_note_date(note: str) -> Fact | None:
    """The date of the latest adoption, promulgation, approval or amendment."""
    dates = note_dates(note)
    if not dates:
        return None
    last = max(dates, key=lambda dated: dated.day.on)
    where = f"题注（最近一次{last.act}）" if dates[1:] else "题注"
    return Fact(last.day.on.isoformat(), _quote(note, last), where)


def read_note_publication(note: str) -> Fact | None:
    """公布日期: the date of the latest promulgation in the note.

    When the text was amended after that date, it is only offered as a choice: this version was published later, and
    the note does not say when.
    """
    dates = note_dates(note)
    promulgated = [dated for dated in dates if dated.act in _PROMULGATED_ACTS]
    if not promulgated:
        return None
    last = max(promulgated, key=lambda dated: dated.day.on)
    day, quote = last.day.on.isoformat(), _quote(note, last)
    if any(dated.day.on > last.day.on for dated in dates):
        return Fact(None, quote, f"题注（{last.act}，此后又有修改）", [day])
    return Fact(day, quote, f"题注（{last.act}）")


def note_dates(note: str) -> list[NoteDate]:
    """The dates of the note with their acts, without the day of effect and without dates in cited titles."""
    plain = _blanked(note)
    days = list(dates_in(plain))
    ends = [day.start for day in days[1:]] + [len(plain)]
    dates = []
    for day, end in zip(days, ends, strict=False):
        act = _ACT.match(plain[day.end : end].replace("\n", " "))
        if act and not plain[: day.start].rstrip().endswith("自"):
            dates.append(NoteDate(day, act["act"]))
    return dates


def read_order(note: str) -> Fact | None:
    """The number of the latest order that promulgated the whole text. An order that amended a part does not count."""
    compact = _blanked(note.replace(" ", ""))
    issued: list[str] = []
    for match in _PROMULGATED.finditer(compact):
        is_first_order = not issued and bool(re.search(r"令|公告", match[2]))
        is_revised = (match["act"] or "").endswith("修订") and not match["by"]
        is_whole = match["act"] in _PROMULGATED_ACTS or is_revised
        if is_whole or is_first_order:
            issued.append(BEFORE_ORGAN.sub("", match[2]))
    spelled = [number for order in issued if (number := doc_numbers.parse(order).spelled)]
    return Fact(spelled[-1], note[:200], "题注") if spelled else None


def read_adopting_body(head: str, title: str) -> Fact | None:
    """The people's congress or standing committee whose meeting adopted the text.

    A place that the note abbreviates (市十二届人大常委会) is taken from the title.
    """
    adopted = _ADOPTED.search(head)
    if not adopted:
        return None
    place = _BEFORE_PLACE.sub("", adopted["place"] or "")
    if _BARE_PLACE.match(place) and (named := re.match(rf"[一-鿿]{{1,8}}?{place}", title)):
        place = named[0]
    name = place + (adopted["other"] or "") + adopted["body"]
    name = name.replace("人大常委会", "人民代表大会常务委员会")
    return Fact("全国" + name if name.startswith("人民代表大会") else name, adopted[0], "题注")


def read_promulgator(note: str) -> Fact | None:
    """The authority that promulgated the text or adopted it in its own meeting: "1987年5月4日 国务院发布"."""
    match = _PROMULGATOR.search(_blanked(note))
    return (
        Fact(match["name"], visible(match[0][1:]), "题注") if match and is_authority(match["name"]) else None
    )


def _blanked(text: str) -> str:
    """The text with every cited title replaced by ＊ of the same length, so that places stay the same."""
    for _ in range(2):
        text = _CITED.sub(lambda cited: "＊" * len(cited[0]), text)
    return text


def _closed(line: str) -> str:
    """The line up to the bracket that closes its first one; the whole line when it does not begin with a bracket."""
    if not line.startswith(("(", "（")):
        return line
    depth = 0
    for index, char in enumerate(line):
        depth += (char in "(（") - (char in ")）")
        if depth == 0:
            return line[: index + 1]
    return line


def _quote(note: str, dated: NoteDate) -> str:
    end = note.find(dated.act, dated.day.end) + len(dated.act)
    return visible(note[dated.day.start : max(end, dated.day.end)])
