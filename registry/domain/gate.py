"""The gate that no incomplete list passes: every reason why a round's list may not be released, with its rows.

Sources: DOMAIN §7 (the invariant), §9 (errors in published lists). A lead accepts a finding that is not hard.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from registry.domain import doc_numbers
from registry.domain.cleanups import OUTCOME_WORDS, Outcome
from registry.domain.documents import Disclosure
from registry.domain.periods import until_words
from registry.domain.validity import ALIVE, NOT_BEGUN, STATUS_WORDS, Status

_KEPT = frozenset({Outcome.RETAIN, Outcome.TO_AMEND})
_ENDED_WORDS = "失效|废止|作废|停止执行|终止"
_MARK = re.compile(
    rf"【[^】]{{0,12}}(?:{_ENDED_WORDS}|有效)[^】]{{0,4}}】"
    rf"|[（(\[〔［](?:已|全文|现行|自行)[^）)\]〕］]{{0,12}}(?:{_ENDED_WORDS}|有效)[）)\]〕］]"
    rf"|[（(\[〔［](?:(?:宣布)?(?:{_ENDED_WORDS})|有效)[）)\]〕］]$|^已?(?:{_ENDED_WORDS})[：:]"
)


@dataclass(frozen=True)
class Item:
    """One document of a round, as the gate sees it. A secret one is counted and has no title or number.

    What the register says besides: `leaks` are words in its public columns that must not be public, `stale_bases` its
    bases that were superseded, `successors` what is wrong with the documents that are said to replace it,
    `objections` what its review still asks for. `answering` is the authority that has to answer for it, and
    `sent_back_because` the office's reason while it waits for a better answer.
    """

    id: int
    title: str
    doc_no: str | None
    doc_no_key: str | None
    authority_id: int
    authority: str
    disclosure: Disclosure
    outcome: Outcome | None
    reason: str = ""
    published_on: date | None = None
    status: Status = Status.IN_FORCE
    duplicate_reason: str = ""
    title_key: str = ""
    document_id: int | None = None
    day: date | None = None
    why: str = ""
    deadline_on: date | None = None
    ends_when: str = ""
    leaks: tuple[str, ...] = ()
    stale_bases: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    objections: tuple[str, ...] = ()
    answering_id: int = 0
    answering: str = ""
    is_answered: bool = True
    sent_back_because: str = ""

    @property
    def label(self) -> str:
        if self.disclosure is Disclosure.SECRET:
            return f"涉密文件（{self.authority}）"
        return f"{self.title}（{self.doc_no or '文号未载'}）"


class FindingRow(NamedTuple):
    """What a finding is about: an item of the round, a document or an authority, and what stands in a link to it."""

    id: int
    label: str
    document_id: int | None = None
    authority_id: int | None = None


@dataclass(frozen=True)
class Finding:
    """A reason why a list may not be released, with its rows and one way to mend it. A hard one cannot be accepted."""

    code: str
    is_hard: bool
    sentence: str
    rows: tuple[FindingRow, ...]

    @property
    def id(self) -> str:
        """A name that changes with the rows: an accepted finding that gains a row is open again."""
        rows = ",".join(str(row.id) for row in self.rows)
        return f"{self.code}-{hashlib.sha256(rows.encode()).hexdigest()[:8]}"

    @property
    def mend(self) -> str:
        return MENDS[self.code]


MENDS: dict[str, str] = {
    "totals": "按登记的现状更新清理范围。",
    "undecided": "在“文件与意见”页逐件确定清理意见。",
    "duplicate": "打开文件，删并其一，或在“修改登记”中写明重号说明。",
    "secret_in_public": "改写理由或标题，不写涉密和不公开文件的名称、文号和密级。",
    "unanswered_authority": "在本轮“进展”页催报；确实没有报送的，由负责人写明理由后接受，理由印入发布记录。",
    "sent_back": "催请制定机关重新报送，或在“审查”页直接确定，并写明理由。",
    "unknown_dates": "打开文件，在“修改登记”中补录公布日期或施行日期。",
    "reason_missing": "在“文件与意见”页逐件写明理由。",
    "already_ended": "把清理意见改为失效或废止；原记录有误的，先在文件页更正。",
    "suspended": "改列修改、废止，或先登记恢复执行；确须保留的，说明理由后接受。",
    "correction_owed": "改列修改或废止；已经改正的，先在备案页和文件页登记结果。",
    "not_begun": "核对施行日期；目录会载明尚未施行，确须列入的，说明理由后接受。",
    "condition_unanswered": "任务已经完成的改列失效；没有完成的，在理由里写明。",
    "duplicate_title": "核对是否同一件；不是同一件的，补录各自的发文字号或日期。",
    "doc_no_unreadable": "打开文件，在“修改登记”中按原件改正发文字号。",
    "status_in_title": "打开文件，在“修改登记”中去掉标题里的标注，效力另行登记。",
    "basis_superseded": "核对该依据，改列修改或废止；依据写错的，在文件页更正关系。",
    "deadline_missing": "逐件写明完成时限，或在公布事项中统一写明（命令行用 --amend-by）。",
    "successor": "登记替代它的文件，或改正理由中的名称和文号。",
}
"""code → one way to mend it."""


def release_findings(
    items: Sequence[Item],
    n_in_scope: int,
    late: Sequence[FindingRow] = (),
    gone: Sequence[FindingRow] = (),
) -> list[Finding]:
    """Every reason why this round's list may not be released; empty means it may.

    `n_in_scope` counts the documents that the scope covers in the register now, secret ones included;
    `late` are documents of the scope that entered the register after the round was opened, `gone` those of
    the round that the scope no longer covers.
    """
    duplicates = _duplicates(items)
    findings = [
        _totals(items, n_in_scope, late, gone),
        _rows(items, "undecided", _is_undecided, "尚未确定清理意见，请逐件确定。", is_hard=True),
        duplicates,
        _rows(
            items,
            "secret_in_public",
            _is_leaking,
            "的公开内容会泄露涉密或不公开的信息，请改写；涉密文件只保留本地序号。",
            is_hard=True,
            note=lambda item: "、".join(item.leaks),
        ),
        _unanswered(items),
        *(_rows(items, code, test, sentence, note=note) for code, test, sentence, note in _SOFT),
        _same_titles(items, duplicates),
    ]
    return [finding for finding in findings if finding is not None]


def open_findings(
    findings: Iterable[Finding], accepted: Iterable[str], amend_by: date | None = None
) -> list[Finding]:
    """The findings that still bar the release: the hard ones, and the others that nobody accepted with a reason.

    A common deadline of amendments (`amend_by`) answers for those that have none of their own.
    """
    accepted_ids = set(accepted)
    return [
        finding
        for finding in findings
        if (finding.is_hard or finding.id not in accepted_ids)
        and not (finding.code == "deadline_missing" and amend_by)
    ]


def outcome_counts(items: Iterable[Item]) -> dict[Outcome, int]:
    """How many documents have each outcome, secret ones included (DOMAIN §2.9)."""
    counts = dict.fromkeys(Outcome, 0)
    for item in items:
        if item.outcome is not None:
            counts[item.outcome] += 1
    return counts


def status_mark(title: str) -> str:
    """What a title says of the document's status instead of its register (【已失效】, （已废止）); "" for none."""
    mark = _MARK.search(title.strip())
    return mark[0] if mark else ""


def _is_undecided(item: Item) -> bool:
    return item.outcome is None


def _is_leaking(item: Item) -> bool:
    has_words = item.disclosure is Disclosure.SECRET and bool(item.title or item.doc_no)
    return has_words or bool(item.leaks)


def _is_undated(item: Item) -> bool:
    lacks = item.published_on is None or item.status is Status.UNKNOWN
    return lacks and item.disclosure is not Disclosure.SECRET


def _no_note(_item: Item) -> str:
    return ""


def _standard(item: Item) -> str:
    standard = doc_numbers.standard(item.doc_no or "")
    return f"疑为{standard}" if standard else ""


Test = tuple[str, Callable[[Item], bool], str, Callable[[Item], str]]
_SOFT: tuple[Test, ...] = (
    (
        "sent_back",
        lambda item: bool(item.sent_back_because),
        "退回后没有重新报送自查意见。",
        lambda item: item.sent_back_because,
    ),
    (
        "unknown_dates",
        _is_undated,
        "缺少公布日期或效力无法计算，请补录，或由负责人说明理由后接受。",
        _no_note,
    ),
    (
        "reason_missing",
        lambda item: item.outcome not in {None, Outcome.RETAIN} and not item.reason.strip(),
        "列为修改、失效、废止或不属于的，没有写明理由。",
        lambda item: OUTCOME_WORDS[item.outcome] if item.outcome else "",
    ),
    (
        "already_ended",
        lambda item: item.outcome in _KEPT and item.status not in ALIVE,
        "已经失效或废止，却列为继续有效或修改；列入目录不会使其恢复效力。",
        lambda item: item.why.rstrip("。") or STATUS_WORDS[item.status],
    ),
    (
        "suspended",
        lambda item: item.outcome in _KEPT and item.status is Status.SUSPENDED,
        "正停止执行，却列为继续有效或修改。",
        lambda item: item.why.rstrip("。"),
    ),
    (
        "correction_owed",
        lambda item: item.outcome is Outcome.RETAIN and bool(item.objections),
        "的备案审查意见还没有落实，却列为继续有效。",
        lambda item: "；".join(item.objections),
    ),
    (
        "not_begun",
        lambda item: item.outcome in _KEPT and item.status in NOT_BEGUN,
        "尚未施行，却列为继续有效或修改。",
        lambda item: item.why.rstrip("。"),
    ),
    (
        "condition_unanswered",
        lambda item: (
            bool(item.ends_when)
            and item.outcome in _KEPT
            and item.status in ALIVE
            and not item.reason.strip()
        ),
        "的有效期至某项任务完成为止，列为继续有效或修改，没有写明任务是否已经完成。",
        lambda item: until_words(item.ends_when),
    ),
    (
        "doc_no_unreadable",
        lambda item: bool((item.doc_no or "").strip()) and item.doc_no_key is None,
        "的发文字号不是文号，印在目录上会误导。",
        _standard,
    ),
    (
        "status_in_title",
        lambda item: bool(status_mark(item.title)),
        "的标题里写有效力标注，标注不是标题的一部分。",
        lambda item: status_mark(item.title),
    ),
    (
        "basis_superseded",
        lambda item: item.outcome in _KEPT and bool(item.stale_bases),
        "的制定依据已被废止、替代或失效，却列为继续有效或修改。",
        lambda item: "、".join(item.stale_bases),
    ),
    (
        "deadline_missing",
        lambda item: item.outcome is Outcome.TO_AMEND and item.deadline_on is None,
        "列为修改，没有写明完成时限。",
        _no_note,
    ),
    (
        "successor",
        lambda item: item.outcome in {Outcome.REPEAL, Outcome.LAPSE} and bool(item.successors),
        "因被替代而终止，替代它的文件没有登记或者没有施行。",
        lambda item: "、".join(item.successors),
    ),
)


def _row(item: Item, note: str = "") -> FindingRow:
    return FindingRow(item.id, f"{item.label}：{note}" if note else item.label, item.document_id)


def _rows(
    items: Sequence[Item],
    code: str,
    test: Callable[[Item], bool],
    sentence: str,
    *,
    is_hard: bool = False,
    note: Callable[[Item], str] = _no_note,
) -> Finding | None:
    rows = tuple(_row(item, note(item)) for item in items if test(item))
    return Finding(code, is_hard, f"{len(rows)}件文件{sentence}", rows) if rows else None


def _totals(
    items: Sequence[Item],
    n_in_scope: int,
    late: Sequence[FindingRow],
    gone: Sequence[FindingRow],
) -> Finding | None:
    n_decided = sum(1 for item in items if item.outcome is not None)
    if n_in_scope == n_decided == len(items) and not late and not gone:
        return None
    counts = outcome_counts(items)
    total = "＋".join(f"{OUTCOME_WORDS[outcome]}{n}" for outcome, n in counts.items())
    sentence = f"清理范围内应有{n_in_scope}件，清理意见合计{n_decided}件（{total}），两数不符。"
    if late:
        sentence += f"其中{len(late)}件是开展清理后才登记的，请补入本轮。"
    if gone:
        sentence += f"另有{len(gone)}件已不在清理范围内，请移出本轮。"
    return Finding("totals", True, sentence, (*late, *gone))


def _duplicates(items: Sequence[Item]) -> Finding | None:
    """Items with the same number and no recorded reason, or with the same number and title (as in Yueyang 2025);
    and without a number those of the same title, authority and day."""
    rows: list[FindingRow] = []
    for group in _groups(items, lambda item: item.doc_no_key):
        titles = [item.title_key or item.title for item in group]
        n_silent = sum(1 for item in group if not item.duplicate_reason.strip())
        for item, title in zip(group, titles, strict=True):
            if titles.count(title) > 1 or n_silent > 1:
                rows.append(_row(item))
    numberless = [item for item in items if _name(item) and not item.doc_no and item.day]
    for group in _groups(numberless, lambda item: (_name(item), item.authority_id, item.day)):
        if sum(1 for item in group if not item.duplicate_reason.strip()) > 1:
            rows += map(_row, group)
    if not rows:
        return None
    sentence = (
        f"{len(rows)}件文件的发文字号重复（没有文号的，标题、机关和日期都相同），请合并或写明重号说明。"
    )
    return Finding("duplicate", True, sentence, tuple(rows))


def _same_titles(items: Sequence[Item], duplicates: Finding | None) -> Finding | None:
    """Items of one title and one authority or day, of which one has no number: a reader could not tell them apart."""
    known = {row.id for row in duplicates.rows} if duplicates else set()
    rows: dict[int, FindingRow] = {}
    silent = [item for item in items if _name(item) and not item.duplicate_reason.strip()]
    by_authority = _groups(silent, lambda item: (_name(item), item.authority_id))
    by_day = _groups(silent, lambda item: (_name(item), item.day) if item.day else None)
    for group in (*by_authority, *by_day):
        if any(not item.doc_no for item in group):
            rows |= {item.id: _row(item) for item in group if item.id not in known}
    if not rows:
        return None
    sentence = f"{len(rows)}件文件标题相同而没有文号可以区分，可能是同一件。"
    return Finding("duplicate_title", False, sentence, tuple(rows[row_id] for row_id in sorted(rows)))


def _name(item: Item) -> str | None:
    return (item.title_key or item.title) or None


def _unanswered(items: Sequence[Item]) -> Finding | None:
    """The authorities that answered nothing, also where the office decided for them."""
    rows = []
    for group in _groups(items, lambda item: item.answering_id or item.authority_id, at_least=1):
        if not any(item.is_answered or item.sent_back_because for item in group):
            first, n_decided = group[0], sum(1 for item in group if item.outcome is not None)
            authority_id = first.answering_id or first.authority_id
            decided = f"，法制机构已直接确定{n_decided}件" if n_decided else ""
            label = f"{first.answering or first.authority}（{len(group)}件{decided}）"
            rows.append(FindingRow(authority_id, label, authority_id=authority_id))
    if not rows:
        return None
    sentence = f"{len(rows)}个机关一件自查意见也没有报送。"
    return Finding("unanswered_authority", False, sentence, tuple(rows))


def _groups(items: Sequence[Item], key: Callable[[Item], Hashable], at_least: int = 2) -> list[list[Item]]:
    """The items that share a key, where at least so many do; items without the key are left out."""
    groups: dict[Hashable, list[Item]] = defaultdict(list)
    for item in items:
        if key(item) is not None:
            groups[key(item)].append(item)
    return [group for group in groups.values() if len(group) >= at_least]
