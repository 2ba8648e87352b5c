"""How urgent a paper is; those made before bear no such mark."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    op.add_column("paper", sa.Column("urgency", sa.String(length=20), nullable=True))
