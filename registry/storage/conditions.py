"""The documents that are valid until a task is done, and the days on which that is to be asked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.conditions import ANSWERS, ask_on
from registry.domain.documents import Disclosure
from registry.domain.validity import Status, takes_effect, valid_events, validity_on
from registry.storage.authorities import Authority
from registry.storage.batches import batches
from registry.storage.documents.tables import Document, DocumentEvent, DocumentSpan
from registry.storage.documents.timelines import (
    as_event,
    as_life,
    covers,
    events_by_document,
)

_ASKED_OF = (Status.IN_FORCE, Status.SUSPENDED)


@dataclass(frozen=True)
class Bound:
    """A document in force until a task is done, the last answer that it is not, and when to ask again."""

    document: Document
    authority: str
    ends_when: str
    answered_on: date | None
    ask_on: date


def bound_documents(
    session: Session, today: date, *, authority_id: int | None = None, document_id: int | None = None
) -> list[Bound]:
    """The documents bound to a task today, those to be asked about first; `authority_id` is their lead."""
    said = sa.select(col(Document.id)).where(col(Document.ends_when) > "")
    by_act = sa.select(col(DocumentEvent.document_id)).where(col(DocumentEvent.new_ends_when) > "")
    status = sa.cast(col(DocumentSpan.status), sa.String)  # not by its index: most documents are in force
    query = (
        select(Document, col(Authority.name))
        .join(Authority, col(Authority.id) == col(Document.lead_authority_id))
        .join(DocumentSpan, col(DocumentSpan.document_id) == col(Document.id))
        .where(
            col(Document.id).in_(said.union(by_act)),
            covers(today),
            status.in_([asked.value for asked in _ASKED_OF]),
            col(Document.disclosure) != Disclosure.SECRET,
        )
    )
    if authority_id is not None:
        query = query.where(Document.lead_authority_id == authority_id)
    if document_id is not None:
        query = query.where(Document.id == document_id)
    rows = list(session.exec(query).all())
    terms = terms_of(session, [document for document, _ in rows], today)
    answers = _answers(session, [document_id for document_id, term in terms.items() if term], today)
    bound = [
        Bound(document, name, terms[document.id or 0], answered, ask_on(begun, answered))
        for document, name in rows
        if terms[document.id or 0] and (begun := document.effective_on or document.published_on)
        for answered in [answers.get(document.id or 0)]
    ]
    return sorted(bound, key=lambda row: (row.ask_on, row.document.id or 0))


def terms_of(session: Session, documents: Sequence[Document], on: date) -> dict[int, str]:
    """document id → the task until which it is valid on a day, "" where it is bound to none."""
    by_id = {document.id: document for document in documents if document.id is not None}
    events = {
        document_id: rows
        for batch in batches(sorted(by_id))
        for document_id, rows in events_by_document(session, batch).items()
    }
    return {
        document_id: validity_on(
            as_life(document), [as_event(row) for row in events.get(document_id, [])], on
        ).ends_when
        for document_id, document in by_id.items()
    }


def _answers(session: Session, ids: Sequence[int], today: date) -> dict[int, date]:
    """document id → the last day on which an act said that the task is not done."""
    answers: dict[int, date] = {}
    for batch in batches(ids):
        for document_id, rows in events_by_document(session, batch).items():
            for event in valid_events(map(as_event, rows)):
                if event.kind in ANSWERS and takes_effect(event) <= today:
                    answers[document_id] = takes_effect(event)
    return answers
