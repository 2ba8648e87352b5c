"""Filings: one passage of one document through one track, every move it made, and the deadline of its next step."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.errors import Refusal
from registry.domain.filing_steps import runs_review
from registry.domain.filings import Direction, FilingState, Move, Track
from registry.storage.columns import Instant, newest_first, word
from registry.storage.documents.tables import Document


class Filing(SQLModel, table=True):
    """`due_on` is the day by which it has to be submitted, computed with `profile_id` and `calendar_versions`.

    `step_due_on` is the deadline of the step that its last move began, computed with `step_profile_id` (None for a step
    begun before that was kept) and `step_calendar_versions`. While the review waits for the authority its clock stands
    still: `clock_stopped_since`, with the days left then and the sentence that explains them. The review follows
    `review_profile_id`, the rules that it began with. `correct_by` is the 改正期限 that an opinion set.
    """

    __table_args__ = (
        sa.Index("ix_filing_state_due", "state", "due_on"),
        sa.Index("ix_filing_state_step_due", "state", "step_due_on"),
        newest_first("ix_filing_newest", "start_on"),
        sa.UniqueConstraint("filing_no", "direction"),
        sa.UniqueConstraint("document_id", "track", "passage"),
    )
    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id")
    authority_id: int = Field(foreign_key="authority.id", index=True)
    track: Track = Field(sa_type=word(Track, "track"))
    passage: int = 1
    direction: Direction = Field(sa_type=word(Direction, "direction"))
    state: FilingState = Field(sa_type=word(FilingState, "state"))
    start_on: date | None = None
    raw_due_on: date | None = None
    due_on: date | None = Field(default=None, index=True)
    working: str = Field(default="", max_length=1000)
    is_provisional: bool = False
    profile_id: int | None = Field(default=None, foreign_key="rule_profile.id")
    calendar_versions: dict[str, int] = Field(default_factory=dict, sa_type=sa.JSON)
    first_submitted_on: date | None = None
    submitted_on: date | None = None
    registered_on: date | None = Field(default=None, index=True)
    filing_no: str | None = Field(default=None, max_length=100)
    step_due_on: date | None = None
    step_working: str = Field(default="", max_length=1000)
    step_profile_id: int | None = None
    step_calendar_versions: dict[str, int] = Field(
        default_factory=dict, sa_type=sa.JSON, sa_column_kwargs={"server_default": "{}"}
    )
    clock_stopped_since: date | None = None
    review_days_left: int | None = None
    clock_working: str = Field(default="", max_length=1000, sa_column_kwargs={"server_default": ""})
    review_profile_id: int | None = None
    is_extended: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    correct_by: date | None = None
    concluded_on: date | None = None
    opinion: str = Field(default="", sa_type=sa.Text)
    is_historic: bool = False
    version: int = 1


class FilingMove(SQLModel, table=True):
    """One move of a filing; `on` is the true day, `recorded_at` when it was typed in (代录 may differ).

    `is_by_rules` marks a filing withdrawn because a correction showed that the rules never asked for it.
    `alone_because` says why two people did not take part in a conclusion that asks for two (两人办理),
    `paper_elsewhere` how its paper was issued outside the register, "" where the register made it.
    """

    __tablename__ = "filing_move"
    id: int | None = Field(default=None, primary_key=True)
    filing_id: int = Field(foreign_key="filing.id", index=True)
    move: Move = Field(sa_type=word(Move, "move"))
    before: FilingState = Field(sa_type=word(FilingState, "before"))
    after: FilingState = Field(sa_type=word(FilingState, "after"))
    on: date
    recorded_at: datetime = Field(sa_type=Instant)
    by: str = Field(default="", max_length=100)
    is_on_behalf: bool = False
    reason: str = Field(default="", sa_type=sa.Text)
    correct_by: date | None = None
    is_by_rules: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    alone_because: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    paper_elsewhere: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})


class DueChange(SQLModel, table=True):
    """A deadline of a filing that was computed anew and came to another day: both days, both workings, and why.

    `is_step` tells the deadline of the step that ran then from the day by which the filing has to be submitted.
    """

    __tablename__ = "due_change"
    id: int | None = Field(default=None, primary_key=True)
    filing_id: int = Field(foreign_key="filing.id", index=True)
    is_step: bool = False
    before_on: date | None = None
    before_working: str = Field(default="", max_length=1000)
    after_on: date | None = None
    after_working: str = Field(default="", max_length=1000)
    reason: str = Field(default="", sa_type=sa.Text)
    by: str = Field(default="", max_length=100)
    recorded_at: datetime = Field(sa_type=Instant)


def deadline_of(filing: Filing) -> tuple[date | None, str]:
    """By when the next step has to be done, and the working; None when the rules give that step no days.

    A filing is owed by its due date; every later step, a supplement too, has its own deadline.
    """
    if filing.state is FilingState.OWED:
        return filing.due_on, filing.working
    return filing.step_due_on, filing.step_working


def review_due_on(filing: Filing) -> date | None:
    """The end of the review while its clock runs."""
    return filing.step_due_on if runs_review(filing.state) else None


def review_days_left(filing: Filing, today: date) -> int | None:
    """The days that are left of the review, negative when it is late; those left when its clock stopped."""
    due_on = review_due_on(filing)
    return (due_on - today).days if due_on else filing.review_days_left


# deadline_of in SQL.
DEADLINE = sa.case((col(Filing.state) == FilingState.OWED, col(Filing.due_on)), else_=col(Filing.step_due_on))


def lock_filing(session: Session, filing_id: int) -> Filing:
    """The filing, its row held until the end. Raises Refusal when it is gone."""
    query = select(Filing).where(Filing.id == filing_id)
    filing = session.exec(query.with_for_update(key_share=True)).first()
    if filing is None:
        raise Refusal("该备案事项不存在。")
    return filing


def owed_on(session: Session, day: date, limit: int | None = None) -> list[tuple[Filing, Document]]:
    """The filings not yet submitted on a day, the earliest due first, those without a due date last."""
    query = (
        select(Filing, Document)
        .where(
            Filing.document_id == Document.id,
            col(Filing.is_historic).is_(False),
            sa.or_(
                col(Filing.state) == FilingState.OWED,
                col(Filing.first_submitted_on) > day,
                _withdrawn_after(day),
            ),
            sa.or_(col(Filing.start_on).is_(None), col(Filing.start_on) <= day),
        )
        .order_by(sa.nulls_last(col(Filing.due_on)), col(Filing.id))
        .limit(limit)
    )
    return list(session.exec(query).all())


def is_last_passage() -> sa.ColumnElement[bool]:
    """Whether the document was not filed again on the same track."""
    later = aliased(Filing)
    same = col(later.document_id) == col(Filing.document_id), col(later.track) == col(Filing.track)
    return ~sa.exists().where(*same, col(later.passage) > col(Filing.passage)).correlate(Filing)


def is_filed(document_id: Any) -> sa.ColumnElement[bool]:
    """Whether the document was filed with the government: its last filing there was submitted and not withdrawn."""
    return sa.exists().where(
        col(Filing.document_id) == document_id,
        col(Filing.track) == Track.GOVERNMENT,
        col(Filing.first_submitted_on).is_not(None),
        col(Filing.state) != FilingState.WITHDRAWN,
        is_last_passage(),
    )


def _withdrawn_after(day: date) -> sa.ColumnElement[bool]:
    return sa.and_(col(Filing.first_submitted_on).is_(None), col(Filing.concluded_on) > day)


def filings_of(session: Session, document_id: int) -> list[Filing]:
    """Every filing of a document, by track, each track's in the order of its passages."""
    query = select(Filing).where(Filing.document_id == document_id)
    return list(session.exec(query.order_by(col(Filing.track), col(Filing.passage))).all())


def moves_of(session: Session, filing_id: int) -> list[FilingMove]:
    """The moves a filing made, the first one first."""
    query = select(FilingMove).where(FilingMove.filing_id == filing_id)
    return list(session.exec(query.order_by(col(FilingMove.id))).all())


def due_changes_of(session: Session, filing_id: int) -> list[DueChange]:
    """The changes of a filing's deadlines, the first one first."""
    query = select(DueChange).where(DueChange.filing_id == filing_id)
    return list(session.exec(query.order_by(col(DueChange.id))).all())
