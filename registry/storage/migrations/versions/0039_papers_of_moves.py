"""The move that a paper belongs to, and how the paper of a move was issued outside the register."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    op.add_column("paper", sa.Column("move_id", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_paper_move_id"), "paper", ["move_id"], unique=False)
    elsewhere = sa.Column("paper_elsewhere", sa.String(length=200), server_default="", nullable=False)
    op.add_column("filing_move", elsewhere)
