"""Doubts: why a document waits for somebody to look at it, and those that somebody found to be right as they are."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.documents import Disclosure, RelationKind, Step
from registry.domain.doubts import Doubt, Doubtful, Tie, doubts_of
from registry.domain.rules import RuleProfile, from_json
from registry.domain.validity import FOREVER, Status
from registry.storage import office
from registry.storage.authorities import Authority
from registry.storage.batches import batches
from registry.storage.columns import Instant
from registry.storage.documents import Document, DocumentSpan, FormationStep, Relation
from registry.storage.rules import newest_profiles
from registry.storage.unlooked import UnlookedValue

_EXPLAINING = (
    RelationKind.AMENDS,
    RelationKind.CONFIRMS,
    RelationKind.REISSUES,
    RelationKind.REPEALS,
    RelationKind.REPLACES,
)  # a relation that says why two documents bear one title
_REPEALING = (RelationKind.REPEALS, RelationKind.REPLACES)
_MAY_HOLD = (Status.IN_FORCE, Status.SUSPENDED, Status.UNKNOWN)
_TWINS = {Doubt.SAME_NUMBER, Doubt.SAME_TITLE}
_one, _other = aliased(Document), aliased(Document)


class DocumentDoubt(SQLModel, table=True):
    """A document stands in this doubt: derived anew in every transaction that touches the document."""

    __tablename__ = "document_doubt"
    __table_args__ = (sa.Index("ix_document_doubt_kind", "doubt", "document_id"),)
    document_id: int = Field(primary_key=True, foreign_key="document.id")
    doubt: str = Field(primary_key=True, max_length=40)


class SettledDoubt(SQLModel, table=True):
    """A doubt that a person looked at and found right as it is, with the reason."""

    __tablename__ = "settled_doubt"
    document_id: int = Field(primary_key=True, foreign_key="document.id")
    doubt: str = Field(primary_key=True, max_length=40)
    reason: str = Field(max_length=500)
    by: str = Field(default="", max_length=100)
    at: datetime = Field(sa_type=Instant)


def is_settled() -> sa.ColumnElement[bool]:
    """Whether somebody found the DocumentDoubt of the enclosing query to be right as it is."""
    return sa.exists().where(
        col(SettledDoubt.document_id) == col(DocumentDoubt.document_id),
        col(SettledDoubt.doubt) == col(DocumentDoubt.doubt),
    )


class Rules(NamedTuple):
    """The office's own words that some doubts rest on: its profiles, and since when it tracks."""

    profiles: tuple[RuleProfile, ...]
    tracked_from: date


def doubt_rules(session: Session) -> Rules:
    profiles = tuple(from_json(row.body) for row in newest_profiles(session))
    return Rules(profiles, office.tracked_from(session))


def refresh(session: Session, document_ids: Iterable[int]) -> None:
    """Derives the doubts of these documents and of their neighbours anew, with a few statements for 500 of them.

    Only `changes.touch` calls it: whoever holds the change counter is the only one who writes doubts.
    """
    ids = sorted(set(document_ids))
    if not ids:
        return
    rules = doubt_rules(session)
    others, may_part = set[int](), False
    for batch in batches(ids):
        may_part |= bool(_rewrite(session, batch, rules) & _TWINS)
        others.update(_neighbours(session, batch))
    if may_part:  # also one that stands in it still: its twin may be another
        others.update(_left_alone(session))
    for batch in batches(sorted(others.difference(ids))):
        _rewrite(session, batch, rules)


def kept_doubts(session: Session, ids: Sequence[int]) -> set[tuple[int, str]]:
    """(document id, doubt) as the table has them."""
    query = sa.select(col(DocumentDoubt.document_id), col(DocumentDoubt.doubt))
    return {
        (one, doubt) for one, doubt in session.execute(query.where(col(DocumentDoubt.document_id).in_(ids)))
    }


def derived_doubts(session: Session, ids: Sequence[int], rules: Rules) -> set[tuple[int, str]]:
    """(document id, doubt) as the rules give them."""
    return {
        (document_id, doubt.value)
        for document_id, one in _doubtfuls(session, ids, rules.tracked_from)
        for doubt in doubts_of(one, rules.profiles, rules.tracked_from)
    }


def _rewrite(session: Session, ids: Sequence[int], rules: Rules) -> set[str]:
    """The kinds that some of the documents stood in till now."""
    kept, derived = kept_doubts(session, ids), derived_doubts(session, ids, rules)
    if gone := kept - derived:
        key = sa.tuple_(col(DocumentDoubt.document_id), col(DocumentDoubt.doubt))
        session.execute(sa.delete(DocumentDoubt).where(key.in_(sorted(gone))))
    if new := derived - kept:
        rows = [{"document_id": one, "doubt": doubt} for one, doubt in sorted(new)]
        table = DocumentDoubt.__table__  # type: ignore[attr-defined]  # plain rows: half the time of entities
        session.execute(sa.insert(table), rows)
    return {doubt for _, doubt in kept}


def _doubtfuls(session: Session, ids: Sequence[int], tracked_from: date) -> Iterator[tuple[int, Doubtful]]:
    query = sa.select(
        col(_one.id),
        *(col(_one.published_on), col(_one.title), col(_one.kind), col(_one.doc_no), col(_one.doc_no_key)),
        *(col(_one.signed_on), col(_one.effective_on), col(_one.valid_until), col(_one.has_no_expiry)),
        _is_known(_one),
        *(_number_twin(), _title_twin()),
        *(col(Authority.is_issuer), col(Authority.needs_review)),
        sa.exists().where(col(UnlookedValue.document_id) == col(_one.id)),
    ).join(Authority, col(Authority.id) == col(_one.lead_authority_id))
    rows = session.execute(query.where(col(_one.id).in_(ids))).all()
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
        has_no_expiry, is_known, has_number_twin, has_title_twin, is_issuer, needs_review, has_unlooked = rest
        ends_as, is_ever_unknown = lives.get(document_id, (Status.UNKNOWN, 1))
        yield document_id, Doubtful(
            title, kind, is_known, doc_no, key is not None, signed_on, published_on, effective_on, valid_until,
            has_no_expiry, ends_as, bool(is_ever_unknown), has_number_twin, has_title_twin, is_issuer,
            not needs_review, ties.get(document_id, ()), steps.get(document_id, ()),
            bool(has_unlooked),
        )  # fmt: skip


def _is_known(document: type[Document]) -> sa.ColumnElement[bool]:
    return sa.and_(col(document.is_published), col(document.disclosure) != Disclosure.SECRET)


def _number_twin() -> sa.ColumnElement[bool]:
    is_unexplained = sa.or_(col(_one.duplicate_reason) == "", col(_other.duplicate_reason) == "")
    return sa.exists().where(
        col(_other.doc_no_key) == col(_one.doc_no_key),
        col(_other.id) != col(_one.id),
        _is_known(_other),
        is_unexplained,
    )


def _title_twin() -> sa.ColumnElement[bool]:
    is_unexplained = sa.and_(col(_one.duplicate_reason) == "", col(_other.duplicate_reason) == "")
    return sa.exists().where(_is_same_title(), _is_known(_other), is_unexplained, ~_is_tied(), _overlap())


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


def _neighbours(session: Session, ids: Sequence[int]) -> Iterator[int]:
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


def _left_alone(session: Session) -> Iterator[int]:
    """Documents that had a twin which is none any more."""
    for doubt, twin in ((Doubt.SAME_NUMBER, _number_twin()), (Doubt.SAME_TITLE, _title_twin())):
        query = sa.select(col(_one.id)).join(DocumentDoubt, col(DocumentDoubt.document_id) == col(_one.id))
        yield from session.execute(query.where(col(DocumentDoubt.doubt) == doubt, ~twin)).scalars()
