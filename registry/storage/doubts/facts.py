"""What is known of documents that may be doubted, and of those they are doubted for, read for hundreds at once."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from registry.domain.documents import Disclosure, RelationKind, Step
from registry.domain.doubts import Doubt, Doubtful, Tie
from registry.domain.validity import FOREVER, Status
from registry.storage.authorities import Authority
from registry.storage.documents.tables import (
    Document,
    DocumentAuthority,
    DocumentSpan,
    FormationStep,
    Relation,
)
from registry.storage.documents.unlooked import UnlookedValue

_EXPLAINING = (
    RelationKind.AMENDS,
    RelationKind.CONFIRMS,
    RelationKind.REISSUES,
    RelationKind.REPEALS,
    RelationKind.REPLACES,
)  # a relation that says why two documents bear one title
_REPEALING = (RelationKind.REPEALS, RelationKind.REPLACES)
_MAY_HOLD = (Status.IN_FORCE, Status.SUSPENDED, Status.UNKNOWN)
_one, _other = aliased(Document), aliased(Document)
TWINNED = (Doubt.SAME_NUMBER, Doubt.SAME_TITLE)  # in which a document stands for another's sake


def doubtfuls(session: Session, ids: Sequence[int], tracked_from: date) -> Iterator[tuple[int, Doubtful]]:
    lead = sa.and_(
        col(DocumentAuthority.document_id) == col(_one.id),
        col(DocumentAuthority.authority_id) == col(_one.lead_authority_id),
    )
    query = sa.select(
        col(_one.id),
        *(col(_one.published_on), col(_one.title), col(_one.kind), col(_one.doc_no), col(_one.doc_no_key)),
        *(col(_one.signed_on), col(_one.effective_on), col(_one.valid_until), col(_one.has_no_expiry)),
        _is_known(_one),
        *(sa.exists().where(_are_twins(doubt)) for doubt in TWINNED),
        *(col(Authority.is_issuer), col(Authority.needs_review), col(DocumentAuthority.name_as_issued)),
        sa.exists().where(col(UnlookedValue.document_id) == col(_one.id)),
    ).join(Authority, col(Authority.id) == col(_one.lead_authority_id))
    rows = session.execute(
        query.join(DocumentAuthority, lead, isouter=True).where(col(_one.id).in_(ids))
    ).all()
    lives, ties = _lives(session, ids), _ties(session, ids)
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
        has_no_expiry, is_known, has_number_twin, has_title_twin, *rest = rest
        is_issuer, needs_review, issued_by, has_unlooked = rest
        ends_as, is_ever_unknown = lives.get(document_id, (Status.UNKNOWN, 1))
        yield document_id, Doubtful(
            title, kind, is_known, doc_no, key is not None, signed_on, published_on, effective_on, valid_until,
            has_no_expiry, ends_as, bool(is_ever_unknown), has_number_twin, has_title_twin, is_issuer,
            not needs_review, ties.get(document_id, ()), steps.get(document_id, ()),
            bool(has_unlooked), issued_by or "",
        )  # fmt: skip


def twins_of(session: Session, doubt: Doubt, ids: Sequence[int]) -> dict[int, list[int]]:
    """document id → the others for whose sake it stands in one of the TWINNED doubts, ascending."""
    query = sa.select(col(_one.id), col(_other.id)).join(_other, _are_twins(doubt)).order_by(col(_other.id))
    found: dict[int, list[int]] = {}
    for one, other in session.execute(query.where(col(_one.id).in_(ids))):
        found.setdefault(one, []).append(other)
    return found


def without_twins(doubt: Doubt, ids: Any) -> Any:
    """The query of those of the ids, given by a query, whose documents have none for this doubt."""
    return sa.select(col(_one.id)).where(col(_one.id).in_(ids), ~sa.exists().where(_are_twins(doubt)))


def _is_known(document: type[Document]) -> sa.ColumnElement[bool]:
    return sa.and_(col(document.is_published), col(document.disclosure) != Disclosure.SECRET)


def _are_twins(doubt: Doubt) -> sa.ColumnElement[bool]:
    """Whether the one stands in this doubt for the other's sake."""
    reasons = col(_one.duplicate_reason) == "", col(_other.duplicate_reason) == ""
    if doubt is Doubt.SAME_NUMBER:
        same_number = col(_other.doc_no_key) == col(_one.doc_no_key), col(_other.id) != col(_one.id)
        return sa.and_(*same_number, _is_known(_other), sa.or_(*reasons))
    return sa.and_(_is_same_title(), _is_known(_other), *reasons, ~_is_tied(), _overlap())


def _is_tied() -> sa.ColumnElement[bool]:
    """Whether a relation of one to the other says why both bear one title."""
    ends = col(Relation.document_id), col(Relation.other_id)
    pairs = ((_one, _other), (_other, _one))
    either = [sa.and_(ends[0] == col(one.id), ends[1] == col(other.id)) for one, other in pairs]
    tied = sa.exists().where(col(Relation.kind).in_(_EXPLAINING), sa.or_(*either))
    return tied.correlate(_one, _other)


def _overlap() -> sa.ColumnElement[bool]:
    """Whether both may be in force on some day: the same notice issued anew each year is no doubt."""
    mine, theirs = aliased(DocumentSpan), aliased(DocumentSpan)
    both = sa.exists().where(
        *(col(mine.document_id) == col(_one.id), col(mine.status).in_(_MAY_HOLD)),
        *(col(theirs.document_id) == col(_other.id), col(theirs.status).in_(_MAY_HOLD)),
        *(col(mine.from_on) < col(theirs.until_on), col(theirs.from_on) < col(mine.until_on)),
    )
    return both.correlate(_one, _other)


def _is_same_title() -> sa.ColumnElement[bool]:
    return sa.and_(
        col(_other.title_key) == col(_one.title_key),
        col(_other.lead_authority_id) + 0 == col(_one.lead_authority_id),  # by the title's index, not by this
        col(_other.id) != col(_one.id),
    )


def _lives(session: Session, ids: Sequence[int]) -> dict[int, tuple[Status, int]]:
    """document id → (its status on the last of all days, 1 when it is unknown on some day)."""
    span, status = col(DocumentSpan.document_id), col(DocumentSpan.status)
    last = sa.func.max(sa.case((col(DocumentSpan.until_on) == FOREVER, status)))
    unknown = sa.func.max(sa.case((status == Status.UNKNOWN, 1), else_=0))
    query = sa.select(span, last, unknown).where(span.in_(ids)).group_by(span)
    return {one: (Status(ends_as), is_unknown) for one, ends_as, is_unknown in session.execute(query)}


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
    found: dict[int, list[Tie]] = {}
    for document_id, *tie in session.execute(query):
        found.setdefault(document_id, []).append(Tie(*tie))
    return found


def _steps(session: Session, ids: Sequence[int]) -> dict[int, list[Step]]:
    found: dict[int, list[Step]] = {}
    if ids:
        for row in session.exec(select(FormationStep).where(col(FormationStep.document_id).in_(ids))):
            step = Step(row.kind, row.done_on, row.body, row.result, row.not_applicable_because)
            found.setdefault(row.document_id, []).append(step)
    return found


def neighbours(session: Session, ids: Sequence[int]) -> Iterator[int]:
    """Those that share a number or a title with these, and those that say they repeal one of them."""
    same_number = col(_other.doc_no_key) == col(_one.doc_no_key)
    queries = (
        sa.select(col(_other.id)).select_from(_one).join(_other, same_number).where(col(_one.id).in_(ids)),
        sa.select(col(_other.id))
        .select_from(_one)
        .join(_other, _is_same_title())
        .where(col(_one.id).in_(ids)),
        sa.select(col(Relation.document_id)).where(
            col(Relation.other_id).in_(ids), col(Relation.kind).in_(_REPEALING)
        ),
    )
    for query in queries:
        yield from session.execute(query.distinct()).scalars()
