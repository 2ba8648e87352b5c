"""The gate that no incomplete list passes: every reason why a round's list may not be released, with its rows.

Sources: DOMAIN §7 (the invariant), §9 (errors in published lists). A lead accepts a finding that is not hard.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from registry.domain import doc_numbers
from registry.domain.cleanups import OUTCOME_WORDS, Outcome
from registry.domain.documents import Disclosure
from registry.domain.findings import Finding, FindingRow, Item, groups, row_of
from registry.domain.periods import until_words
from registry.domain.printed_reasons import LONGEST
from registry.domain.twins import duplicates, near_titles, same_titles
from registry.domain.validity import ALIVE, NOT_BEGUN, STATUS_WORDS, Status

_KEPT = frozenset({Outcome.RETAIN, Outcome.TO_AMEND})
_ENDED_WORDS = "失效|废止|作废|停止执行|终止"
_MARK = re.compile(
    rf"【[^】]{{0,12}}(?:{_ENDED_WORDS}|有效)[^】]{{0,4}}】"
    rf"|[（(\[〔［](?:已|全文|现行|自行)[^）)\]〕］]{{0,12}}(?:{_ENDED_WORDS}|有效)[）)\]〕］]"
    rf"|[（(\[〔［](?:(?:宣布)?(?:{_ENDED_WORDS})|有效)[）)\]〕］]$|^已?(?:{_ENDED_WORDS})[：:]"
)


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
    numbered = duplicates(items)
    findings = [
        _totals(items, n_in_scope, late, gone),
        _rows(items, "undecided", _is_undecided, "尚未确定清理意见，请逐件确定。", is_hard=True),
        numbered,
        _rows(
            items,
            "secret_in_public",
            _is_leaking,
            "的公开内容会泄露涉密或不公开的信息，请改写；涉密文件只保留本地序号。",
            is_hard=True,
            note=lambda item: "、".join(item.leaks),
        ),
        _rows(
            items,
            "expired",
            lambda item: item.outcome is Outcome.RETAIN and _is_expired(item) and not item.is_extended,
            "的有效期已经届满，却列为继续有效，没有据以延长的文件。",
            is_hard=True,
            note=lambda item: item.why.rstrip("。"),
        ),
        _rows(
            items,
            "reason_long",
            lambda item: len(item.printed_reason) > LONGEST,
            f"印在目录上的理由（含替代文件、修改条款）超过{LONGEST}字。",
            is_hard=True,
        ),
        _unanswered(items),
        *(_rows(items, code, test, sentence, note=note) for code, test, sentence, note in _SOFT),
        same_titles(items, numbered),
        near_titles(items),
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


def _is_expired(item: Item) -> bool:
    return item.status is Status.LAPSED


def _lacking_of_amendment(item: Item) -> str:
    missing = {"要修改的条款": item.clause, "责任单位": item.responsible}
    return "、".join(word for word, value in missing.items() if not value.strip())


Test = tuple[str, Callable[[Item], bool], str, Callable[[Item], str]]
_SOFT: tuple[Test, ...] = (
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
        lambda item: (
            item.outcome in _KEPT
            and item.status not in ALIVE
            and not (item.outcome is Outcome.RETAIN and _is_expired(item))
        ),
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
        "amendment_owed",
        lambda item: item.outcome is Outcome.RETAIN and bool(item.unamended),
        "在以前的清理中列为修改，逾期没有完成，却列为继续有效。",
        lambda item: item.unamended,
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
        "amend_incomplete",
        lambda item: item.outcome is Outcome.TO_AMEND and bool(_lacking_of_amendment(item)),
        "列为修改，没有写明要修改的条款或者责任单位。",
        lambda item: f"缺{_lacking_of_amendment(item)}",
    ),
    (
        "sent_back",
        lambda item: bool(item.sent_back_because),
        "退回后没有重新报送自查意见。",
        lambda item: item.sent_back_because,
    ),
    (
        "extension_unclear",
        lambda item: item.outcome is Outcome.RETAIN and bool(item.extension_problem),
        "写有延长有效期，但不能据以延长。",
        lambda item: item.extension_problem,
    ),
    (
        "register_moved",
        lambda item: bool(item.changes),
        "确定清理意见以后，登记又有变动，目录可能与登记不一致。",
        lambda item: "；".join(item.changes),
    ),
    (
        "successor",
        lambda item: item.outcome in {Outcome.REPEAL, Outcome.LAPSE} and bool(item.successors),
        "因被替代而终止，替代它的文件没有登记或者没有施行。",
        lambda item: "、".join(item.successors),
    ),
)


def _rows(
    items: Sequence[Item],
    code: str,
    test: Callable[[Item], bool],
    sentence: str,
    *,
    is_hard: bool = False,
    note: Callable[[Item], str] = _no_note,
) -> Finding | None:
    rows = tuple(row_of(item, note(item)) for item in items if test(item))
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


def _unanswered(items: Sequence[Item]) -> Finding | None:
    """The authorities that answered nothing, also where the office decided for them."""
    rows = []
    for group in groups(items, _answering, at_least=1):
        if not any(item.is_answered or item.sent_back_because for item in group):
            n_decided = sum(1 for item in group if item.outcome is not None)
            decided = f"，法制机构已直接确定{n_decided}件" if n_decided else ""
            label = f"{group[0].answering or group[0].authority}（{len(group)}件{decided}）"
            rows.append(FindingRow(_answering(group[0]), label, authority_id=_answering(group[0])))
    if not rows:
        return None
    return Finding("unanswered_authority", False, f"{len(rows)}个机关一件自查意见也没有报送。", tuple(rows))


def _answering(item: Item) -> int:
    return item.answering_id or item.authority_id
