"""Filings as lists and the day's agenda show them: filtered and counted, with their document and authority."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, load_only
from sqlmodel import Session, col, select

from registry.domain.filings import (
    CONCLUDED,
    DECIDED,
    TO_BE_SUBMITTED,
    Direction,
    FilingState,
    Move,
    Track,
)
from registry.domain.statistics import FilingCounts
from registry.storage.authorities import Authority
from registry.storage.batches import batches
from registry.storage.documents.tables import Document
from registry.storage.filings import DEADLINE, Filing, FilingMove
from registry.storage.named import is_named

FilingRow = tuple[Filing, Document, str]

BATCH = 2_000


class Timing(StrEnum):
    """Whether a filing was submitted in time, late, or not yet."""

    OVERDUE = "overdue"
    LATE = "late"
    ON_TIME = "on_time"
    OPEN = "open"
    UNDATED = "undated"


TIMING_WORDS: dict[Timing, str] = {
    Timing.OVERDUE: "逾期未报",
    Timing.LATE: "迟报",
    Timing.ON_TIME: "按期报送",
    Timing.OPEN: "待报未到期",
    Timing.UNDATED: "缺公布日期",
}


class Scope(StrEnum):
    """Whether a list shows the open filings, the concluded ones, or both."""

    OPEN = "open"
    CONCLUDED = "concluded"
    ALL = "all"


SCOPE_WORDS: dict[Scope, str] = {Scope.OPEN: "未办结", Scope.CONCLUDED: "已办结", Scope.ALL: "全部"}

SORTS: dict[str, Any] = {
    "authority": col(Filing.authority_id),
    "state": col(Filing.state),
    "due": DEADLINE,
    "published": col(Filing.start_on),
    "submitted": col(Filing.first_submitted_on),
    "filing_no": col(Filing.filing_no),
    "concluded": col(Filing.concluded_on),
}

_NAMES_ONLY = load_only(Document.title, Document.doc_no)  # type: ignore[arg-type]


@dataclass(frozen=True)
class FilingFilter:
    """The filter of a list of filings; `year` is the year of 公布日期.

    `own_authority_id` keeps an authority's own filings and those of the documents that it leads now.
    """

    scope: Scope = Scope.OPEN
    state: FilingState | None = None
    track: Track | None = None
    direction: Direction | None = None
    authority_id: int | None = None
    own_authority_id: int | None = None
    year: int | None = None
    timing: Timing | None = None
    words: str = ""

    @property
    def issuer_id(self) -> int | None:
        """The authority whose issue register belongs to the list; None for all of them."""
        return self.authority_id if self.own_authority_id is None else self.own_authority_id


@dataclass(frozen=True)
class Waiting:
    """The first filings of a part of the agenda, and how many there are in all."""

    rows: list[FilingRow]
    total: int


def filing_ids(wanted: FilingFilter, today: date) -> sa.Select[Any]:
    """The query of a list's filing ids, without an order; it joins documents only when words are looked for."""
    query = sa.select(col(Filing.id)).where(*_conditions(wanted))
    if wanted.timing is not None:
        query = query.where(_timing(wanted.timing, today))
    if wanted.words:
        query = query.join(Document, col(Document.id) == col(Filing.document_id)).where(
            is_named(Document, wanted.words, Filing.filing_no)
        )
    return query


def filing_rows(session: Session, ids: Sequence[int]) -> Iterator[FilingRow]:
    """The rows of these filings in this order, BATCH per query; of the documents only title and number are loaded."""
    for batch in batches(ids, BATCH):
        query = _rows().where(col(Filing.id).in_(batch)).options(_NAMES_ONLY)
        rows = {row[0].id: row for row in session.execute(query)}
        for filing_id in batch:
            filing, document, authority = rows[filing_id]
            yield filing, document, authority


def filings_waiting(
    session: Session,
    states: Collection[FilingState],
    *,
    authority_id: int | None = None,
    from_on: date | None = None,
    until: date | None = None,
    limit: int,
) -> Waiting:
    """The filings in these states whose deadline lies in [from_on, until], the nearest first."""
    conditions: list[Any] = [col(Filing.state).in_(states)]
    if authority_id is not None:
        conditions.append(col(Filing.authority_id) == authority_id)
    if from_on is not None:
        conditions.append(from_on <= DEADLINE)
    if until is not None:
        conditions.append(until >= DEADLINE)
    total = session.execute(sa.select(sa.func.count(col(Filing.id))).where(*conditions)).scalar_one()
    if not total:
        return Waiting([], 0)
    query = _rows().where(*conditions).order_by(sa.nulls_last(DEADLINE), col(Filing.id)).limit(limit)
    return Waiting([(row[0], row[1], row[2]) for row in session.execute(query)], total)


def count_undated(session: Session, authority_id: int | None = None) -> int:
    """How many filings are owed without a due date, because 公布日期 is missing."""
    query = sa.select(sa.func.count(col(Filing.id))).where(
        col(Filing.state) == FilingState.OWED, col(Filing.due_on).is_(None)
    )
    if authority_id is not None:
        query = query.where(col(Filing.authority_id) == authority_id)
    return session.execute(query).scalar() or 0


def filing_counts(session: Session, wanted: FilingFilter) -> FilingCounts:
    """The counts behind the rates over the filings of a year; `issue_counts` has those over the issued documents.

    A document counts once a track, by its last filing. It counts as conforming when it was neither sent back, refused
    nor given an opinion that stands: one that was withdrawn on the authority's explanation does not.
    """
    submitted = col(Filing.first_submitted_on)
    is_opined = sa.and_(col(Filing.opinion) != "", col(Filing.state) != FilingState.PASSED)
    objected = sa.or_(
        is_opined,
        col(Filing.state) == FilingState.REFUSED,
        select(FilingMove.id)
        .where(FilingMove.filing_id == Filing.id, col(FilingMove.move) == Move.DEFER)
        .exists(),
    )
    is_filed = submitted.is_not(None)
    counted = sa.select(
        _count(is_filed),
        _count(submitted <= col(Filing.due_on)),
        _count(sa.and_(is_filed, sa.not_(objected))),
        _count(is_opined),
        _count(sa.and_(is_opined, col(Filing.state).in_(sorted(DECIDED)))),
    ).where(*_conditions(wanted), col(Filing.is_historic).is_(False), _is_last())
    return FilingCounts(*session.execute(counted).one())


def _is_last() -> sa.ColumnElement[bool]:
    """Whether the document was not filed again on the same track."""
    later = aliased(Filing)
    same = col(later.document_id) == col(Filing.document_id), col(later.track) == col(Filing.track)
    return ~sa.exists().where(*same, col(later.passage) > col(Filing.passage)).correlate(Filing)


def years_of_filings(session: Session) -> list[int]:
    """The years of publication from the first filing's to the last's, the newest first."""
    ends = (sa.select(end(col(Filing.start_on))).scalar_subquery() for end in (sa.func.min, sa.func.max))
    first, last = session.execute(sa.select(*ends)).one()  # each reads one end of the index
    return list(range(last.year, first.year - 1, -1)) if first else []


def _rows() -> Any:
    return (
        sa.select(Filing, Document, col(Authority.name))
        .join(Document, col(Document.id) == col(Filing.document_id))
        .join(Authority, col(Authority.id) == col(Filing.authority_id))
    )


def _conditions(wanted: FilingFilter) -> list[Any]:
    conditions: list[Any] = []
    if wanted.scope is not Scope.ALL:
        states = CONCLUDED if wanted.scope is Scope.CONCLUDED else set(FilingState).difference(CONCLUDED)
        conditions.append(col(Filing.state).in_(sorted(states)))  # named, so that their index is used
    for column, value in (
        (Filing.state, wanted.state),
        (Filing.track, wanted.track),
        (Filing.direction, wanted.direction),
        (Filing.authority_id, wanted.authority_id),
    ):
        if value is not None:
            conditions.append(col(column) == value)
    if wanted.own_authority_id is not None:
        led = sa.select(col(Document.id)).where(col(Document.lead_authority_id) == wanted.own_authority_id)
        is_own = col(Filing.authority_id) == wanted.own_authority_id
        conditions.append(sa.or_(is_own, col(Filing.document_id).in_(led)))
    if wanted.year is not None:
        conditions.append(col(Filing.start_on).between(date(wanted.year, 1, 1), date(wanted.year, 12, 31)))
    return conditions


def _timing(timing: Timing, today: date) -> Any:
    due_on, submitted = col(Filing.due_on), col(Filing.first_submitted_on)
    is_awaited = col(Filing.state).in_(TO_BE_SUBMITTED)
    return {
        Timing.OVERDUE: sa.and_(is_awaited, today > DEADLINE),
        Timing.LATE: submitted > due_on,
        Timing.ON_TIME: submitted <= due_on,
        Timing.OPEN: sa.and_(is_awaited, today <= DEADLINE),
        Timing.UNDATED: sa.and_(due_on.is_(None), col(Filing.state) == FilingState.OWED),
    }[timing]


def _count(condition: Any) -> Any:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)
