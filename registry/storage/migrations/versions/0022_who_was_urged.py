"""On which day an authority was urged about an overdue filing."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "filing_urge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filing_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_filing_urge_filing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_urge")),
        sa.UniqueConstraint("filing_id", "on", name="uq_filing_urge_once_a_day"),
    )
