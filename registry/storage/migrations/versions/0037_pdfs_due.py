"""The papers that wait for their PDF are found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"

_WITHOUT_PDF = sa.text("pdf_sha256 = '' AND pdf_problem = '' AND docx IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_paper_without_pdf", "paper", ["id"], sqlite_where=_WITHOUT_PDF, postgresql_where=_WITHOUT_PDF
    )
