"""The fields that the hash of a release covers: those of the first tables for the releases made so far."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_FIRST_FIELDS = [
    "authority", "authority_group", "deadline_on", "doc_no", "document_id", "effective_on", "ended_on", "outcome",
    "position", "published_on", "reason", "responsible", "title", "valid_until_text",
]  # fmt: skip  # sorted, as the first releases were hashed


def upgrade() -> None:
    op.add_column("release", sa.Column("frozen_fields", sa.JSON(), server_default="[]", nullable=False))
    release = sa.table("release", sa.column("frozen_fields", sa.JSON))
    op.execute(sa.update(release).values(frozen_fields=_FIRST_FIELDS))
