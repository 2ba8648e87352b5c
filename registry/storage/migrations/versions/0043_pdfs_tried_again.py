"""PDFs that failed are tried again at an instant; released lists have one too.

Papers that failed before are tried once more: a PDF that took too long was told to be LibreOffice's installation.
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"

_IS_DUE = sa.text("pdf_due_at IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_paper_without_pdf", table_name="paper")
    op.add_column("paper", sa.Column("pdf_tries", sa.Integer(), server_default="0", nullable=False))
    op.add_column("paper", sa.Column("pdf_due_at", sa.DateTime(), nullable=True))
    op.execute("UPDATE paper SET pdf_due_at = made_at WHERE pdf_sha256 = '' AND docx IS NOT NULL")
    op.execute("UPDATE paper SET pdf_problem = '' WHERE docx IS NULL")
    op.create_table(
        "release_pdf",
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf_problem", sa.String(length=300), nullable=False),
        sa.Column("pdf_tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("pdf_due_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_pdf")),
        sa.ForeignKeyConstraint(["id"], ["release.id"], name=op.f("fk_release_pdf_id")),
    )
    op.execute(
        "INSERT INTO release_pdf (id, pdf_sha256, pdf_problem, pdf_tries, pdf_due_at)"
        " SELECT id, '', '', 0, released_at FROM release"
    )
    for table in ("paper", "release_pdf"):
        op.create_index(
            f"ix_{table}_pdf_due_at", table, ["pdf_due_at"], sqlite_where=_IS_DUE, postgresql_where=_IS_DUE
        )
