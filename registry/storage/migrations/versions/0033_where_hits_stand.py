"""In which article a hit of the checks stands."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    for name in ("article_key", "article"):
        op.add_column("text_hit", sa.Column(name, sa.String(length=60), server_default="", nullable=False))
