"""How a file words the outcome of a document: 适时修改, 宣布失效（废止）."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column(
        "cleanup_item", sa.Column("worded", sa.String(length=200), server_default="", nullable=False)
    )
