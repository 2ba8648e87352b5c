"""Filings as lists and the day's agenda show them: filtered and counted, with their document and authority."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import load_only
from sqlmodel import Session, col

from registry.domain.duties import SOON_DAYS
from registry.domain.filings import (
    CONCLUDED,
    TO_BE_SUBMITTED,
    Direction,
    FilingState,
    Track,
)
from registry.domain.reminders import CORRECTING
from registry.domain.turns import Turn
from registry.storage.authorities import Authority
from registry.storage.batches import batches
from registry.storage.documents.tables import Document
from registry.storage.filings import DEADLINE, Filing
from registry.storage.named import is_named

FilingRow = tuple[Filing, Document, str]

BATCH = 2_000


class Timing(StrEnum):
    """Whether a filing was submitted in time, late, or not yet; and whether its present step is late or due soon."""

    OVERDUE = "overdue"
    LATE = "late"
    ON_TIME = "on_time"
    OPEN = "open"
    UNDATED = "undated"
    STEP_LATE = "step_late"
    STEP_SOON = "step_soon"
    STEP_LATER = "step_later"
    CORRECTION = "correction"


TIMING_WORDS: dict[Timing, str] = {
    Timing.OVERDUE: "逾期未报",
    Timing.LATE: "迟报",
    Timing.ON_TIME: "按期报送",
    Timing.OPEN: "待报未到期",
    Timing.UNDATED: "缺公布日期",
    Timing.STEP_LATE: "本步逾期",
    Timing.STEP_SOON: f"本步{SOON_DAYS}日内到期",
    Timing.STEP_LATER: f"本步{SOON_DAYS}日后到期或没有期限",
    Timing.CORRECTION: f"改正期限已过或{SOON_DAYS}日内到期",
}


@dataclass(frozen=True)
class Window:
    """The days in which a deadline lies, both ends included; `or_none` takes in the steps without a deadline."""

    from_on: date | None = None
    until: date | None = None
    or_none: bool = False


def late(today: date) -> Window:
    """The window of the deadlines that have passed."""
    return Window(until=today - timedelta(1))


def soon(today: date) -> Window:
    """The window of the deadlines from today on that are near."""
    return Window(today, today + timedelta(SOON_DAYS))


def later(today: date) -> Window:
    """The window of the deadlines further ahead, and of the steps without one."""
    return Window(from_on=today + timedelta(SOON_DAYS + 1), or_none=True)


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

_NAMES_ONLY = load_only(Document.title, Document.doc_no, Document.kind)  # type: ignore[arg-type]


@dataclass(frozen=True)
class FilingFilter:
    """The filter of a list of filings; `year` is the year of 公布日期.

    `own_authority_id` keeps an authority's own filings and those of the documents that it leads now, `turns` the
    filings in these states.
    """

    scope: Scope = Scope.OPEN
    state: FilingState | None = None
    track: Track | None = None
    direction: Direction | None = None
    authority_id: int | None = None
    own_authority_id: int | None = None
    year: int | None = None
    timing: Timing | None = None
    turns: Collection[Turn] | None = None
    words: str = ""


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
    """The rows of these filings in this order, BATCH per query; of a document title, number and kind are loaded."""
    for batch in batches(ids, BATCH):
        query = listed_filings().where(col(Filing.id).in_(batch)).options(_NAMES_ONLY)
        rows = {row[0].id: row for row in session.execute(query)}
        for filing_id in batch:
            filing, document, authority = rows[filing_id]
            yield filing, document, authority


def is_within(window: Window) -> sa.ColumnElement[bool]:
    """Whether the deadline of a filing's present step lies in the window; what is owed without a day never does."""
    conditions: list[sa.ColumnElement[bool]] = []
    if window.until is not None:
        conditions.append(window.until >= DEADLINE)
    if window.from_on is not None:
        conditions.append(window.from_on <= DEADLINE)
    is_inside = sa.and_(sa.true(), *conditions)
    has_none = sa.and_(DEADLINE.is_(None), col(Filing.state) != FilingState.OWED)
    return sa.or_(is_inside, has_none) if window.or_none else is_inside


def is_to_correct(today: date) -> sa.ColumnElement[bool]:
    """Whether the 改正期限 that an opinion set has passed or is near, while the correction is not confirmed."""
    is_running = col(Filing.state).in_(sorted(CORRECTING))
    return sa.and_(is_running, col(Filing.correct_by) <= today + timedelta(SOON_DAYS))


def is_turn(turns: Collection[Turn]) -> sa.ColumnElement[bool]:
    """Whether a filing is in one of these states in its direction; all the states are named for their index."""
    if not turns:
        return sa.false()
    states = sorted({state for state, _ in turns})
    by_direction = {way: sorted(state for state, of in turns if of is way) for way in Direction}
    ways = (
        sa.and_(col(Filing.direction) == way, col(Filing.state).in_(own)) for way, own in by_direction.items()
    )
    return sa.and_(col(Filing.state).in_(states), sa.or_(*ways))


def years_of_filings(session: Session) -> list[int]:
    """The years of publication from the first filing's to the last's, the newest first."""
    ends = (sa.select(end(col(Filing.start_on))).scalar_subquery() for end in (sa.func.min, sa.func.max))
    first, last = session.execute(sa.select(*ends)).one()  # each reads one end of the index
    return list(range(last.year, first.year - 1, -1)) if first else []


def listed_filings() -> Any:
    """The query of filings with their document and authority."""
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
    if wanted.turns is not None:
        conditions.append(is_turn(wanted.turns))
    if wanted.year is not None:
        conditions.append(col(Filing.start_on).between(date(wanted.year, 1, 1), date(wanted.year, 12, 31)))
    return conditions


def _timing(timing: Timing, today: date) -> Any:
    due_on, submitted = col(Filing.due_on), col(Filing.first_submitted_on)
    is_awaited = col(Filing.state).in_(TO_BE_SUBMITTED)
    is_open = col(Filing.state).in_(sorted(set(FilingState) - CONCLUDED))
    return {
        Timing.OVERDUE: sa.and_(is_awaited, today > DEADLINE),
        Timing.LATE: submitted > due_on,
        Timing.ON_TIME: submitted <= due_on,
        Timing.OPEN: sa.and_(is_awaited, today <= DEADLINE),
        Timing.UNDATED: sa.and_(due_on.is_(None), col(Filing.state) == FilingState.OWED),
        Timing.STEP_LATE: sa.and_(is_open, is_within(late(today))),
        Timing.STEP_SOON: sa.and_(is_open, is_within(soon(today))),
        Timing.STEP_LATER: sa.and_(is_open, is_within(later(today))),
        Timing.CORRECTION: is_to_correct(today),
    }[timing]
