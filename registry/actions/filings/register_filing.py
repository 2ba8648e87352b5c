"""Register a filing (予以登记): a gap-free 备案登记号 per year, or the reviewer's own when we file upward."""

from datetime import date, datetime

from registry.actions.filings.move_filing import move_filing
from registry.domain.filings import Move
from registry.domain.roles import Actor
from registry.storage.engine import Store, transaction


def register_filing(
    store: Store,
    actor: Actor,
    filing_id: int,
    *,
    on: date,
    filing_no: str = "",
    version: int | None = None,
    now: datetime,
) -> str:
    """The 备案登记号. `on` is the true day, today or earlier. Raises Refusal."""
    with transaction(store) as session:
        filing = move_filing(
            session, actor, filing_id, Move.REGISTER, on=on, filing_no=filing_no, version=version, now=now
        )
        return filing.filing_no or ""
