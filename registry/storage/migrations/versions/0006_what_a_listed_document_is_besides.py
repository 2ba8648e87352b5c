"""What a released list says of a document that is not in force: 尚未施行 with its day, 停止执行, 效力待核."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column(
        "release_row", sa.Column("standing", sa.String(length=80), server_default="", nullable=False)
    )
