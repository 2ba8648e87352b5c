"""Conclude a filing after the authority's feedback: corrected, annulled or suspended."""

from datetime import date, datetime

from registry.actions.filings.move_filing import move_filing
from registry.domain.errors import Refusal
from registry.domain.filings import Move
from registry.domain.roles import Actor
from registry.storage.engine import Store, transaction

CONCLUSIONS = (Move.CORRECT, Move.ANNUL, Move.SUSPEND)


def conclude_filing(
    store: Store,
    actor: Actor,
    filing_id: int,
    conclusion: Move,
    *,
    on: date,
    reason: str = "",
    version: int | None = None,
    now: datetime,
) -> None:
    """`on` is the true day, today or earlier. The document's own event is recorded apart. Raises Refusal."""
    if conclusion not in CONCLUSIONS:
        raise Refusal("请选择处理结果：已改正、已撤销或已停止执行。", "conclusion")
    with transaction(store) as session:
        move_filing(session, actor, filing_id, conclusion, on=on, reason=reason, version=version, now=now)
