"""Moves that take a filing back, accept an explanation and give a second opinion."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_STATES = (
    "owed", "submitted", "deferred", "refused", "registered", "under_review", "passed", "opinion", "feedback",
    "corrected", "annulled", "suspended", "withdrawn",
)  # fmt: skip
_MOVES = (
    "submit", "register", "defer", "refuse", "start_review", "pass", "opine", "answer", "correct", "accept",
    "opine_again", "annul", "suspend", "take_back", "withdraw",
)  # fmt: skip


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        name = op.f("ck_filing_move_move")
        op.drop_constraint(name, "filing_move", type_="check")
        op.create_check_constraint(name, "filing_move", sa.column("move").in_(_MOVES))
    else:
        _copy_moves()


def _copy_moves() -> None:
    """SQLite keeps a CHECK for the life of its table: the moves are copied once (docs/decisions/021)."""
    copy = op.create_table(
        "filing_move_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filing_id", sa.Integer(), nullable=False),
        sa.Column("move", _word("move", _MOVES), nullable=False),
        sa.Column("before", _word("before", _STATES), nullable=False),
        sa.Column("after", _word("after", _STATES), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("is_on_behalf", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_filing_move_filing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_move")),
    )
    names = [column.name for column in copy.columns]
    old = sa.table("filing_move", *map(sa.column, names))
    op.execute(sa.insert(copy).from_select(names, sa.select(old).order_by(old.c.id)))
    op.drop_table("filing_move")
    op.rename_table("filing_move_copy", "filing_move")
    op.create_index(op.f("ix_filing_move_filing_id"), "filing_move", ["filing_id"], unique=False)


def _word(column: str, words: tuple[str, ...]) -> sa.Enum:
    name = op.f(f"ck_filing_move_{column}")
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)
