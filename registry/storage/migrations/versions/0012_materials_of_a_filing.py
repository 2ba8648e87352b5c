"""What a file is among the materials of its filing."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column(
        "attachment", sa.Column("material", sa.String(length=40), server_default="", nullable=False)
    )
