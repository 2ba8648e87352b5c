"""A review clock that stands still while the authority answers, supplements asked for in a review, 改正期限.

What the moves on record say about the clock of an open review is computed once. On SQLite the two tables with the words
of the states are copied (docs/decisions/028): a CHECK lives as long as its table.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

from registry.domain.calendars import DueDate, HolidayYear, WorkCalendar
from registry.domain.filing_steps import MoveMade, step_of
from registry.domain.filings import Move
from registry.domain.rules import from_json

revision = "0024"
down_revision = "0023"

_STATES = (
    "owed", "submitted", "deferred", "refused", "registered", "under_review", "supplementing", "passed", "opinion",
    "feedback", "corrected", "annulled", "suspended", "withdrawn",
)  # fmt: skip
_MOVES = (
    "submit", "register", "defer", "refuse", "start_review", "ask_supplement", "supplement", "extend", "pass", "opine",
    "answer", "correct", "accept", "opine_again", "annul", "suspend", "take_back", "withdraw",
)  # fmt: skip
_BY_RULES = ("更正机关类别后，按规则无需报送备案%", "更正登记后，按规则无需报送备案%")


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _widen("filing", "state", _STATES)
        _widen("filing_move", "move", _MOVES)
        _widen("filing_move", "before", _STATES)
        _widen("filing_move", "after", _STATES)
        for column in _new_of_filing():
            op.add_column("filing", column)
        for column in _new_of_moves():
            op.add_column("filing_move", column)
    else:
        _copy_filings()
        _copy_moves()
    _mark_withdrawn_by_rules()
    _compute_clocks()


def _widen(table: str, column: str, words: tuple[str, ...]) -> None:
    """PostgreSQL exchanges a CHECK in place."""
    name = op.f(f"ck_{table}_{column}")
    op.drop_constraint(name, table, type_="check")
    op.create_check_constraint(name, table, sa.column(column).in_(words))


def _new_of_filing() -> list[sa.Column[Any]]:
    return [
        sa.Column("clock_stopped_since", sa.Date(), nullable=True),
        sa.Column("review_days_left", sa.Integer(), nullable=True),
        sa.Column("clock_working", sa.String(length=1000), server_default="", nullable=False),
        sa.Column("review_profile_id", sa.Integer(), nullable=True),
        sa.Column("is_extended", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("correct_by", sa.Date(), nullable=True),
    ]


def _new_of_moves() -> list[sa.Column[Any]]:
    return [
        sa.Column("correct_by", sa.Date(), nullable=True),
        sa.Column("is_by_rules", sa.Boolean(), server_default=sa.false(), nullable=False),
    ]


def _copy_filings() -> None:
    kept: list[sa.Column[Any]] = [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("track", _word("filing", "track", ("government", "congress")), nullable=False),
        sa.Column("passage", sa.Integer(), nullable=False),
        sa.Column("direction", _word("filing", "direction", ("incoming", "outgoing")), nullable=False),
        sa.Column("state", _word("filing", "state", _STATES), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("start_on", "raw_due_on", "due_on")),
        sa.Column("working", sa.String(length=1000), nullable=False),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=True),
        sa.Column("calendar_versions", sa.JSON(), nullable=False),
        sa.Column("first_submitted_on", sa.Date(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("filing_no", sa.String(length=100), nullable=True),
        sa.Column("step_due_on", sa.Date(), nullable=True),
        sa.Column("step_working", sa.String(length=1000), nullable=False),
        sa.Column("concluded_on", sa.Date(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("is_historic", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("step_profile_id", sa.Integer(), nullable=True),
        sa.Column("step_calendar_versions", sa.JSON(), server_default="{}", nullable=False),
    ]
    _copy(
        "filing",
        kept,
        _new_of_filing(),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_filing_authority_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_filing_document_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["rule_profile.id"], name=op.f("fk_filing_profile_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing")),
        sa.UniqueConstraint(
            "document_id", "track", "passage", name=op.f("uq_filing_document_id_track_passage")
        ),
        sa.UniqueConstraint("filing_no", "direction", name=op.f("uq_filing_filing_no_direction")),
    )
    for name in ("authority_id", "due_on", "registered_on"):
        op.create_index(op.f(f"ix_filing_{name}"), "filing", [name], unique=False)
    op.create_index("ix_filing_state_due", "filing", ["state", "due_on"], unique=False)
    op.create_index("ix_filing_state_step_due", "filing", ["state", "step_due_on"], unique=False)
    op.create_index("ix_filing_newest", "filing", ["start_on", "id"], unique=False)


def _copy_moves() -> None:
    kept: list[sa.Column[Any]] = [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filing_id", sa.Integer(), nullable=False),
        sa.Column("move", _word("filing_move", "move", _MOVES), nullable=False),
        sa.Column("before", _word("filing_move", "before", _STATES), nullable=False),
        sa.Column("after", _word("filing_move", "after", _STATES), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("is_on_behalf", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    ]
    _copy(
        "filing_move",
        kept,
        _new_of_moves(),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_filing_move_filing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_move")),
    )
    op.create_index(op.f("ix_filing_move_filing_id"), "filing_move", ["filing_id"], unique=False)


def _copy(
    name: str, kept: Sequence[sa.Column[Any]], new: Sequence[sa.Column[Any]], *constraints: sa.Constraint
) -> None:
    copy = op.create_table(f"{name}_copy", *kept, *new, *constraints)
    names = [column.name for column in kept]
    old = sa.table(name, *map(sa.column, names))
    op.execute(sa.insert(copy).from_select(names, sa.select(old).order_by(old.c.id)))
    op.drop_table(name)
    op.rename_table(f"{name}_copy", name)


def _word(table: str, column: str, words: tuple[str, ...]) -> sa.Enum:
    name = op.f(f"ck_{table}_{column}")
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


_filing = sa.table(
    "filing",
    *(sa.column(name) for name in ("id", "state", "profile_id", "step_profile_id", "review_profile_id")),
    *(sa.column(name) for name in ("step_working", "review_days_left", "clock_working")),
    *(sa.column(day, sa.Date) for day in ("step_due_on", "clock_stopped_since")),
    sa.column("is_historic", sa.Boolean),
    sa.column("step_calendar_versions", sa.JSON),
)
_move = sa.table(
    "filing_move",
    *(sa.column(name) for name in ("id", "filing_id", "move", "reason")),
    sa.column("on", sa.Date),
    sa.column("is_by_rules", sa.Boolean),
)
_profile = sa.table("rule_profile", sa.column("id"), sa.column("body", sa.JSON))
_holiday_year = sa.table(
    "holiday_year",
    *(sa.column(name) for name in ("year", "version")),
    *(sa.column(name, sa.JSON) for name in ("off", "work")),
)


def _mark_withdrawn_by_rules() -> None:
    by_rules = sa.or_(*(_move.c.reason.like(reason) for reason in _BY_RULES))
    withdrawn = sa.update(_move).where(_move.c.move == "withdraw", by_rules)
    op.execute(withdrawn.values(is_by_rules=True))


def _compute_clocks() -> None:
    """Reviews under way keep their rules and their day; one whose opinion is out gets its clock as its moves say.

    An answered opinion had no deadline before, and nobody was told one: its first is no change of another.
    """
    under_way = _filing.c.state.in_(("registered", "under_review"))
    begun = sa.update(_filing).where(under_way, _filing.c.is_historic.is_(False))
    op.execute(begun.values(review_profile_id=_filing.c.step_profile_id))
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(_filing).where(
            _filing.c.state.in_(("opinion", "feedback")),
            _filing.c.is_historic.is_(False),
            _filing.c.profile_id.is_not(None),
        )
    ).all()
    if not rows:
        return
    moves: dict[int, list[MoveMade]] = defaultdict(list)
    for row in connection.execute(sa.select(_move).order_by(_move.c.id)):
        moves[row.filing_id].append(MoveMade(Move(row.move), row.on))
    profiles = {row.id: from_json(row.body) for row in connection.execute(sa.select(_profile))}
    calendar = _calendar(connection)
    for row in rows:
        key = row.step_profile_id or row.profile_id
        step = step_of(moves[row.id], profiles[key], profiles[key], calendar)
        if step.clock is None:
            continue
        values: dict[str, Any] = {"review_profile_id": key}
        if since := step.clock.stopped_since:
            values |= {
                "clock_stopped_since": since,
                "review_days_left": step.clock.days_left(since),
                "clock_working": step.clock.working(),
                "step_calendar_versions": _versions(calendar, step.clock.end) | row.step_calendar_versions,
            }
        elif step.due:
            values |= {
                "step_due_on": step.due.due_on,
                "step_working": step.due.working(),
                "step_profile_id": key,
                "step_calendar_versions": _versions(calendar, step.due),
            }
        connection.execute(sa.update(_filing).where(_filing.c.id == row.id).values(**values))


def _versions(calendar: WorkCalendar, due: DueDate) -> dict[str, int]:
    years = range(due.start_on.year, due.due_on.year + 2)
    return {str(year): calendar.years[year].version for year in years if year in calendar.years}


def _calendar(connection: sa.Connection) -> WorkCalendar:
    """The newest decree of every year."""
    rows = connection.execute(sa.select(_holiday_year).order_by(_holiday_year.c.version))
    return WorkCalendar({row.year: _decree(row) for row in rows})


def _decree(row: Any) -> HolidayYear:
    off = {date.fromisoformat(day): name for day, name in row.off.items()}
    work = {date.fromisoformat(day): name for day, name in row.work.items()}
    return HolidayYear(row.year, row.version, off, work)
