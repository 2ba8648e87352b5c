"""The end of a document: the signature (落款) with its date and signer, and the printing date of the imprint (版记)."""

import re
from dataclasses import dataclass

from registry.readers.documents.authorities import END, is_authority
from registry.readers.documents.dates import FoundDate, dates_in, day_in
from registry.readers.documents.facts import Fact

_SIGNER_END = re.compile(rf"(?:{END}|政府|[局室])\s*$")
_PERSON = re.compile(
    r"(?:[省市县区州部厅局署]\s?长|主\s?任|主\s?席|总\s?理|行\s?长)[:：\s]*[一-鿿·]{1,4}(?:\s?[一-鿿])?\s*$"
)
_RUNS_ON = re.compile(
    r"^\s*(?:[起止前后至到，、以之(通颁发印批令经修对第的由在]|公布|[一-鿿]{2,30}第[一二三四五六七八九十]+次)"
)
_MARKED = re.compile(r"\s*[(（](?:此件|主动|公开|依申请|联系|印章|盖章)")
_AFTER_SIGNATURE = re.compile(r"\s*(?:[(（\n]|公开|[一]、|第一条|附件|主题词|抄送|更多信息|$)")
_AFTER_HEAD = re.compile(r"\s*(?:\n|各|目\s*录|第一[编章条]|$)")
_HEAD_CHARS = 400
_SENTENCE = re.compile(r"[。；：:，,)）》”]")
_BEFORE_NAME = re.compile(r"^.*(?:\.[A-Za-z]{3,4}|\d{5,})(?=[一-鿿]{3})")  # an attached file, a telephone
_MOST_SIGNERS = 30
_LONGEST_SIGNER = 120
_LONGEST_QUOTE = 200
_IMPRINT = re.compile(r"\s*(?:印发|印制|翻印)\s*(?:[。.]|(?=$|\n|[(（]?\s*共\s*印|打字|校对|录入))")
_ANNEX = re.compile(r"\n附\s*件\s*\d*\s*[:：]?\n")


@dataclass(frozen=True)
class Signature:
    """The date of signature, None when there is none, and the authorities above it, separated by spaces."""

    signed_on: Fact | None
    signer: str


def read_signature(text: str, title: str, metadata: dict[str, str]) -> Signature:
    """The date and the signer in the 落款.

    A date below the line of an authority or a person is preferred to one in prose. Two dates of the same rank are
    choices, unless the title says that the second belongs to the document that this one forwards or issues. A 成文日期
    of the web page's table that differs from the signature is a choice beside it; the day on which the page's entry was
    made (生成日期, 发文日期) counts only without a signature.
    """
    signed = _signatures(text, title)
    signer = _signer(text, signed[0]) if signed else ""
    stated = _stated(metadata, "signed_on", "成文日期")
    if not signed:
        entered = _stated(metadata, "entered_on", "生成日期")
        return Signature(stated or _dated_head(text, title) or entered, "")
    days = list(dict.fromkeys(day.on.isoformat() for day in signed))
    start = text.rfind(signer.split(" ")[0], 0, signed[0].start) if signer else -1
    start = max(start, text.rfind("\n", 0, signed[0].start) + 1, 0) if start < 0 else start
    quote = text[max(start, signed[0].start - _LONGEST_QUOTE) : signed[0].end].strip()
    found = Fact(days[0], quote, "落款") if len(days) == 1 else Fact(None, quote, "落款", days)
    if stated is None or found.value == stated.value:
        return Signature(stated or found, signer)
    choices = list(dict.fromkeys([*days, stated.value or ""]))
    where = "落款与网页信息表的“成文日期”不同"
    return Signature(Fact(None, f"{quote}；{stated.quote}", where, choices), signer)


def _stated(metadata: dict[str, str], name: str, label: str) -> Fact | None:
    written = metadata.get(name, "")
    on = day_in(written)
    return Fact(on.isoformat(), written, f"网页信息表的“{label}”") if on else None


def read_printed(text: str) -> Fact | None:
    """印发日期: the date before the word 印发 in the imprint, also without a space after the office's name."""
    before_word = [day for day in dates_in(text) if _IMPRINT.match(text, day.end)]
    printed = [day for day in before_word if not text[: day.start].rstrip().endswith(("于", "自"))]
    if not printed:
        return None
    last = printed[-1]
    start = text.rfind("\n", 0, last.start) + 1
    return Fact(last.on.isoformat(), text[max(start, last.start - 40) : last.end + 2].strip(), "版记")


def _signatures(text: str, title: str) -> list[FoundDate]:
    """The dates of signature; those that stand alone, if there are any."""
    signed = [day for day in dates_in(text) if _is_signature(text, day)]
    signed = [day for day in signed if _stands_alone(text, day)] or signed
    if re.search("转发|批转|印发", title):
        return signed[:1]
    annex = _ANNEX.search(text)
    own = [day for day in signed if not annex or day.start < annex.start()]
    return own or signed[:1]


def _is_signature(text: str, day: FoundDate) -> bool:
    """Whether the date belongs to a signature: after an authority or an official, and no clause after it."""
    line_start = text.rfind("\n", 0, day.start) + 1
    before = text[max(line_start, day.start - 80) : day.start]
    after = text[day.end : day.end + 40]
    if _RUNS_ON.match(after.split("\n")[0]) and not _MARKED.match(after):
        return False
    if before.endswith(("。", "》")):
        return bool(_AFTER_SIGNATURE.match(after))
    if not before.strip():
        return line_start > 0 and (_ends_line(after) or _is_signer(_line_above(text, line_start)))
    return bool(_SIGNER_END.search(before[-40:]) or _PERSON.search(before[-20:])) and not re.search(
        r"[，、《]\S{0,12}$", before[-6:]
    )


def _stands_alone(text: str, day: FoundDate) -> bool:
    """Whether only a signer stands before the date, on its line or the line above, and only a mark after it.

    Below a signer's own line, the text of an annex may follow: its line break was lost.
    """
    line_start = text.rfind("\n", 0, day.start) + 1
    before = text[line_start : day.start].strip()
    if not before and _is_signer(_line_above(text, line_start)):
        return True
    return (not before or _is_signer(before)) and _ends_line(text[day.end : day.end + 40])


def _is_signer(line: str) -> bool:
    is_name = len(line) <= _LONGEST_SIGNER and not _SENTENCE.search(line)
    return is_name and bool(is_authority(line) or _SIGNER_END.search(line) or _PERSON.search(line))


def _line_above(text: str, line_start: int) -> str:
    return text[text.rfind("\n", 0, max(0, line_start - 1)) + 1 : max(0, line_start - 1)].strip()


def _ends_line(after: str) -> bool:
    return not after.split("\n")[0].strip(" -—=") or bool(_MARKED.match(after))


def _dated_head(text: str, title: str) -> Fact | None:
    """The date directly after the title or the number, before the addressees or the first article."""
    head = text[:_HEAD_CHARS]
    for day in dates_in(head):
        before = head[: day.start].rstrip(" 　\n(（")
        is_after_title = bool(title) and re.sub(r"\s", "", before).endswith(re.sub(r"\s", "", title))
        if (is_after_title or before.endswith("号")) and _AFTER_HEAD.match(head, day.end):
            return Fact(day.on.isoformat(), text[max(0, day.start - 20) : day.end].strip(), "文首")
    return None


def _signer(text: str, day: FoundDate) -> str:
    """The authorities above the date, in the order of the text; officials between them are skipped."""
    names: list[str] = []
    start = max(0, day.start - _MOST_SIGNERS * _LONGEST_SIGNER)
    for line in reversed(text[start : day.start].rstrip().split("\n")[-_MOST_SIGNERS:]):
        *prose, name = _SENTENCE.split(line)
        name = _BEFORE_NAME.sub("", name.strip())
        if not prose and _PERSON.search(name) and not is_authority(name):
            continue
        if not is_authority(name) or len(name) > _LONGEST_SIGNER:
            break
        names.insert(0, name)
        if prose:
            break
    return " ".join(names)
