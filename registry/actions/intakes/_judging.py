"""What an intake would do, entry by entry: added, unchanged, updated or refused, each with its doubts in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from registry.actions.intakes._candidates import Known, number_key
from registry.actions.intakes._matching import Register, doubt_of_short
from registry.actions.intakes.entries import Entry, Problem, has_evidence, joined_notes
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
from registry.domain.intakes import (
    ADDED,
    ANEW,
    COMPARED,
    FILE,
    NOWHERE,
    PERMANENT,
    REFUSED,
    ROW,
    TAKE,
    UNCHANGED,
    UPDATED,
    WORDS,
    Options,
    shown,
)
from registry.domain.normal import title_key

_LOOSE = "没有配上台账中的行和已登记的文件，还没有登记；请说明它是新文件、属于哪一件，还是不导入"
_FILING = ("filed_on", "filing_no")
_OUTLOOK = ("published_on", "effective_on", "validity", "disclosure")
_STATED = ("stated", "ended_on")


@dataclass
class Judged:
    """An entry with its verdict, every problem, what changes (field → [old, new]) and the document it speaks of."""

    entry: Entry
    verdict: str
    problems: list[Problem]
    changes: dict[str, list[str]] = field(default_factory=dict)
    known: Known | None = None

    @property
    def lacks(self) -> str:
        """ROW for a document file that matched nothing and nobody placed; FILE for a ledger row that got no file.

        It is known once the whole intake was judged.
        """
        if self.entry.sha256:
            is_loose = self.verdict in (ADDED, REFUSED) and not self.entry.belongs
            return ROW if is_loose and not self.entry.is_forbidden else ""
        return FILE if self.known and not self.known.has_file else ""

    @property
    def outlook(self) -> dict[str, str]:
        """What the document will say of its life and its readers, all that this intake has of it together; and the
        status where an event states it. `of` is the key of the entry that adds it. Empty for what is refused.

        It is known once the whole intake was judged.
        """
        known = self.known
        if known is None:
            return {}
        is_stated = known.id is None or known.changed.keys() & set(_STATED)
        names = (*_OUTLOOK, *_STATED) if is_stated else _OUTLOOK
        of = {"of": known.entry.key} if known.id is None and known.entry else {}
        return {name: known.values[name] for name in names if known.values.get(name)} | of


def judge(entries: Iterable[Entry], register: Register, options: Options, today: date) -> Iterator[Judged]:
    """The verdicts in order. The register is told of each, so that a later entry sees what an earlier one adds."""
    for entry in entries:
        judged = Judged(entry, REFUSED, _problems(entry))
        if not any(problem.is_refusal for problem in judged.problems):
            try:
                _check_today(entry, today)
                _decide(judged, register, options)
                if judged.known:
                    register.by_owner[entry.key] = judged.known
            except Refusal as refusal:
                judged.verdict, judged.changes, judged.known = REFUSED, {}, None
                judged.problems.append(Problem(refusal.sentence, is_refusal=True))
        yield judged


def _problems(entry: Entry) -> list[Problem]:
    """Those of the entry itself. A file that a person placed may be unreadable: it is attached all the same."""
    if entry.is_forbidden or not entry.belongs:
        return list(entry.problems)
    if entry.belongs == NOWHERE:
        return [Problem("已选择不导入", is_refusal=True)]
    is_placed = entry.belongs != ANEW
    return [replace(problem, is_refusal=problem.is_refusal and not is_placed) for problem in entry.problems]


def _check_today(entry: Entry, today: date) -> None:
    day = entry.values.get("published_on", "")
    if day > today.isoformat():
        raise Refusal(f"公布日期{day}晚于今天，请核对；尚未公布的文件，请在公布当日或之后再导入")


def _decide(judged: Judged, register: Register, options: Options) -> None:
    entry = judged.entry
    title = entry.values.get("title", "")
    if max(len(title), len(title_key(title))) > TITLE_LENGTH:
        raise Refusal(f"标题有{len(title)}字，超过{TITLE_LENGTH}字，请核对是否误贴了正文")
    known = register.find(entry)
    if known is None:
        _add(judged, register, options)
        return
    judged.known = known
    if entry.sha256 and (known.has_text or entry.sha256 in known.sha256s):
        judged.verdict = UNCHANGED
        if entry.sha256 not in known.sha256s:
            _warn(judged, f"《{known.title}》已有正文，本文件没有附上；如需替换，请在文件页上传")
        elif known.first:
            _warn(judged, f"与{known.first.place_from(entry)}内容相同")
        known.first = known.first or entry
        return
    _compare(judged, known, register, options)
    known.first = known.first or entry


def _add(judged: Judged, register: Register, options: Options) -> None:
    entry = judged.entry
    if entry.sha256 and not entry.belongs and not options.registers_files:
        raise Refusal(_LOOSE)
    values = {name: value for name, value in entry.values.items() if name != "title"}
    values.setdefault("disclosure", (options.disclosure or Disclosure.WITHHELD).value)
    check_dates(_dates(values))
    known = Known(entry.values["title"], register.lead_of(entry), values, entry=entry, first=entry)
    known.is_disclosure_assumed = "disclosure" not in entry.values
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
        known.has_text = known.has_file = True
        known.sha256s = {entry.sha256}
    register.add(known)
    judged.known, judged.verdict = known, ADDED


def _compare(judged: Judged, known: Known, register: Register, options: Options) -> None:
    """Fills blanks; overwrites only when asked to, and only what the register held before this intake."""
    entry = judged.entry
    if known.first and not entry.sha256:
        _warn(
            judged,
            f"与{known.first.place_from(entry)}重复（同一文件）；如确是两件，请加一列“重号说明”写明区别",
        )
    changes = _changes(judged, known, options)
    if "doc_no" in changes and not _take_number(judged, known, changes["doc_no"][1], register):
        del changes["doc_no"]
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
    known.is_disclosure_assumed &= "disclosure" not in entry.values
    if entry.sha256:
        changes["text"] = ["", f"{len(entry.text)}字" if entry.text else "没有文字，作为附件附上"]
        known.has_text = known.has_text or bool(entry.text)
        known.has_file = True
        known.sha256s.add(entry.sha256)
    known.changed |= dict.fromkeys(changes, entry)
    judged.changes, judged.verdict = changes, UPDATED if changes else UNCHANGED


def _changes(judged: Judged, known: Known, options: Options) -> dict[str, list[str]]:
    """The blanks that are filled and the values that are overwritten; what else differs is a warning."""
    may_overwrite = options.is_update and not known.first and not judged.entry.sha256
    given = dict(judged.entry.values)
    if judged.entry.sha256 and known.id is None and "note" in given:
        given["note"] = joined_notes(known.values.get("note", ""), given["note"])
    if options.disclosure and not known.first:
        given.setdefault("disclosure", options.disclosure.value)
    changes: dict[str, list[str]] = {}
    for name in COMPARED:
        old, new = known.values.get(name, ""), given.get(name, "")
        is_open = not old or is_assumed(name, known, judged.entry)
        if not new or is_same(name, old, new):
            continue
        stated = changes["stated"][1] if "stated" in changes else known.values.get("stated")
        if name == "ended_on" and stated != given.get("stated"):
            continue  # the day belongs to a status that was not taken
        if name in _FILING and known.filing_state and not known.is_historic:
            _doubt_filing(judged, known, new)
        elif is_taken(judged.entry.choices.get(name), is_open or may_overwrite):
            changes[name] = [old, new]
        elif name != "note" or name in judged.entry.choices:
            is_kept = name in judged.entry.choices
            _warn(
                judged, difference(name, old, new, of=_source_of(known, judged.entry), is_kept=is_kept), name
            )
    return changes


def _source_of(known: Known, entry: Entry) -> str:
    """Where the values stand that it is compared with: in the register, or in the entry that adds the document."""
    return known.entry.place_from(entry) if known.entry and known.id is None else "登记"


def _take_number(judged: Judged, known: Known, number: str, register: Register) -> bool:
    """Whether no other document has the 发文字号, so that this one may get it."""
    key = number_key(number) or ""
    others = [other for other in register.by_number.get(key, []) if other is not known]
    if others and not judged.entry.values.get("duplicate_reason"):
        _warn(judged, f"发文字号{number}已用于《{others[0].title}》，未采用，请核对")
        return False
    if key:
        register.by_number.setdefault(key, []).append(known)
    return True


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
        key, full = title_key(name), register.full_name(judged.entry, name)
        if full != name:
            _warn(judged, f"“{name}”不是机关全称，标题开头写明是“{full}”，按此登记")
        elif register.authority(name) == key:
            is_first = key not in register.new_names
            if is_first:
                registered = (each for lead, each in register.names.items() if isinstance(lead, int))
                register.new_names[key] = doubt_of_short(name, registered)
            if sentence := register.new_names[key]:
                _warn(judged, sentence)
            elif is_first:
                _warn(judged, f"“{name}”不在制定机关名单中（现名、曾用名都不是），将新增并列入待核")


def _dates(values: dict[str, str]) -> Dates:
    days = {name: _day(values.get(name, "")) for name in DATE_WORDS if name != "valid_until"}
    return Dates(**days, valid_until=_day(values.get("validity", "")))


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value and value != PERMANENT else None


def _warn(judged: Judged, sentence: str, field: str = "") -> None:
    judged.problems.append(Problem(sentence, field=field))


def is_assumed(name: str, known: Known, entry: Entry) -> bool:
    """Whether nobody said it yet: a 公开属性 that no row states; nor is a note said that the file's words go behind."""
    if name == "disclosure":
        return known.is_disclosure_assumed
    return name == "note" and known.id is None and bool(entry.sha256)


def is_taken(choice: str | None, by_default: bool) -> bool:
    return choice == TAKE if choice else by_default


def is_same(name: str, old: str, new: str) -> bool:
    if old == new:
        return True
    if name == "note":
        return has_evidence(old, new)
    key = number_key(new) if name == "doc_no" and old else None
    return key is not None and key == number_key(old)


def difference(name: str, old: str, new: str, *, of: str, is_kept: bool) -> str:
    """The sentence about a value that is another one in the register, or in the row that adds the document."""
    what = f"{of}为“{shown(name, old)}”" if old else f"{of}没有"
    end = "已选择保留原值" if is_kept else "未改动"
    return f"{WORDS[name]}与{of}的不一致：{what}，本次为“{shown(name, new)}”，{end}"
