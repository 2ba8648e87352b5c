"""What follows the release of a round: the documents to be amended, by which day, and what has amended them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from registry.domain.after_release import AmendState, amend_state
from registry.domain.cleanups import Outcome
from registry.domain.documents import RelationKind
from registry.domain.validity import ALIVE, EventKind, Status
from registry.storage.authorities import Authority
from registry.storage.batches import batches
from registry.storage.cleanups.tables import CleanupItem, CleanupRound
from registry.storage.documents.tables import Document, DocumentEvent, DocumentSpan, Relation
from registry.storage.documents.timelines import covers

_AMENDING = (RelationKind.AMENDS, RelationKind.REPLACES)


@dataclass(frozen=True)
class OwedAmendment:
    """A document that a released list says has to be amended, with the authority that answers for it."""

    item: CleanupItem
    document: Document
    cleanup: CleanupRound
    authority: Authority
    state: AmendState


@dataclass(frozen=True)
class FoundAmendment:
    """An act since the release that may be the amendment asked for; nothing counts until a person confirms it."""

    on: date
    words: str
    document: Document | None


def owed_amendments(
    session: Session,
    today: date,
    *,
    round_id: int | None = None,
    authority_id: int | None = None,
    due_until: date | None = None,
) -> list[OwedAmendment]:
    """What the released lists say has to be amended, the nearest day first; a correction counts as it stands now."""
    query = _owed(today)
    if round_id is not None:
        query = query.where(col(CleanupItem.round_id) == round_id)
    if authority_id is not None:
        query = query.where(col(CleanupItem.answering_id) == authority_id)
    if due_until is not None:
        query = query.where(col(CleanupItem.amended_on).is_(None), col(CleanupItem.deadline_on) <= due_until)
    return [_as_owed(row, today) for row in session.execute(query)]


def owed_amendment(session: Session, item_id: int, today: date) -> OwedAmendment | None:
    """That of an item; None where no list says that it has to be amended."""
    row = session.execute(_owed(today).where(col(CleanupItem.id) == item_id)).first()
    return _as_owed(row, today) if row else None


def undone_amendments(
    session: Session, document_ids: Collection[int], today: date
) -> dict[int, OwedAmendment]:
    """document id → the newest amendment that was due before today and was not carried out."""
    undone: dict[int, OwedAmendment] = {}
    for batch in batches(sorted(document_ids)):
        query = _owed(today).where(
            col(CleanupItem.document_id).in_(batch), col(CleanupItem.deadline_on) < today
        )
        for row in session.execute(query):
            owed = _as_owed(row, today)
            known = undone.get(owed.item.document_id)
            is_newest = known is None or known.item.round_id < owed.item.round_id
            if owed.state is AmendState.LATE and is_newest:
                undone[owed.item.document_id] = owed
    return undone


def found_amendments(
    session: Session, owed: Collection[OwedAmendment], today: date
) -> dict[int, FoundAmendment]:
    """item id → the newest act since its release that amends or replaces the document and is in force today."""
    waiting = {
        row.item.document_id: row for row in owed if row.item.amended_on is None and row.cleanup.published_on
    }
    found: dict[int, FoundAmendment] = {}
    for batch in batches(sorted(waiting)):
        acts = [*session.execute(_acts(batch, today)), *session.execute(_events(batch, today))]
        for document_id, on, words, by in sorted(acts, key=lambda act: (act[1], act[3] is not None)):
            row = waiting[document_id]
            assert row.cleanup.published_on is not None
            if row.cleanup.published_on <= on <= today:
                found[row.item.id or 0] = FoundAmendment(on, words, by)
    return found


def _owed(today: date) -> Any:
    """(item, document, round, authority, status today) of what stands as to be amended in a released list."""
    voided = sa.select(col(DocumentEvent.voids)).where(col(DocumentEvent.voids).is_not(None))
    stands = sa.exists().where(
        col(DocumentEvent.round_id) == CleanupItem.round_id,
        col(DocumentEvent.document_id) == CleanupItem.document_id,
        col(DocumentEvent.kind) == EventKind.TO_AMEND,
        col(DocumentEvent.id).not_in(voided),
    )
    return (
        sa.select(CleanupItem, Document, CleanupRound, Authority, col(DocumentSpan.status))
        .join(Document, col(Document.id) == CleanupItem.document_id)
        .join(CleanupRound, col(CleanupRound.id) == CleanupItem.round_id)
        .join(Authority, col(Authority.id) == CleanupItem.answering_id)
        .join(DocumentSpan, sa.and_(col(DocumentSpan.document_id) == Document.id, covers(today)))
        .where(
            col(CleanupItem.outcome) == Outcome.TO_AMEND,
            col(CleanupRound.released_at).is_not(None),
            stands,
        )
        .order_by(sa.nulls_last(col(CleanupItem.deadline_on)), col(CleanupItem.id))
    )


def _as_owed(row: Any, today: date) -> OwedAmendment:
    item, document, cleanup, authority, status = row
    has_ended = status not in ALIVE
    state = amend_state(item.amended_on, item.deadline_on, today, has_ended=has_ended)
    return OwedAmendment(item, document, cleanup, authority, state)


def _acts(ids: Collection[int], today: date) -> Any:
    """(document, day, words, act) of the published acts in force that amend or replace a document."""
    by, span = aliased(Document), aliased(DocumentSpan)
    since = sa.func.coalesce(col(by.effective_on), col(by.published_on))
    return (
        sa.select(col(Relation.other_id), since, sa.literal(""), by)
        .join(by, col(by.id) == Relation.document_id)
        .join(span, col(span.document_id) == by.id)
        .where(
            col(Relation.kind).in_(_AMENDING),
            col(Relation.other_id).in_(ids),
            col(by.is_published),
            since.is_not(None),
            col(span.from_on) <= today,
            col(span.until_on) > today,
            col(span.status) == Status.IN_FORCE,
        )
    )


def _events(ids: Collection[int], today: date) -> Any:
    """(document, day, source, act) of the recorded amendments that were not taken back."""
    by = aliased(Document)
    voided = select(DocumentEvent.voids).where(col(DocumentEvent.voids).is_not(None))
    return (
        sa.select(
            col(DocumentEvent.document_id), col(DocumentEvent.effective_on), col(DocumentEvent.source), by
        )
        .outerjoin(by, col(by.id) == DocumentEvent.by_document_id)
        .where(
            col(DocumentEvent.kind) == EventKind.AMENDED,
            col(DocumentEvent.document_id).in_(ids),
            col(DocumentEvent.effective_on) <= today,
            col(DocumentEvent.id).not_in(voided),
        )
    )
