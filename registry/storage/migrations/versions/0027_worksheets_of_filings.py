"""Worksheets of filings: their findings, versions and answers, and who concluded without a second person."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.add_column(
        "filing_move", sa.Column("alone_because", sa.String(length=200), server_default="", nullable=False)
    )
    op.create_table(
        "worksheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filing_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        _word("state", ("drafting", "handed_over", "signed", "set_aside")),
        sa.Column("cleared", sa.JSON(), nullable=False),
        sa.Column("drafters", sa.JSON(), nullable=False),
        sa.Column("changed_by", sa.String(length=100), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("move_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_worksheet_filing_id")),
        sa.ForeignKeyConstraint(["move_id"], ["filing_move.id"], name=op.f("fk_worksheet_move_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worksheet")),
        sa.UniqueConstraint("filing_id", "round", name=op.f("uq_worksheet_filing_id_round")),
        sa.UniqueConstraint("move_id", name=op.f("uq_worksheet_move_id")),
    )
    op.create_index("ix_worksheet_waiting", "worksheet", ["state", "changed_at"], unique=False)
    op.create_table(
        "review_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worksheet_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        _word("level", ("unlawful", "improper", "advice")),
        sa.Column("article_key", sa.String(length=60), nullable=False),
        sa.Column("article", sa.String(length=60), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("quote", "problem", "basis", "demand", "note")
        ),
        sa.Column("earlier_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["earlier_id"], ["review_finding.id"], name=op.f("fk_review_finding_earlier_id")
        ),
        sa.ForeignKeyConstraint(
            ["worksheet_id"], ["worksheet.id"], name=op.f("fk_review_finding_worksheet_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_finding")),
    )
    op.create_index(op.f("ix_review_finding_worksheet_id"), "review_finding", ["worksheet_id"], unique=False)
    op.create_table(
        "worksheet_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worksheet_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("conclusion", sa.String(length=32), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("handed_over_at", sa.DateTime(), nullable=False),
        sa.Column("handed_over_by", sa.String(length=100), nullable=False),
        sa.Column("returned_at", sa.DateTime(), nullable=True),
        sa.Column("returned_by", sa.String(length=100), nullable=False),
        sa.Column("returned_because", sa.String(length=1000), nullable=False),
        sa.Column("signed_at", sa.DateTime(), nullable=True),
        sa.Column("signed_by", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["worksheet_id"], ["worksheet.id"], name=op.f("fk_worksheet_version_worksheet_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worksheet_version")),
        sa.UniqueConstraint("worksheet_id", "number", name=op.f("uq_worksheet_version_worksheet_id_number")),
    )
    op.create_table(
        "finding_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        _word("reply", ("adopted", "partly", "rejected")),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.Column("answered_by", sa.String(length=100), nullable=False),
        _word("verdict", ("open", "accepted", "objected")),
        sa.Column("verdict_by", sa.String(length=100), nullable=False),
        sa.Column("verdict_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_finding_answer_attachment_id")
        ),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["review_finding.id"], name=op.f("fk_finding_answer_finding_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_answer")),
        sa.UniqueConstraint("finding_id", name=op.f("uq_finding_answer_finding_id")),
    )


def _word(name: str, words: tuple[str, ...]) -> sa.Column[str]:
    kind = sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=False)
