"""Acts that a person records on a document's life, and what each must say (DESIGN, idea 2)."""

from datetime import date
from enum import StrEnum

from registry.domain.errors import Refusal
from registry.domain.periods import Period
from registry.domain.validity import EVENT_WORDS, EventKind
from registry.domain.written_days import cn_date

_NOT_BY_HAND = frozenset({EventKind.PUBLISHED, EventKind.VOIDED, EventKind.STATED})
RECORDED_KINDS = tuple(kind for kind in EventKind if kind not in _NOT_BY_HAND)
_NEEDS_LAST_DAY = frozenset({EventKind.EXTENDED, EventKind.SHORTENED})


class Term(StrEnum):
    """What an act says of the new period when it names no last day; an extension can only name a task."""

    NO_EXPIRY = "no_expiry"
    TASK = "task"
    UNSTATED = "unstated"


TERM_WORDS: dict[Term, str] = {
    Term.NO_EXPIRY: "长期有效",
    Term.TASK: "至某项任务完成为止",
    Term.UNSTATED: "没有载明有效期",
}


def check_act(
    kind: EventKind,
    *,
    effective_on: date,
    source: str,
    new_valid_until: date | None = None,
    term: Term | None = None,
    new_ends_when: str = "",
    present: Period | None = None,
) -> None:
    """Raises Refusal for an act that no person records, or that lacks or contradicts what its kind needs.

    `present` is the period on the day the act takes effect, where known.
    """
    if kind in _NOT_BY_HAND:
        raise Refusal("这类记录由系统在办理相应事项时生成，不能手工添加。", "kind")
    if not source.strip():
        raise Refusal("请写明依据，例如作出决定的文件名称、文号或会议。", "source")
    if bool(new_ends_when) != (term is Term.TASK):
        raise Refusal(
            "有效期至某项任务完成为止的，请选这一项并写明是哪项任务，例如“第三次土壤普查结束”。",
            "new_ends_when",
        )
    is_to_task = kind is EventKind.EXTENDED and term is Term.TASK
    if kind in _NEEDS_LAST_DAY and (
        (term is not None and not is_to_task) or (is_to_task and new_valid_until)
    ):
        raise Refusal(f"{EVENT_WORDS[kind]}只写新的截止日；延长到任务完成为止的，只写任务。", "term")
    if kind in _NEEDS_LAST_DAY and new_valid_until is None and not is_to_task:
        word = "延长" if kind is EventKind.EXTENDED else "缩短"
        raise Refusal(f"{word}有效期须填写新的有效期截止日。", "new_valid_until")
    if kind is EventKind.REISSUED and (new_valid_until is None) == (term is None):
        raise Refusal(
            "重新公布的有效期从头起算：请填写新的截止日，或者选择长期有效、至任务完成、没有载明，只选其一。",
            "new_valid_until",
        )
    if new_valid_until and new_valid_until < effective_on:
        raise Refusal(
            f"新的有效期截止日{cn_date(new_valid_until)}早于决定生效之日{cn_date(effective_on)}，请核对。",
            "new_valid_until",
        )
    if present and (new_valid_until or is_to_task):
        _check_moves(kind, new_valid_until, present)


def _check_moves(kind: EventKind, new: date | None, present: Period) -> None:
    last = present.valid_until
    if kind is EventKind.EXTENDED and present.has_no_expiry:
        raise Refusal("这份文件长期有效，没有可以延长的有效期；改为有期限的，请选“缩短有效期”。", "kind")
    if kind is EventKind.EXTENDED and new and last is not None and new <= last:
        raise Refusal(
            f"新的截止日{cn_date(new)}不晚于现在的截止日{cn_date(last)}，这不是延长；缩短有效期的，请选“缩短有效期”。",
            "new_valid_until",
        )
    if kind is EventKind.SHORTENED and new and last is not None and new >= last:
        raise Refusal(
            f"新的截止日{cn_date(new)}不早于现在的截止日{cn_date(last)}，这不是缩短；延长有效期的，请选“延长有效期”。",
            "new_valid_until",
        )
