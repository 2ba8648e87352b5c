"""The change feed: the documents that were changed, numbered without gaps in the order of commits."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.storage import counters
from registry.storage.columns import Instant
from registry.storage.doubts import deriving as doubts

COUNTER = "changes"


class Change(SQLModel, table=True):
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    document_id: int = Field(index=True)
    at: datetime = Field(sa_type=Instant)


def touch(session: Session, document_ids: Iterable[int], now: datetime) -> None:
    """Appends these documents to the feed and derives their doubts anew.

    This must end the transaction: the row of the counter is its last lock, and under it only one transaction at a time
    writes doubts.
    """
    ids = sorted(set(document_ids))
    if not ids:
        return
    session.flush()
    last = counters.take(session, COUNTER, len(ids))
    first = last - len(ids) + 1
    rows = [{"seq": first + n, "document_id": document_id, "at": now} for n, document_id in enumerate(ids)]
    session.execute(sa.insert(Change.__table__), rows)  # type: ignore[attr-defined]  # as rows: half the time
    doubts.refresh(session, ids)


def changes_after(session: Session, seq: int, limit: int) -> Sequence[Change]:
    return session.exec(select(Change).where(Change.seq > seq).order_by(col(Change.seq)).limit(limit)).all()


def last_change(session: Session) -> int:
    return counters.read(session, COUNTER)
