"""Papers that were made, and the office's templates of them."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        _string("kind", 40),
        _string("subject_kind", 20),
        _string("subject", 40),
        sa.Column("authority_id", sa.Integer(), nullable=True),
        _string("title", 500),
        _string("about", 500),
        _string("number", 100),
        sa.Column("series", sa.String(length=40), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("serial", sa.Integer(), nullable=True),
        sa.Column("template_version", sa.Integer(), nullable=False),
        _string("template_sha256", 64),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("docx", sa.LargeBinary(), nullable=True),
        _string("sha256", 64),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        _string("pdf_sha256", 64),
        _string("pdf_problem", 300),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        _string("because", 1000),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        _string("made_by", 100),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_paper_authority_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["paper.id"], name=op.f("fk_paper_replaces_id")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_paper_replaces_id")),
        sa.UniqueConstraint("series", "year", "serial", name=op.f("uq_paper_series_year_serial")),
    )
    op.create_index(op.f("ix_paper_authority_id"), "paper", ["authority_id"], unique=False)
    op.create_index("ix_paper_subject", "paper", ["subject_kind", "subject"], unique=False)
    op.create_index(
        "ix_paper_newest",
        "paper",
        ["signed_on", "id"],
        unique=False,
        postgresql_ops={"signed_on": "DESC NULLS LAST", "id": "DESC"},
    )
    op.create_table(
        "paper_template",
        _string("kind", 40),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _string("reason", 1000),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        _string("saved_by", 100),
        sa.PrimaryKeyConstraint("kind", "version", name=op.f("pk_paper_template")),
    )


def _string(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)
