"""What an intake would do, entry by entry: added, unchanged, updated or refused, each with its doubts in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from registry.actions._entries import Entry, Problem
from registry.actions._matching import Known, Register, number_key
from registry.domain.documents import (
    DATE_WORDS,
    TITLE_LENGTH,
    Dates,
    Disclosure,
    check_dates,
    date_findings,
)
from registry.domain.errors import Refusal
from registry.domain.filings import STATE_WORDS, FilingState
from registry.domain.intakes import ADDED, PERMANENT, REFUSED, UNCHANGED, UPDATED, WORDS, Options, shown
from registry.domain.normal import title_key

_FILING = ("filed_on", "filing_no")
_COMPARED = (
    "doc_no", "reg_no", "index_no", "subject", "signed_on", "issued_on", "published_on", "posted_on",
    "effective_on", "validity", "disclosure", "stated", "ended_on", "filed_on", "filing_no", "duplicate_reason", "note",
)  # fmt: skip


@dataclass
class Judged:
    """An entry with its verdict, every problem, what changes (field → [old, new]) and the document it speaks of."""

    entry: Entry
    verdict: str
    problems: list[Problem]
    changes: dict[str, list[str]] = field(default_factory=dict)
    known: Known | None = None


def judge(entries: Iterable[Entry], register: Register, options: Options) -> Iterator[Judged]:
    """The verdicts in order. The register is told of each, so that a later entry sees what an earlier one adds."""
    for entry in entries:
        judged = Judged(entry, REFUSED, list(entry.problems))
        if not any(problem.is_refusal for problem in judged.problems):
            try:
                _decide(judged, register, options)
            except Refusal as refusal:
                judged.verdict, judged.changes, judged.known = REFUSED, {}, None
                judged.problems.append(
                    Problem(f"{entry.place}：{refusal.sentence}", True, refusal.field or "")
                )
        yield judged


def _decide(judged: Judged, register: Register, options: Options) -> None:
    entry = judged.entry
    if max(len(entry.values["title"]), len(title_key(entry.values["title"]))) > TITLE_LENGTH:
        raise Refusal(
            f"标题有{len(entry.values['title'])}字，超过{TITLE_LENGTH}字，请核对是否误贴了正文", "标题"
        )
    known = register.find(entry)
    if known is None:
        _add(judged, register, options)
        return
    judged.known = known
    if entry.sha256 and (known.has_text or entry.sha256 in known.sha256s):
        judged.verdict = UNCHANGED
        if entry.sha256 not in known.sha256s:
            _warn(judged, f"《{known.title}》已有正文，本文件没有附上；如需替换，请在文件页上传")
        elif known.place:
            _warn(judged, f"与{known.place}内容相同")
        known.place = known.place or entry.place
        return
    _compare(judged, known, register, options)
    known.place = known.place or entry.place


def _add(judged: Judged, register: Register, options: Options) -> None:
    entry = judged.entry
    values = {name: value for name, value in entry.values.items() if name != "title"}
    values.setdefault("disclosure", (options.disclosure or Disclosure.WITHHELD).value)
    check_dates(_dates(values))
    known = Known(entry.values["title"], register.lead_of(entry), values, entry=entry, place=entry.place)
    if "filing_no" in values and not _take_filing_no(judged, values["filing_no"], register):
        del values["filing_no"]
    _doubt_dates(judged, values)
    _doubt_authority(judged, register)
    for other in register.by_title.get(known.key, []):
        number = other.values.get("doc_no") or "无文号"
        day = other.values.get("published_on") or "未载"
        _warn(judged, f"已有同名文件《{other.title}》（{number}，公布日期{day}），请核对是否重复")
        break
    if entry.sha256:
        known.has_text, known.sha256s = True, {entry.sha256}
    register.add(known)
    judged.known, judged.verdict = known, ADDED


def _compare(judged: Judged, known: Known, register: Register, options: Options) -> None:
    """Fills blanks; overwrites only when asked to, and only what the register held before this intake."""
    entry = judged.entry
    if known.place and not entry.sha256:
        _warn(judged, f"与{known.place}重复（同一文件）")
    changes = _changes(judged, known, options)
    check_dates(_dates(known.values | {name: new for name, (_, new) in changes.items()}))
    number = changes.get("filing_no", ["", ""])[1]
    if number and not _take_filing_no(judged, number, register):
        del changes["filing_no"]
    merged = known.values | {name: new for name, (_, new) in changes.items()}
    if changes.keys() & DATE_WORDS.keys():
        _doubt_dates(judged, merged)
    if entry.authorities and register.lead_of(entry) != known.lead:
        name = register.names[known.lead]
        _warn(judged, f"登记的制定机关是“{name}”，本次是“{entry.authorities[0]}”，未改动，请在文件页核对")
    known.values = merged
    if entry.sha256:
        changes["text"] = ["", f"{len(entry.text)}字"]
        known.has_text = True
        known.sha256s.add(entry.sha256)
    known.changed |= dict.fromkeys(changes, entry)
    judged.changes, judged.verdict = changes, UPDATED if changes else UNCHANGED


def _changes(judged: Judged, known: Known, options: Options) -> dict[str, list[str]]:
    """The blanks that are filled and the values that are overwritten; what else differs is a warning."""
    may_overwrite = options.is_update and not known.place and not judged.entry.sha256
    given = dict(judged.entry.values)
    if options.disclosure:
        given.setdefault("disclosure", options.disclosure.value)
    changes: dict[str, list[str]] = {}
    for name in _COMPARED:
        old, new = known.values.get(name, ""), given.get(name, "")
        if not new or _is_same(name, old, new):
            continue
        stated = changes["stated"][1] if "stated" in changes else known.values.get("stated")
        if name == "ended_on" and stated != given.get("stated"):
            continue  # the day belongs to a status that was not taken
        if name in _FILING and known.filing_state and not known.is_historic:
            _doubt_filing(judged, known, new)
        elif not old or may_overwrite:
            changes[name] = [old, new]
        elif name != "note":
            _warn(judged, _difference(name, old, new))
    return changes


def _is_same(name: str, old: str, new: str) -> bool:
    if old == new:
        return True
    key = number_key(new) if name == "doc_no" and old else None
    return key is not None and key == number_key(old)


def _difference(name: str, old: str, new: str) -> str:
    return f"{WORDS[name]}与登记的不一致：登记为“{shown(name, old)}”，本次为“{shown(name, new)}”，未改动"


def _take_filing_no(judged: Judged, number: str, register: Register) -> bool:
    """Whether the 备案登记号 is free: two filings never share one, the second one's is not taken."""
    if number in register.filing_nos:
        _warn(judged, f"备案登记号{number}已用于另一件备案，未采用，请核对")
        return False
    register.filing_nos.add(number)
    return True


def _doubt_filing(judged: Judged, known: Known, new: str) -> None:
    state = STATE_WORDS[FilingState(known.filing_state)]
    _warn(judged, f"台账载明备案信息“{new}”，而登记的备案状态是“{state}”，未改动，请在备案页办理")


def _doubt_dates(judged: Judged, values: dict[str, str]) -> None:
    for finding in date_findings(_dates(values)):
        _warn(judged, finding.rstrip("。"))


def _doubt_authority(judged: Judged, register: Register) -> None:
    names = judged.entry.authorities
    if not names:
        _warn(judged, "没有制定机关，暂记为“（制定机关待核）”，请补录")
    for name in names:
        key = title_key(name)
        if register.authority(name) == key and key not in register.new_names:
            register.new_names[key] = name
            _warn(judged, f"“{name}”不在制定机关名单中（现名、曾用名都不是），将新增并列入待核")


def _dates(values: dict[str, str]) -> Dates:
    days = {name: _day(values.get(name, "")) for name in DATE_WORDS if name != "valid_until"}
    return Dates(**days, valid_until=_day(values.get("validity", "")))


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value and value != PERMANENT else None


def _warn(judged: Judged, sentence: str) -> None:
    entry = judged.entry
    judged.problems.append(
        Problem(sentence if sentence.startswith(entry.place) else f"{entry.place}：{sentence}")
    )
