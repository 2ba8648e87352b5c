"""What an act leaves behind in the register, to show that a refused one left nothing."""

import sqlalchemy as sa
from sqlmodel import select

from registry.storage.audit import AuditEntry
from registry.storage.changes import Change
from registry.storage.engine import Store, reading
from registry.storage.filings import Filing, FilingMove
from registry.storage.notices import Notice

COUNTED = (FilingMove, Notice, AuditEntry, Change)


def traces(store: Store, filing_id: int) -> tuple[object, ...]:
    """The filing as stored, and how many moves, notices, audit lines and changes there are."""
    with reading(store) as session:
        counts = [session.exec(select(sa.func.count()).select_from(table)).one() for table in COUNTED]
        return (session.get_one(Filing, filing_id).model_dump(), *counts)
