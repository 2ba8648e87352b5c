"""Whose code the number of a document carries, where a ledger gave the number to another body."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column(
        "document", sa.Column("number_owner", sa.String(length=200), server_default="", nullable=False)
    )
