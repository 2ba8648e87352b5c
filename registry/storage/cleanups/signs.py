"""What the register says of the documents of a page of a round, from which the suggestions are made."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from registry.domain.citations import NameKeys, citation
from registry.domain.cleanups import Outcome
from registry.domain.documents import Disclosure, RelationKind, judged_on
from registry.domain.doubts import DOUBT_WORDS, Doubt
from registry.domain.filings import STATE_WORDS, FilingState
from registry.domain.laws import LAW_WORDS, LawStatus, LawTable, ending_words
from registry.domain.suggestions import Evaluated, LostBasis, Signs
from registry.domain.validity import (
    ALIVE,
    STATUS_WORDS,
    Event,
    EventKind,
    takes_effect,
    valid_events,
    validity_on,
)
from registry.storage.cleanups.tables import CleanupItem, CleanupRound
from registry.storage.documents.tables import Document, DocumentSpan, Relation
from registry.storage.documents.timelines import as_event, as_life, covers, events_by_document
from registry.storage.doubts.tables import DocumentDoubt
from registry.storage.evaluations import conclusions_of
from registry.storage.filings import Filing
from registry.storage.laws import table_for

_CHANGES = frozenset({EventKind.AMENDED, EventKind.REISSUED, EventKind.PARTLY_REPEALED})
_CHANGED_LAWS = frozenset({LawStatus.AMENDED, LawStatus.PARTLY_REPEALED})
_OPEN_OPINIONS = (FilingState.OPINION, FilingState.FEEDBACK)


@dataclass
class _Found:
    """What the queries found of one document."""

    lost: list[LostBasis] = field(default_factory=list)
    repealed_by: str = ""
    reissued_by: str = ""
    objections: list[str] = field(default_factory=list)
    evaluated: Evaluated | None = None
    last_round: tuple[CleanupItem, CleanupRound] | None = None


def signs_of(session: Session, documents: Sequence[Document], today: date) -> dict[int, Signs]:
    """document id → its signs; the number of queries does not depend on the number of documents."""
    by_id = {document.id or 0: document for document in documents}
    if not by_id:
        return {}
    found: dict[int, _Found] = defaultdict(_Found)
    _read_bases(session, by_id, today, found)
    for document_id, title, number in session.execute(_endings(by_id, today)):
        found[document_id].repealed_by = citation(title, number)
    for document_id, name in _namesakes(session, by_id):
        found[document_id].reissued_by = name
    for document_id, words in session.execute(_objections(by_id)):
        found[document_id].objections.append(_objection(words))
    for document_id, item, cleanup in session.execute(_last_rounds(by_id)):
        found[document_id].last_round = (item, cleanup)
    for document_id, evaluation in conclusions_of(session, by_id).items():
        assert evaluation.conclusion is not None
        found[document_id].evaluated = Evaluated(
            evaluation.conclusion, evaluation.reason, evaluation.extend_until
        )
    events = events_by_document(session, list(by_id))
    return {
        document_id: _signs(
            document, list(map(as_event, events.get(document_id, []))), found[document_id], today
        )
        for document_id, document in by_id.items()
    }


def _signs(document: Document, events: list[Event], found: _Found, today: date) -> Signs:
    period = validity_on(as_life(document), events, today)
    changes = [takes_effect(event) for event in valid_events(events) if event.kind in _CHANGES]
    changed_on = max((day for day in changes if day <= today), default=None)
    return Signs(
        last_day=period.valid_until,
        term=period.ends_when,
        lost_bases=found.lost,
        repealed_by=found.repealed_by,
        reissued_by=found.reissued_by,
        objections=found.objections,
        unamended_since=_unamended(found.last_round, changed_on, today),
        evaluated=found.evaluated,
        unchanged_since=changed_on or document.published_on or document.signed_on,
    )


def _read_bases(
    session: Session, by_id: Mapping[int, Document], today: date, found: dict[int, _Found]
) -> None:
    """The bases that ended in the register, and the laws that the table says are gone or changed."""
    rows = session.execute(_bases(by_id, today)).all()
    table = table_for(session, {_keys(row) for row in rows})
    for row in rows:
        document, basis = by_id[row.document_id], None
        if row.status is not None and row.status not in ALIVE and row.disclosure is not Disclosure.SECRET:
            name = row.other_text or citation(row.title, row.doc_no)
            basis = LostBasis(f"依据{name}已{STATUS_WORDS[row.status]}", is_replaced=False)
        else:
            basis = _lost_law(table, _keys(row), document, today)
        if basis is not None and basis not in found[row.document_id].lost:
            found[row.document_id].lost.append(basis)


def _lost_law(table: LawTable, keys: NameKeys, document: Document, today: date) -> LostBasis | None:
    """The basis if it is a law that is gone, or changed since the document was made."""
    made_on = judged_on(document.is_published, document.published_on, document.signed_on, today)
    law = table.find(keys, made_on)
    if law is None:
        return None
    if law.is_gone_on(today):
        return LostBasis(f"依据{ending_words(table, law)}", bool(law.successor))
    is_later = law.since is not None and made_on is not None and made_on < law.since <= today
    if law.status in _CHANGED_LAWS and is_later:
        return LostBasis(f"依据{law.name}在本文件公布后{LAW_WORDS[law.status]}", is_replaced=True)
    return None


def _keys(row: Any) -> NameKeys:
    return NameKeys(row.other_title_key, row.other_doc_no_key)


def _bases(by_id: Mapping[int, Document], today: date) -> Any:
    basis = aliased(Document)
    span = sa.and_(col(DocumentSpan.document_id) == col(basis.id), covers(today))
    return (
        sa.select(
            *(col(Relation.document_id), col(Relation.other_text)),
            *(col(Relation.other_title_key), col(Relation.other_doc_no_key)),
            *(col(basis.title), col(basis.doc_no), col(basis.disclosure), col(DocumentSpan.status)),
        )
        .outerjoin(basis, col(basis.id) == Relation.other_id)
        .outerjoin(DocumentSpan, span)
        .where(col(Relation.kind) == RelationKind.BASED_ON, col(Relation.document_id).in_(by_id))
        .order_by(col(Relation.id))
    )


def _endings(by_id: Mapping[int, Document], today: date) -> Any:
    """(document, title and number of the published act that says it repeals or replaces the whole of it)."""
    by = aliased(Document)
    since = sa.func.coalesce(col(by.effective_on), col(by.published_on))
    return (
        sa.select(col(Relation.other_id), col(by.title), col(by.doc_no))
        .join(by, col(by.id) == col(Relation.document_id))
        .where(
            col(Relation.other_id).in_(by_id),
            col(Relation.kind).in_((RelationKind.REPEALS, RelationKind.REPLACES)),
            ~col(Relation.is_partial),
            col(by.is_published),
            col(by.disclosure) == Disclosure.PUBLIC,
            since <= today,
        )
        .order_by(since, col(by.id))
    )


def _namesakes(session: Session, by_id: Mapping[int, Document]) -> Iterator[tuple[int, str]]:
    """(document, name of a later published act with its title, of the same authority), the newest last.

    Only the title is asked of the database: a planner that is offered the authority or the day reads the register.
    """
    keys = {document.title_key for document in by_id.values() if document.disclosure is not Disclosure.SECRET}
    called = defaultdict(list)
    query = sa.select(
        *(col(Document.title_key), col(Document.title), col(Document.doc_no), col(Document.published_on)),
        *(col(Document.lead_authority_id), col(Document.is_published), col(Document.disclosure)),
    ).where(col(Document.title_key).in_(sorted(keys)))
    for row in session.execute(query):
        if row.is_published and row.published_on and row.disclosure is Disclosure.PUBLIC:
            called[row.title_key].append(row)
    for document_id, document in by_id.items():
        for row in sorted(called[document.title_key], key=lambda row: row.published_on):
            is_same = row.lead_authority_id == document.lead_authority_id
            if is_same and document.published_on and row.published_on > document.published_on:
                yield document_id, citation(row.title, row.doc_no)


def _objections(by_id: Mapping[int, Document]) -> Any:
    """(document, the state of a filing whose opinion is open, or the doubt that a conclusion is not recorded)."""
    opined: Any = sa.select(
        col(Filing.document_id).label("document_id"), sa.cast(col(Filing.state), sa.String).label("words")
    ).where(col(Filing.state).in_(_OPEN_OPINIONS), col(Filing.document_id).in_(by_id))
    doubted: Any = sa.select(
        col(DocumentDoubt.document_id).label("document_id"), col(DocumentDoubt.doubt).label("words")
    ).where(
        col(DocumentDoubt.doubt) == Doubt.CONCLUSION_NOT_RECORDED, col(DocumentDoubt.document_id).in_(by_id)
    )
    both = sa.union(opined, doubted).subquery()
    return sa.select(both.c.document_id, both.c.words).order_by(both.c.document_id, both.c.words)


def _objection(words: str) -> str:
    if words == Doubt.CONCLUSION_NOT_RECORDED:
        return DOUBT_WORDS[Doubt.CONCLUSION_NOT_RECORDED]
    return f"备案{STATE_WORDS[FilingState(words)]}"


def _last_rounds(by_id: Mapping[int, Document]) -> Any:
    """(document, its item, the round) of every released round, the newest last."""
    return (
        sa.select(col(CleanupItem.document_id), CleanupItem, CleanupRound)
        .join(CleanupRound, col(CleanupRound.id) == col(CleanupItem.round_id))
        .where(col(CleanupItem.document_id).in_(by_id), col(CleanupRound.released_at).is_not(None))
        .order_by(col(CleanupRound.released_at), col(CleanupRound.id))
    )


def _unamended(last: tuple[CleanupItem, CleanupRound] | None, changed_on: date | None, today: date) -> str:
    """The name of the last round if it asked for an amendment whose time is over and that was not carried out."""
    if last is None or last[0].outcome is not Outcome.TO_AMEND:
        return ""
    item, cleanup = last
    is_over = item.deadline_on is None or item.deadline_on < today
    is_done = item.amended_on is not None or (
        changed_on is not None and cleanup.published_on is not None and changed_on >= cleanup.published_on
    )
    return cleanup.name if is_over and not is_done else ""
