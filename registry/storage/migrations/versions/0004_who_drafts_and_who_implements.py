"""Who drafted a document and who implements it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    for name in ("implementing_authority", "drafting_unit"):
        op.add_column("document", sa.Column(name, sa.String(length=200), server_default="", nullable=False))
