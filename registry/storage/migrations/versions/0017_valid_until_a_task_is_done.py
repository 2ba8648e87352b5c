"""Validity that is bound to a task: of a document, and as an act leaves it."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    for table, name in (("document", "ends_when"), ("document_event", "new_ends_when")):
        op.add_column(table, sa.Column(name, sa.String(length=36), server_default="", nullable=False))
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name], unique=False)
