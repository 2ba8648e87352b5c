"""Withdraw a filing (撤回), with the reason."""

from datetime import date, datetime

from registry.actions.filings.move_filing import move_filing
from registry.domain.filings import Move
from registry.domain.roles import Actor
from registry.storage.engine import Store, transaction


def withdraw_filing(
    store: Store,
    actor: Actor,
    filing_id: int,
    *,
    on: date,
    reason: str,
    version: int | None = None,
    now: datetime,
) -> None:
    """`on` is the true day, today or earlier. Raises Refusal."""
    with transaction(store) as session:
        move_filing(session, actor, filing_id, Move.WITHDRAW, on=on, reason=reason, version=version, now=now)
