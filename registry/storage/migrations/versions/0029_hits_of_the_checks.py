"""Checks of documents' texts, their hits with a person's verdict, and which hit a finding of a worksheet takes up."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.create_table(
        "text_check",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("document_version", sa.Integer(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("book_version", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(), nullable=False),
        sa.Column("problem", sa.String(length=1000), nullable=False),
        sa.Column("n_hits", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_text_check_document_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_text_check")),
    )
    op.create_table(
        "text_hit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        _word("level", ("unlawful", "improper", "advice")),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        _word("verdict", ("open", "kept", "dismissed")),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("judged_by", sa.String(length=100), nullable=False),
        sa.Column("judged_at", sa.DateTime(), nullable=True),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_text_hit_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_hit")),
    )
    op.create_index("ix_text_hit_place", "text_hit", ["document_id", "is_gone", "position"], unique=False)
    op.add_column("review_finding", sa.Column("hit_id", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_review_finding_hit_id"), "review_finding", ["hit_id"], unique=False)


def _word(name: str, words: tuple[str, ...]) -> sa.Column[str]:
    kind = sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=False)
