"""The note under a title (题注): when the text was adopted, promulgated and amended, and by which orders."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from registry.domain import doc_numbers
from registry.domain.normal import visible
from registry.readers.documents.authorities import is_authority
from registry.readers.documents.dates import MONTH, FoundDate, dates_in
from registry.readers.documents.facts import Fact

_HEAD_LINES = 60
_LONGEST_LINE = 2500
_TEXT_BEGINS = re.compile(
    r"^(?:第[一二三四五六七八九十百]+[编章节条]|[一二三四五六七八九十]+、|目\s*录$|各[^。]{1,200}[：:]$)"
)
_OPENS = re.compile(
    rf"(?:^|(?<=.)(?=[(（]))[(（\s]*(?:根据\s*)?(?:{MONTH}|[12]\d{{3}}-\d\d-\d\d\s|[一-鿿、]{{2,30}}令\s*[〔\[(（【〈<第])"
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
BEFORE_ORGAN = re.compile(r"^.*(?:[日起经]|根据)(?=[一-鿿]{2})")


@dataclass(frozen=True)
class NoteDate:
    """A day of the note and what was done on it (通过, 公布, 修正 …)."""

    found: FoundDate
    act: str


def note_of(paragraphs: Sequence[str]) -> str:
    """The note, one line per line of the document; empty when there is none."""
    lines = []
    for line in paragraphs[:_HEAD_LINES]:
        if _TEXT_BEGINS.match(line):
            break
        opening = _OPENS.search(line[:_LONGEST_LINE])
        if opening and _ACT.search(_blanked(line[opening.start() : _LONGEST_LINE])):
            lines.append(_closed(line[opening.start() : _LONGEST_LINE]))
    return "\n".join(lines)


def read_note_date(note: str) -> Fact | None:
    """The day of the last act that made the text what it is: adopted, promulgated, approved or amended."""
    days = note_dates(note)
    if not days:
        return None
    last = max(days, key=lambda each: each.found.on)
    return Fact(
        last.found.on.isoformat(), _quote(note, last), f"题注（最近一次{last.act}）" if days[1:] else "题注"
    )


def read_note_publication(note: str) -> Fact | None:
    """公布日期, when the note says on which day the text was promulgated last. When it was amended since, that day is
    only offered: this version came out later, and the note does not say when."""
    days = note_dates(note)
    promulgated = [each for each in days if each.act in _PROMULGATED_ACTS]
    if not promulgated:
        return None
    last = max(promulgated, key=lambda each: each.found.on)
    day, quote = last.found.on.isoformat(), _quote(note, last)
    if any(each.found.on > last.found.on for each in days):
        return Fact(None, quote, f"题注（{last.act}，此后又有修改）", [day])
    return Fact(day, quote, f"题注（{last.act}）")


def note_dates(note: str) -> list[NoteDate]:
    """The days of the note with their acts; the day of effect and days inside a cited title are left out."""
    plain = _blanked(note)
    found = list(dates_in(plain))
    ends = [each.start for each in found[1:]] + [len(plain)]
    dated = []
    for each, end in zip(found, ends, strict=False):
        act = _ACT.match(plain[each.end : end].replace("\n", " "))
        if act and not plain[: each.start].rstrip().endswith("自"):
            dated.append(NoteDate(each, act["act"]))
    return dated


def read_order(note: str) -> Fact | None:
    """The number of the order that promulgated the text, or re-promulgated the whole of it since. An order that
    only amended a part gives the text no new number."""
    compact = _blanked(note.replace(" ", ""))
    issued: list[str] = []
    for match in _PROMULGATED.finditer(compact):
        is_first_order = not issued and bool(re.search(r"令|公告", match[2]))
        is_whole = match["act"] in _PROMULGATED_ACTS or (match["act"] == "修订" and not match["by"])
        if is_whole or is_first_order:
            issued.append(BEFORE_ORGAN.sub("", match[2]))
    spelled = [number for each in issued if (number := doc_numbers.parse(each).spelled)]
    return Fact(spelled[-1], note[:200], "题注") if spelled else None


def read_adopting_body(head: str, title: str) -> Fact | None:
    """The people's congress, or its standing committee, whose meeting adopted the text; a place that the note leaves
    out (市十二届人大常委会) is taken from the title."""
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
    """Who promulgated the text or adopted it in its own meeting: "1987年5月4日 国务院发布"."""
    found = _PROMULGATOR.search(_blanked(note))
    return (
        Fact(found["name"], visible(found[0][1:]), "题注") if found and is_authority(found["name"]) else None
    )


def _blanked(text: str) -> str:
    """The text with every cited title replaced by as many signs, so that places stay the same."""
    for _ in range(2):
        text = _CITED.sub(lambda cited: "＊" * len(cited[0]), text)
    return text


def _closed(line: str) -> str:
    """The line up to where its opening bracket closes, when it opens with one."""
    if not line.startswith(("(", "（")):
        return line
    depth = 0
    for index, char in enumerate(line):
        depth += (char in "(（") - (char in ")）")
        if depth == 0:
            return line[: index + 1]
    return line


def _quote(note: str, day: NoteDate) -> str:
    end = note.find(day.act, day.found.end) + len(day.act)
    return visible(note[day.found.start : max(end, day.found.end)])
