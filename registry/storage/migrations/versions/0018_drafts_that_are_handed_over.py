"""When a draft was handed over to the office, and why it came back."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("document", sa.Column("handed_over_at", sa.DateTime(), nullable=True))
    op.add_column(
        "document", sa.Column("returned_because", sa.String(length=500), server_default="", nullable=False)
    )
    op.create_index(op.f("ix_document_handed_over_at"), "document", ["handed_over_at"], unique=False)
