"""The text as an act amended it, the articles that the act names, and the text that holds today."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column(
        "document_event", sa.Column("articles", sa.String(length=300), server_default="", nullable=False)
    )
    op.add_column("document_text", sa.Column("in_force", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "document_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_document_version_{column}"))
            for column, table in (
                ("document_id", "document"),
                ("event_id", "document_event"),
                ("attachment_id", "attachment"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_version")),
        sa.UniqueConstraint("attachment_id", name=op.f("uq_document_version_attachment_id")),
    )
    op.create_index(
        op.f("ix_document_version_document_id"), "document_version", ["document_id"], unique=False
    )
