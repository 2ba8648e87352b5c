"""Whether a person has closed the first steps that 今日 shows; nobody has yet."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    op.add_column(
        "preference",
        sa.Column("has_closed_first_steps", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
