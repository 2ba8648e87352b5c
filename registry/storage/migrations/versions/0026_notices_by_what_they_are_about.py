"""The page of a filing asks who was told of its deadline: an index, or it would read every notice there is."""

from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.create_index("ix_notice_subject", "notice", ["subject", "subject_id"], unique=False)
