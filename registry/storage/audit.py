"""The append-only, hash-chained record of who did what."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.audit import FIRST_LINK, check_fields, link
from registry.storage import counters
from registry.storage.columns import Instant

COUNTER = "audit"


class AuditEntry(SQLModel, table=True):
    __tablename__ = "audit_entry"
    __table_args__ = (sa.Index("ix_audit_entry_subject", "subject"),)
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=Instant)
    actor: str = Field(max_length=100)
    act: str = Field(max_length=40)
    subject: str = Field(max_length=60)
    fields: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


def record(session: Session, now: datetime, actor: str, act: str, subject: str, **fields: Any) -> None:
    """Appends an audit entry with exactly the declared fields of its act, chained to the newest entry."""
    check_fields(act, fields)
    session.flush()
    seq = counters.take(session, COUNTER)
    previous = head(session, seq - 1)
    at = now.astimezone(UTC).isoformat()
    hashed = link(previous, at=at, actor=actor, act=act, subject=subject, fields=fields)
    session.add(
        AuditEntry(
            seq=seq,
            at=now,
            actor=actor,
            act=act,
            subject=subject,
            fields=fields,
            previous_hash=previous,
            hash=hashed,
        )
    )
    session.flush()


def head(session: Session, seq: int | None = None) -> str:
    """The hash of the newest entry, or of the entry with this number."""
    query = select(AuditEntry.hash).order_by(col(AuditEntry.seq).desc()).limit(1)
    if seq is not None:
        query = query.where(AuditEntry.seq == seq)
    return session.exec(query).first() or FIRST_LINK


def last(session: Session) -> int:
    """The number of the newest entry."""
    return counters.read(session, COUNTER)


def last_at(session: Session) -> datetime | None:
    """When the newest entry was made."""
    return session.exec(select(AuditEntry.at).order_by(col(AuditEntry.seq).desc()).limit(1)).first()


def acts_after(session: Session, seq: int) -> set[str]:
    """The names of the acts after an entry."""
    return set(session.exec(select(AuditEntry.act).where(AuditEntry.seq > seq).distinct()))


def broken_links(session: Session) -> Iterator[int]:
    """The numbers of the entries whose hash does not follow from the previous entry."""
    previous = FIRST_LINK
    expected = 1
    for entry in session.exec(select(AuditEntry).order_by(col(AuditEntry.seq))):
        computed = link(
            previous,
            at=entry.at.isoformat(),
            actor=entry.actor,
            act=entry.act,
            subject=entry.subject,
            fields=entry.fields,
        )
        if entry.hash != computed or entry.previous_hash != previous or entry.seq != expected:
            yield entry.seq
        previous, expected = entry.hash, entry.seq + 1


def entry_at(session: Session, subject: str, at: datetime) -> AuditEntry | None:
    """The last entry about this subject at this instant, which says what was changed then."""
    query = select(AuditEntry).where(AuditEntry.subject == subject, AuditEntry.at == at)
    return session.exec(query.order_by(col(AuditEntry.seq).desc()).limit(1)).first()


def entries_about(session: Session, subject: str, limit: int = 100) -> list[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.subject == subject).order_by(col(AuditEntry.seq).desc())
    return list(session.exec(query.limit(limit)).all())
