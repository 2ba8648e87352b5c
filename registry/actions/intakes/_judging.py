"""The verdicts on the entries of an intake: added, unchanged, updated or refused, each with its problems in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from registry.actions.intakes._codes import issuers_of
from registry.actions.intakes._documents import IntakeDocument, number_key
from registry.actions.intakes._entries import (
    Entry,
    Problem,
    doubt_what_days_contradict,
    is_note_with_quotes,
    note_with_quotes,
)
from registry.actions.intakes._matching import Register, short_name_warning
from registry.actions.intakes._values import NUMBER_OWNER
from registry.domain.citations import quoted
from registry.domain.conditions import condition_of
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
    COMPARED,
    PERMANENT,
    WORDS,
    Choice,
    Missing,
    Options,
    Placement,
    RowReport,
    Verdict,
    shown,
)
from registry.domain.normal import title_key
from registry.domain.validity import Status
from registry.domain.written_days import cn_dates

_UNMATCHED = "没有配上台账中的行和已登记的文件，还没有登记；请说明它是新文件、属于哪一件，还是不导入"
_FILING = ("filed_on", "filing_no")
_OUTLOOK = ("published_on", "effective_on", "validity", "disclosure")
_STATED = ("stated", "ended_on", "extended_to")


@dataclass
class Judged:
    """An entry with its verdict, its problems, what it changes (field → [old, new]) and the document it is about.

    `disowned` are registered documents whose number turns out to be this one's.
    `lacks` and `outlook` are known only when the whole intake was judged.
    """

    entry: Entry
    verdict: Verdict
    problems: list[Problem]
    changes: dict[str, list[str]] = field(default_factory=dict)
    document: IntakeDocument | None = None
    disowned: list[IntakeDocument] = field(default_factory=list)

    @property
    def lacks(self) -> Missing:
        """ROW for a document file that matched nothing and was not placed, FILE for a ledger row without a file."""
        if self.entry.sha256:
            is_unmatched = self.verdict in (Verdict.ADDED, Verdict.REFUSED) and not self.entry.belongs
            return Missing.ROW if is_unmatched and not self.entry.is_forbidden else Missing.NOTHING
        return Missing.FILE if self.document and not self.document.has_file else Missing.NOTHING

    @property
    def outlook(self) -> dict[str, str]:
        """The validity and disclosure that the document will have after the whole intake; empty for a refused entry.

        The status is added where the intake states it, and as `of` the key of the entry that adds the document.
        """
        document = self.document
        if document is None:
            return {}
        is_stated = document.id is None or document.changed_by.keys() & set(_STATED)
        names = (*_OUTLOOK, *_STATED) if is_stated else _OUTLOOK
        of = {"of": document.added_by.key} if document.id is None and document.added_by else {}
        return {name: document.values[name] for name in names if document.values.get(name)} | of

    @property
    def report(self) -> RowReport:
        """The entry with its verdict and problems in words."""
        return self.entry.report(self.verdict, self.problems)


def judge(entries: Iterable[Entry], register: Register, options: Options, today: date) -> Iterator[Judged]:
    """The entries with their verdicts, in order. The register is changed as well, so that an entry is compared with
    the documents that earlier entries add."""
    for entry in entries:
        doubt_what_days_contradict(entry, today)
        judged = Judged(entry, Verdict.REFUSED, _problems(entry))
        if not any(problem.is_refusal for problem in judged.problems):
            try:
                _check_published_on(entry, today)
                _decide(judged, register, options)
                if judged.document:
                    register.by_owner[entry.key] = judged.document
            except Refusal as refusal:
                judged.verdict, judged.changes, judged.document = Verdict.REFUSED, {}, None
                judged.problems.append(Problem(refusal.sentence, is_refusal=True))
        yield judged


def _problems(entry: Entry) -> list[Problem]:
    """The problems found while reading. A refusal becomes a warning for a file that a person placed with a document:
    it is attached even if it is unreadable."""
    if entry.is_forbidden or not entry.belongs:
        return list(entry.problems)
    if entry.belongs == Placement.LEFT_OUT:
        return [Problem("已选择不导入", is_refusal=True)]
    is_placed = entry.belongs != Placement.NEW_DOCUMENT
    return [replace(problem, is_refusal=problem.is_refusal and not is_placed) for problem in entry.problems]


def _check_published_on(entry: Entry, today: date) -> None:
    day = entry.values.get("published_on", "")
    if day > today.isoformat():
        raise Refusal(f"公布日期{cn_dates(day)}晚于今天，请核对；尚未公布的文件，请在公布当日或之后再导入")


def _decide(judged: Judged, register: Register, options: Options) -> None:
    """Sets the verdict, the changes and the document. Raises Refusal."""
    entry = judged.entry
    title = entry.values.get("title", "")
    if max(len(title), len(title_key(title))) > TITLE_LENGTH:
        raise Refusal(f"标题有{len(title)}字，超过{TITLE_LENGTH}字，请核对是否误贴了正文")
    document = register.find(entry)
    if document is None:
        _add(judged, register, options)
        return
    judged.document = document
    if entry.sha256 and (document.has_text or entry.sha256 in document.sha256s):
        judged.verdict = Verdict.UNCHANGED
        if entry.sha256 not in document.sha256s:
            _warn(judged, f"{quoted(document.title)}已有正文，本文件没有附上；如需替换，请在文件页上传")
        elif document.first_entry:
            _warn(judged, f"与{document.first_entry.place_from(entry)}内容相同")
    else:
        _update(judged, document, register, options)
    document.first_entry = document.first_entry or entry


def _add(judged: Judged, register: Register, options: Options) -> None:
    """Adds a new document. Raises Refusal for a document file that matched nothing and was not placed."""
    entry = judged.entry
    if entry.sha256 and not entry.belongs and not options.registers_files:
        raise Refusal(_UNMATCHED)
    values = {name: value for name, value in entry.values.items() if name != "title"}
    values.setdefault("disclosure", (options.disclosure or Disclosure.WITHHELD).value)
    check_dates(_dates(values))
    document = IntakeDocument(
        entry.values["title"], register.lead_of(entry), values, added_by=entry, first_entry=entry
    )
    document.is_disclosure_assumed = "disclosure" not in entry.values
    if "filing_no" in values and not _claim_filing_no(judged, values["filing_no"], register):
        del values["filing_no"]
    _warn_of_dates(judged, values)
    _warn_of_authorities(judged, register)
    if same_title := register.by_title.get(document.title_key):
        other = same_title[0]
        number = other.values.get("doc_no") or "文号未载"
        day = other.values.get("published_on") or "未载"
        _warn(
            judged, f"已有同名文件{quoted(other.title)}（{number}，公布日期{cn_dates(day)}），请核对是否重复"
        )
    _check_owner(judged, document, register)
    _doubt_same_number(judged, document, register)
    if entry.sha256:
        document.has_text = document.has_file = True
        document.sha256s = {entry.sha256}
    register.add(document)
    judged.document, judged.verdict = document, Verdict.ADDED


def _check_owner(judged: Judged, document: IntakeDocument, register: Register) -> None:
    """Notes whose code the number carries, if it is none of the issuers'."""
    number = document.values.get("doc_no", "")
    if owner := register.codes.whose_else(number, issuers_of(document, register)):
        document.values[NUMBER_OWNER] = owner
        _warn(
            judged,
            f"发文字号{number}的机关代字是{owner}的，制定机关却是“{register.names[document.lead]}”；"
            "照录并列入疑点，请核对文号或制定机关",
        )


def _doubt_same_number(judged: Judged, document: IntakeDocument, register: Register) -> None:
    """Warns of the documents of the same number and another title: all are kept, the number is whose body gives it."""
    number, entry = document.values.get("doc_no", ""), judged.entry
    others = register.by_number.get(number_key(number) or "", [])
    if not others or entry.values.get("duplicate_reason"):
        return
    for other in others:
        is_open = other.id is not None and not other.values.get(NUMBER_OWNER)
        owner = register.codes.whose_else(number, issuers_of(other, register)) if is_open else ""
        if owner:
            other.values[NUMBER_OWNER] = owner
            other.changed_by.setdefault(NUMBER_OWNER, entry)
            judged.disowned.append(other)
    other = others[0]
    where = f"（{other.first_entry.place_from(entry)}）" if other.first_entry else ""
    _warn(
        judged,
        f"发文字号{number}已用于{quoted(other.title)}{where}，与{quoted(document.title)}不是同一标题；两件都登记，列入疑点，"
        "请核对哪一件写错了，确属重号的请加一列“重号说明”写明原因",
    )


def _update(judged: Judged, document: IntakeDocument, register: Register, options: Options) -> None:
    """Fills blanks; overwrites only when asked to, and only what was registered before this intake."""
    entry = judged.entry
    if document.first_entry and not entry.sha256:
        _warn(
            judged,
            f"与{document.first_entry.place_from(entry)}重复（同一文件）；如确是两件，请加一列“重号说明”写明区别",
        )
    changes = _changes(judged, document, options)
    if "doc_no" in changes and not _claim_number(judged, document, changes["doc_no"][1], register):
        del changes["doc_no"]
    check_dates(_dates(document.values | _new_values(changes)))
    filing_no = changes.get("filing_no", ["", ""])[1]
    if filing_no and not _claim_filing_no(judged, filing_no, register):
        del changes["filing_no"]
    values = document.values | _new_values(changes)
    if changes.keys() & DATE_WORDS.keys():
        _warn_of_dates(judged, values)
    if entry.authorities and register.lead_of(entry) != document.lead:
        name = register.names[document.lead]
        _warn(judged, f"登记的制定机关是“{name}”，本次是“{entry.authorities[0]}”，未改动，请在文件页核对")
    document.values = values
    document.is_disclosure_assumed &= "disclosure" not in entry.values
    if entry.sha256:
        changes["text"] = ["", f"{len(entry.text)}字" if entry.text else "没有文字，作为附件附上"]
        document.has_text = document.has_text or bool(entry.text)
        document.has_file = True
        document.sha256s.add(entry.sha256)
    document.changed_by |= dict.fromkeys(changes, entry)
    judged.changes, judged.verdict = changes, Verdict.UPDATED if changes else Verdict.UNCHANGED


def _new_values(changes: dict[str, list[str]]) -> dict[str, str]:
    return {name: new for name, (_, new) in changes.items()}


def _changes(judged: Judged, document: IntakeDocument, options: Options) -> dict[str, list[str]]:
    """The blanks that are filled and the values that are overwritten; other differences become warnings."""
    entry = judged.entry
    may_overwrite = options.is_update and not document.first_entry and not entry.sha256
    given = dict(entry.values)
    if entry.sha256 and document.id is None and "note" in given:
        given["note"] = note_with_quotes(document.values.get("note", ""), given["note"])
    if options.disclosure and not document.first_entry:
        given.setdefault("disclosure", options.disclosure.value)
    changes: dict[str, list[str]] = {}
    for name in COMPARED:
        old, new = document.values.get(name, ""), given.get(name, "")
        is_open = not old or _is_replaceable(name, document, entry)
        if not new or _is_same(name, old, new):
            continue
        stated = changes["stated"][1] if "stated" in changes else document.values.get("stated")
        if name == "ended_on" and stated != given.get("stated"):
            continue  # the day belongs to a status that was not imported
        choice = entry.choices.get(name)
        if name in _FILING and document.filing_state and not document.is_historic:
            _warn_of_filing(judged, document.filing_state, new)
        elif choice is Choice.TAKE or (choice is None and (is_open or may_overwrite)):
            changes[name] = [old, new]
        elif name != "note" or choice:
            holder = _holder(document, entry)
            _warn(judged, _difference(name, old, new, holder, is_kept=choice is Choice.KEEP), name)
    return changes


def _is_replaceable(name: str, document: IntakeDocument, entry: Entry) -> bool:
    """Whether a value gives way without a choice: an assumed disclosure, and the note of a new document to the same
    note with the quotes of its file, and a status that an earlier ledger left unclear."""
    if name == "disclosure":
        return document.is_disclosure_assumed
    if name == "stated":
        return document.values.get("stated") == Status.UNKNOWN
    return name == "note" and document.id is None and bool(entry.sha256)


def _is_same(name: str, old: str, new: str) -> bool:
    """Whether two values mean the same. A note is the same when only the quotes of a file follow it."""
    if old == new:
        return True
    if name == "note":
        return is_note_with_quotes(old, new)
    key = number_key(new) if name == "doc_no" and old else None
    return key is not None and key == number_key(old)


def _difference(name: str, old: str, new: str, holder: str, *, is_kept: bool) -> str:
    """The warning about a value that differs from the one in the register or in an earlier row (the `holder`)."""
    held = f"{holder}为“{shown(name, old)}”" if old else f"{holder}没有"
    end = "已选择保留原值" if is_kept else "未改动"
    return f"{WORDS[name]}与{holder}的不一致：{held}，本次为“{shown(name, new)}”，{end}"


def _holder(document: IntakeDocument, entry: Entry) -> str:
    """What an entry is compared with, in words: the register, or the entry that adds the document."""
    if document.added_by and document.id is None:
        return document.added_by.place_from(entry)
    return "登记"


def _claim_number(judged: Judged, document: IntakeDocument, number: str, register: Register) -> bool:
    """Whether the document may get this 发文字号: no other document has it. If it may, it has it from now on."""
    key = number_key(number) or ""
    others = [other for other in register.by_number.get(key, []) if other is not document]
    if others and not judged.entry.values.get("duplicate_reason"):
        _warn(judged, f"发文字号{number}已用于{quoted(others[0].title)}，未采用，请核对")
        return False
    if key:
        register.by_number.setdefault(key, []).append(document)
    return True


def _claim_filing_no(judged: Judged, number: str, register: Register) -> bool:
    """Whether the 备案登记号 is free; if it is, it is taken from now on. Two filings never share a number."""
    if number in register.filing_nos:
        _warn(judged, f"备案登记号{number}已用于另一件备案，未采用，请核对")
        return False
    register.filing_nos.add(number)
    return True


def _warn_of_filing(judged: Judged, state: FilingState, new: str) -> None:
    _warn(
        judged, f"台账载明备案信息“{new}”，而登记的备案状态是“{STATE_WORDS[state]}”，未改动，请在备案页办理"
    )


def _warn_of_dates(judged: Judged, values: dict[str, str]) -> None:
    for finding in date_findings(_dates(values)):
        _warn(judged, finding.rstrip("。"))


def _warn_of_authorities(judged: Judged, register: Register) -> None:
    """Warns of a missing authority, of short names, and of names that are not registered: each of these once."""
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
                registered = (other for lead, other in register.names.items() if isinstance(lead, int))
                register.new_names[key] = short_name_warning(name, registered)
            if sentence := register.new_names[key]:
                _warn(judged, sentence)
            elif is_first:
                _warn(judged, f"“{name}”不在制定机关名单中（现名、曾用名都不是），将新增并列入待核")


def _dates(values: dict[str, str]) -> Dates:
    days = {name: _day(values.get(name, "")) for name in DATE_WORDS if name != "valid_until"}
    return Dates(**days, valid_until=_day(values.get("validity", "")))


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value and value != PERMANENT and not condition_of(value) else None


def _warn(judged: Judged, sentence: str, field: str = "") -> None:
    judged.problems.append(Problem(sentence, field=field))
