"""An index for the list of papers of a kind."""

from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    op.create_index(
        "ix_paper_kind_newest",
        "paper",
        ["kind", "signed_on", "id"],
        unique=False,
        postgresql_ops={"signed_on": "DESC NULLS LAST", "id": "DESC"},
    )
