"""The list of audit entries, filtered by actor, act, subject and day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from registry.domain.instants import SHANGHAI
from registry.storage.audit import AuditEntry


@dataclass(frozen=True)
class AuditFilter:
    """`subject` is a subject or its beginning (filing:12, filing). Days are in Asia/Shanghai; both are included."""

    actor: str = ""
    act: str = ""
    subject: str = ""
    from_on: date | None = None
    until_on: date | None = None


def entries_matching(wanted: AuditFilter) -> Any:
    """The query of the matching entries, newest first."""
    query = sa.select(AuditEntry).order_by(col(AuditEntry.seq).desc())
    if wanted.actor:
        query = query.where(col(AuditEntry.actor).contains(wanted.actor, autoescape=True))
    if wanted.act:
        query = query.where(col(AuditEntry.act) == wanted.act)
    if ":" in wanted.subject:
        query = query.where(col(AuditEntry.subject) == wanted.subject)
    elif wanted.subject:
        query = query.where(col(AuditEntry.subject).startswith(wanted.subject, autoescape=True))
    if wanted.from_on:
        query = query.where(col(AuditEntry.at) >= _midnight(wanted.from_on))
    if wanted.until_on:
        query = query.where(col(AuditEntry.at) < _midnight(wanted.until_on + timedelta(1)))
    return query


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
