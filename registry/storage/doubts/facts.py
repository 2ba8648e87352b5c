"""The facts that doubts are derived from, and the twins of documents, read for hundreds of documents at once."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from registry.domain.documents import Disclosure, RelationKind, Step
from registry.domain.doubts import Conclusion, DocumentFacts, Doubt, Tie
from registry.domain.filings import DECIDED, FilingState
from registry.domain.formation import needs_fair_review
from registry.domain.periods import Period
from registry.domain.validity import FOREVER, VALIDITY_CHANGES, Status, takes_effect, valid_events
from registry.storage.authorities import Authority
from registry.storage.documents.tables import (
    Document,
    DocumentAuthority,
    DocumentEvent,
    DocumentSpan,
    FormationStep,
    Relation,
)
from registry.storage.documents.timelines import as_event, changed_validities, events_by_document
from registry.storage.documents.unlooked import UnlookedValue
from registry.storage.filings import Filing
from registry.storage.laws import counted_day, gone_bases_of

_EXPLAINING = (
    RelationKind.AMENDS,
    RelationKind.CONFIRMS,
    RelationKind.REISSUES,
    RelationKind.REPEALS,
    RelationKind.REPLACES,
)  # relations that explain why two documents have the same title
_REPEALING = (RelationKind.REPEALS, RelationKind.REPLACES)
_MAY_HOLD = (Status.IN_FORCE, Status.SUSPENDED, Status.UNKNOWN)
_document, _twin = aliased(Document), aliased(Document)
TWINNED = (Doubt.SAME_NUMBER, Doubt.SAME_TITLE)  # the doubts that come from another document, the twin


def facts_of(session: Session, ids: Sequence[int], tracked_from: date) -> Iterator[tuple[int, DocumentFacts]]:
    """(document id, facts) of the documents. Steps are read for those published since `tracked_from` only."""
    lead = sa.and_(
        col(DocumentAuthority.document_id) == col(_document.id),
        col(DocumentAuthority.authority_id) == col(_document.lead_authority_id),
    )
    query = sa.select(
        col(_document.id),
        *(
            col(_document.published_on),
            col(_document.title),
            col(_document.kind),
            col(_document.doc_no),
            col(_document.doc_no_key),
        ),
        *(
            col(_document.signed_on),
            col(_document.effective_on),
            col(_document.valid_until),
            col(_document.has_no_expiry),
            col(_document.ends_when),
        ),
        _is_examined(_document),
        *(sa.exists().where(_are_twins(doubt)) for doubt in TWINNED),
        *(col(Authority.is_issuer), col(Authority.needs_review), col(DocumentAuthority.name_as_issued)),
        sa.exists().where(col(UnlookedValue.document_id) == col(_document.id)),
        *(col(_document.number_owner), col(_document.touches_market)),
    ).join(Authority, col(Authority.id) == col(_document.lead_authority_id))
    rows = session.execute(
        query.join(DocumentAuthority, lead, isouter=True).where(col(_document.id).in_(ids))
    ).all()
    lives, ties, expiries = _lives(session, ids), _ties(session, ids), _changed_expiries(session, ids)
    conclusions = _conclusions(session, ids)
    gone = gone_bases_of(session, ids, counted_day(session))
    steps = _steps(session, [row[0] for row in rows if row[1] is not None and row[1] >= tracked_from])
    for (
        document_id,
        published_on,
        title,
        kind,
        doc_no,
        key,
        signed_on,
        effective_on,
        valid_until,
        *rest,
    ) in rows:
        has_no_expiry, ends_when, is_examined, has_number_twin, has_title_twin, *rest = rest
        is_issuer, needs_review, issued_by, has_unlooked, number_owner, touches_market = rest
        period = expiries.get(document_id) or Period(valid_until, has_no_expiry, ends_when)
        ends_as, is_ever_unknown = lives.get(document_id, (Status.UNKNOWN, 1))
        yield document_id, DocumentFacts(
            title, kind, is_examined, doc_no, key is not None, signed_on, published_on, effective_on, valid_until,
            period.has_no_expiry, ends_as, bool(is_ever_unknown), has_number_twin,
            has_title_twin, is_issuer, not needs_review, ties.get(document_id, ()),
            conclusions.get(document_id, ()), steps.get(document_id, ()), bool(has_unlooked),
            needs_fair_review(touches_market, published_on), issued_by or "", number_owner,
            bool(period.ends_when), [basis.ground for basis in gone.get(document_id, ())],
        )  # fmt: skip


def _changed_expiries(session: Session, ids: Sequence[int]) -> dict[int, Period]:
    """document id → its period in the end, of the documents whose period an act has changed."""
    changed = sa.select(col(DocumentEvent.document_id)).where(
        col(DocumentEvent.document_id).in_(ids), col(DocumentEvent.kind).in_(VALIDITY_CHANGES)
    )
    documents = session.exec(select(Document).where(col(Document.id).in_(changed))).all()
    return changed_validities(session, documents, FOREVER) if documents else {}


def _conclusions(session: Session, ids: Sequence[int]) -> dict[int, list[Conclusion]]:
    """document id → how its reviews ended, where that asks for an act; a ledger's 已改正 asks for none."""
    is_asking = sa.or_(~col(Filing.is_historic), col(Filing.state) != FilingState.CORRECTED)
    query = select(Filing).where(
        col(Filing.document_id).in_(ids), col(Filing.state).in_(sorted(DECIDED)), is_asking
    )
    filings = session.exec(query.order_by(col(Filing.id))).all()
    events = events_by_document(session, [filing.document_id for filing in filings]) if filings else {}
    conclusions: dict[int, list[Conclusion]] = {}
    for filing in filings:
        since = filing.registered_on or date.min
        acts = valid_events(as_event(row) for row in events.get(filing.document_id, ()))
        kinds = frozenset(act.kind for act in acts if takes_effect(act) >= since)
        conclusions.setdefault(filing.document_id, []).append(Conclusion(filing.state, kinds))
    return conclusions


def twins_of(session: Session, doubt: Doubt, ids: Sequence[int]) -> dict[int, list[int]]:
    """document id → the ids of its twins for one of the TWINNED doubts, ascending."""
    query = sa.select(col(_document.id), col(_twin.id)).join(_twin, _are_twins(doubt)).order_by(col(_twin.id))
    twins: dict[int, list[int]] = {}
    for document_id, twin_id in session.execute(query.where(col(_document.id).in_(ids))):
        twins.setdefault(document_id, []).append(twin_id)
    return twins


def without_twins(doubt: Doubt, ids: Any) -> Any:
    """A query of the ids without a twin for this doubt; `ids` is a query too."""
    return sa.select(col(_document.id)).where(
        col(_document.id).in_(ids), ~sa.exists().where(_are_twins(doubt))
    )


def _is_examined(document: type[Document]) -> sa.ColumnElement[bool]:
    """Whether the document is neither a draft nor a secret stub."""
    return sa.and_(col(document.is_published), col(document.disclosure) != Disclosure.SECRET)


def _are_twins(doubt: Doubt) -> sa.ColumnElement[bool]:
    """Whether `_document` has this doubt because of `_twin`."""
    reasons = col(_document.duplicate_reason) == "", col(_twin.duplicate_reason) == ""
    if doubt is Doubt.SAME_NUMBER:  # a number that another body owns is a doubt of its own
        owned = col(_document.number_owner) == "", col(_twin.number_owner) == ""
        same_number = col(_twin.doc_no_key) == col(_document.doc_no_key), col(_twin.id) != col(_document.id)
        return sa.and_(*same_number, *owned, _is_examined(_twin), sa.or_(*reasons))
    return sa.and_(_is_same_title(), _is_examined(_twin), *reasons, ~_is_explained(), _overlap())


def _is_explained() -> sa.ColumnElement[bool]:
    """Whether a relation between the two explains why they have the same title."""
    pairs = ((_document, _twin), (_twin, _document))
    either_way = [
        sa.and_(col(Relation.document_id) == col(source.id), col(Relation.other_id) == col(target.id))
        for source, target in pairs
    ]
    explaining = sa.exists().where(col(Relation.kind).in_(_EXPLAINING), sa.or_(*either_way))
    return explaining.correlate(_document, _twin)


def _overlap() -> sa.ColumnElement[bool]:
    """Whether both may be in force on the same day. A notice issued again each year is no reason for doubt."""
    mine, theirs = aliased(DocumentSpan), aliased(DocumentSpan)
    both = sa.exists().where(
        *(col(mine.document_id) == col(_document.id), col(mine.status).in_(_MAY_HOLD)),
        *(col(theirs.document_id) == col(_twin.id), col(theirs.status).in_(_MAY_HOLD)),
        *(col(mine.from_on) < col(theirs.until_on), col(theirs.from_on) < col(mine.until_on)),
    )
    return both.correlate(_document, _twin)


def _is_same_title() -> sa.ColumnElement[bool]:
    return sa.and_(
        col(_twin.title_key) == col(_document.title_key),
        col(_twin.lead_authority_id) + 0 == col(_document.lead_authority_id),  # + 0: use the title's index
        col(_twin.id) != col(_document.id),
    )


def _lives(session: Session, ids: Sequence[int]) -> dict[int, tuple[Status, int]]:
    """document id → (status of its last span, 1 when it has a span of unknown status else 0)."""
    document_id, status = col(DocumentSpan.document_id), col(DocumentSpan.status)
    last = sa.func.max(sa.case((col(DocumentSpan.until_on) == FOREVER, status)))
    unknown = sa.func.max(sa.case((status == Status.UNKNOWN, 1), else_=0))
    query = sa.select(document_id, last, unknown).where(document_id.in_(ids)).group_by(document_id)
    rows = session.execute(query)
    return {document: (Status(ends_as), is_unknown) for document, ends_as, is_unknown in rows}


def _ties(session: Session, ids: Sequence[int]) -> dict[int, list[Tie]]:
    last = sa.and_(
        col(DocumentSpan.document_id) == col(Relation.other_id), col(DocumentSpan.until_on) == FOREVER
    )
    query = (
        sa.select(
            *(
                col(Relation.document_id),
                col(Relation.kind),
                col(Relation.is_partial),
                col(Relation.is_confirmed),
            ),
            *(col(Relation.on), col(DocumentSpan.status), col(DocumentSpan.from_on)),
            *(col(Relation.other_id), col(Relation.other_text)),
        )
        .outerjoin(DocumentSpan, last)
        .where(col(Relation.document_id).in_(ids))
    )
    ties: dict[int, list[Tie]] = {}
    for document_id, *values in session.execute(query):
        ties.setdefault(document_id, []).append(Tie(*values))
    return ties


def _steps(session: Session, ids: Sequence[int]) -> dict[int, list[Step]]:
    steps: dict[int, list[Step]] = {}
    if ids:
        for row in session.exec(select(FormationStep).where(col(FormationStep.document_id).in_(ids))):
            step = Step(row.kind, row.done_on, row.body, row.result, row.not_applicable_because)
            steps.setdefault(row.document_id, []).append(step)
    return steps


def neighbours(session: Session, ids: Sequence[int]) -> Iterator[int]:
    """The ids of documents with the number or title of one of these, and of those that repeal one of them."""
    same_number = col(_twin.doc_no_key) == col(_document.doc_no_key)
    queries = (
        sa.select(col(_twin.id))
        .select_from(_document)
        .join(_twin, same_number)
        .where(col(_document.id).in_(ids)),
        sa.select(col(_twin.id))
        .select_from(_document)
        .join(_twin, _is_same_title())
        .where(col(_document.id).in_(ids)),
        sa.select(col(Relation.document_id)).where(
            col(Relation.other_id).in_(ids), col(Relation.kind).in_(_REPEALING)
        ),
    )
    for query in queries:
        yield from session.execute(query.distinct()).scalars()
