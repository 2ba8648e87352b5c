"""合法性审核 of drafts with their moves and materials, and the conclusions of 公平竞争审查."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

_STATES = (
    "unsent", "submitted", "returned", "reviewing", "asked", "to_change", "rechecking", "lawful", "followed",
    "unlawful", "withdrawn",
)  # fmt: skip
_MOVES = (
    "submit", "accept", "return", "ask", "answer", "propose", "give_back", "lawful", "change", "unlawful", "revise",
    "followed", "withdraw", "record_lawful", "record_followed", "record_unlawful",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "legality_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("passage", sa.Integer(), nullable=False),
        _word("reviewer", ("office", "own_unit")),
        _word("state", _STATES),
        _text("body", 200),
        sa.Column("received_on", sa.Date(), nullable=True),
        _text("emergency_because", 500),
        sa.Column("due_on", sa.Date(), nullable=True),
        _text("due_working", 1000),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.Column("clock_stopped_since", sa.Date(), nullable=True),
        sa.Column("profile_id", sa.Integer(), nullable=True),
        _word("proposed", _MOVES, nullable=True),
        sa.Column("proposal", sa.Text(), nullable=False),
        _text("proposed_by", 100),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("opinion_on", sa.Date(), nullable=True),
        _text("signer", 100),
        _text("text_sha256", 64),
        _text("accepted_sha256", 64),
        _text("accepted_because", 500),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_legality_review_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["rule_profile.id"], name=op.f("fk_legality_review_profile_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legality_review")),
        sa.UniqueConstraint("document_id", "passage", name=op.f("uq_legality_review_document_id_passage")),
    )
    op.create_index("ix_legality_review_state_due", "legality_review", ["state", "due_on"], unique=False)
    op.create_table(
        "legality_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        _word("move", _MOVES),
        _word("before", _STATES),
        _word("after", _STATES),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        _text("by", 100),
        sa.Column("is_on_behalf", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _text("hint", 500),
        _text("alone_because", 200),
        _text("text_sha256", 64),
        sa.ForeignKeyConstraint(
            ["review_id"], ["legality_review.id"], name=op.f("fk_legality_move_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legality_move")),
    )
    op.create_index(op.f("ix_legality_move_review_id"), "legality_move", ["review_id"], unique=False)
    op.create_table(
        "legality_waiver",
        sa.Column("review_id", sa.Integer(), nullable=False),
        _text("material", 40),
        _text("because", 500),
        sa.ForeignKeyConstraint(
            ["review_id"], ["legality_review.id"], name=op.f("fk_legality_waiver_review_id")
        ),
        sa.PrimaryKeyConstraint("review_id", "material", name=op.f("pk_legality_waiver")),
    )
    op.create_table(
        "fair_review",
        sa.Column("document_id", sa.Integer(), nullable=False),
        _word("conclusion", ("conforms", "exception", "violates", "not_concerned")),
        _text("body", 200),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        _word("exception", ("security", "science", "public_good", "by_law"), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        _text("recorded_by", 100),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_fair_review_attachment_id")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_fair_review_document_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_fair_review")),
    )


def _word(name: str, words: tuple[str, ...], *, nullable: bool = False) -> sa.Column[str]:
    kind = sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=nullable)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)
