"""The pending matters of a day other than filings: documents about to lapse, and open cleanup rounds."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.validity import Status
from registry.storage.authorities import Authority
from registry.storage.cleanups.items import is_waiting
from registry.storage.cleanups.tables import CleanupItem, CleanupRound
from registry.storage.documents.tables import Document, DocumentSpan


@dataclass(frozen=True)
class Lapse:
    """A document and its last valid day."""

    document: Document
    authority: str
    valid_until: date


@dataclass(frozen=True)
class OpenRound:
    """A cleanup round that is not released, with the number of its documents and of those without an outcome."""

    id: int
    name: str
    answers_due_on: date | None
    n_documents: int
    n_unanswered: int
    n_undecided: int


def lapses_ahead(
    session: Session, today: date, days: int, *, authority_id: int | None = None, limit: int
) -> tuple[list[Lapse], int]:
    """(up to `limit` documents whose last valid day is within the coming `days`, the nearest first; their number)."""
    conditions = [
        col(DocumentSpan.status) == Status.LAPSED,
        col(DocumentSpan.from_on) > today,
        col(DocumentSpan.from_on) <= today + timedelta(days + 1),
    ]
    if authority_id is not None:
        conditions.append(col(Document.lead_authority_id) == authority_id)
    of_documents = col(DocumentSpan.document_id) == col(Document.id)
    total = session.execute(
        sa.select(sa.func.count()).select_from(DocumentSpan).join(Document, of_documents).where(*conditions)
    ).scalar_one()
    query = (
        sa.select(Document, col(Authority.name), col(DocumentSpan.from_on))
        .join(DocumentSpan, of_documents)
        .join(Authority, col(Authority.id) == col(Document.lead_authority_id))
        .where(*conditions)
        .order_by(col(DocumentSpan.from_on), col(Document.id))
        .limit(limit)
    )
    rows = session.execute(query) if total else ()
    return [Lapse(document, name, from_on - timedelta(1)) for document, name, from_on in rows], total


def open_rounds(session: Session, authority_id: int | None = None) -> list[OpenRound]:
    """The rounds not released, the oldest first; with `authority_id`, counting that authority's documents only."""
    query = (
        sa.select(
            col(CleanupRound.id),
            col(CleanupRound.name),
            col(CleanupRound.answers_due_on),
            sa.func.count(col(CleanupItem.id)),
            sa.func.count(sa.case((is_waiting(), 1))),
            sa.func.count(col(CleanupItem.id)) - sa.func.count(col(CleanupItem.outcome)),
        )
        .join(CleanupItem, col(CleanupItem.round_id) == col(CleanupRound.id))
        .where(col(CleanupRound.released_at).is_(None), ~col(CleanupRound.is_draft))
        .group_by(col(CleanupRound.id), col(CleanupRound.name), col(CleanupRound.answers_due_on))
        .order_by(col(CleanupRound.id))
    )
    if authority_id is not None:
        query = query.where(col(CleanupItem.answering_id) == authority_id)
    return [OpenRound(*row) for row in session.execute(query)]


def drafts_waiting(
    session: Session, authority_id: int | None = None, *, limit: int
) -> tuple[list[tuple[Document, str]], int]:
    """(up to `limit` drafts with their authority; their number): handed over to the office, the longest waiting first.

    With `authority_id`: the drafts that were returned to that authority.
    """
    conditions: list[sa.ColumnElement[bool]] = [col(Document.is_published).is_(False)]
    if authority_id is None:
        ever = datetime(1, 1, 2, tzinfo=UTC)  # a range: the planner counts "is not null" without the index
        conditions.append(col(Document.handed_over_at) > ever)
    else:
        conditions += [col(Document.lead_authority_id) == authority_id, col(Document.returned_because) != ""]
    total = session.execute(sa.select(sa.func.count()).select_from(Document).where(*conditions)).scalar_one()
    query = (
        sa.select(Document, col(Authority.name))
        .join(Authority, col(Authority.id) == col(Document.lead_authority_id))
        .where(*conditions)
        .order_by(col(Document.handed_over_at), col(Document.id))
        .limit(limit)
    )
    return [(document, name) for document, name in session.execute(query)] if total else [], total


def is_blank(session: Session) -> bool:
    """Whether the register has no document."""
    return session.exec(select(Document.id).limit(1)).first() is None
