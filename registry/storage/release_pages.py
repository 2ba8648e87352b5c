"""The rows of a released list a page at a time, and what the released rounds said of one document."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.cleanups import OUTCOME_EVENTS, Outcome
from registry.domain.listed import ReleaseRow
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.documents.public import is_public
from registry.storage.documents.tables import Document, DocumentEvent
from registry.storage.releases import RELEASE_ROW, Release

_OUTCOMES = {kind: outcome for outcome, kind in OUTCOME_EVENTS.items()}
BATCH = 500


@dataclass(frozen=True)
class RowFilter:
    """What is asked of the rows: an outcome, an authority by its printed name, words of title, number or authority."""

    outcome: Outcome | None = None
    authority: str = ""
    words: str = ""


@dataclass(frozen=True)
class PastOutcome:
    """What a released round said of a document, as its newest list says it; `release_id` is that list."""

    published_on: date
    outcome: Outcome
    round: str
    release_id: int


def rows_query(release_id: int, asked: RowFilter) -> Any:
    """The query of the rows of a release that are asked for, in their printed order."""
    row = RELEASE_ROW.c
    query = sa.select(*(column for column in row if column.name != "release_id")).where(
        row.release_id == release_id
    )
    if asked.outcome is not None:
        query = query.where(row.outcome == asked.outcome)
    if asked.authority:
        query = query.where(row.authority == asked.authority)
    for part in asked.words.split():
        query = query.where(
            sa.or_(
                *(column.contains(part, autoescape=True) for column in (row.title, row.doc_no, row.authority))
            )
        )
    return query.order_by(row.position)


def rows_of_page(session: Session, query: Any, limit: int, offset: int) -> list[ReleaseRow]:
    rows = session.execute(query.limit(limit).offset(offset)).mappings()
    return [ReleaseRow(**row) for row in rows]


def count_rows(session: Session, query: Any) -> int:
    counted = sa.select(sa.func.count()).select_from(query.order_by(None).subquery())
    return int(session.execute(counted).scalar_one())


def printed_counts(session: Session, release_id: int) -> dict[Outcome, tuple[int, int]]:
    """outcome → (place of its first row in the whole list, number of rows)."""
    row = RELEASE_ROW.c
    query = (
        sa.select(row.outcome, sa.func.min(row.position), sa.func.count())
        .where(row.release_id == release_id)
        .group_by(row.outcome)
    )
    return {outcome: (first, n) for outcome, first, n in session.execute(query)}


def rows_in_batches(session: Session, release_id: int) -> Iterator[list[ReleaseRow]]:
    """All rows in their printed order, few at a time."""
    query, offset = rows_query(release_id, RowFilter()), 0
    while rows := rows_of_page(session, query, BATCH, offset):
        yield rows
        offset += len(rows)


def past_outcomes(session: Session, document_id: int) -> list[PastOutcome]:
    """What each released round said of a public document, the oldest first; a correction counts as it stands now.

    What a round or its correction wrote on the document's timeline is what its newest list says.
    """
    voided = sa.select(col(DocumentEvent.voids)).where(col(DocumentEvent.voids).is_not(None))
    newest = (
        sa.select(sa.func.max(Release.id))
        .join(Document, col(Document.id) == Release.document_id)
        .where(col(Release.round_id) == CleanupRound.id, is_public())
        .correlate(CleanupRound)
        .scalar_subquery()
    )
    query = (
        sa.select(col(DocumentEvent.kind), col(CleanupRound.name), col(CleanupRound.published_on), newest)
        .join(CleanupRound, col(CleanupRound.id) == DocumentEvent.round_id)
        .where(
            col(DocumentEvent.document_id) == document_id,
            col(DocumentEvent.kind).in_(_OUTCOMES),
            col(DocumentEvent.id).not_in(voided),
            col(CleanupRound.published_on).is_not(None),
        )
        .order_by(col(CleanupRound.published_on), col(DocumentEvent.id))
    )
    return [
        PastOutcome(published_on, _OUTCOMES[kind], name, release_id)
        for kind, name, published_on, release_id in session.execute(query)
        if release_id is not None
    ]
