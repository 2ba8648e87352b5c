"""Pass a filing (准予备案)."""

from datetime import date, datetime

from registry.actions.filings.move_filing import move_filing
from registry.domain.filings import Move
from registry.domain.roles import Actor
from registry.storage.engine import Store, transaction


def pass_filing(
    store: Store,
    actor: Actor,
    filing_id: int,
    *,
    on: date,
    version: int | None = None,
    now: datetime,
) -> None:
    """`on` is the true day, today or earlier. Raises Refusal."""
    with transaction(store) as session:
        move_filing(session, actor, filing_id, Move.PASS, on=on, version=version, now=now)
