"""The table of laws: their status since a day, what replaced them, and everything that was ever said of them."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"

_STATUSES = (
    "in_force", "not_yet_effective", "amended", "partly_repealed", "suspended", "repealed", "lapsed", "annulled",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "law_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("title_key", sa.String(length=500), nullable=False),
        sa.Column("doc_no", sa.String(length=200), nullable=False),
        sa.Column("doc_no_key", sa.String(length=200), nullable=False),
        _word("status", _STATUSES),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("successor", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        _word("origin", ("shipped", "loaded", "by_hand")),
        sa.Column("loaded_from", sa.String(length=200), nullable=False),
        sa.Column("recorded_by", sa.String(length=100), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(), nullable=True),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_version")),
    )
    op.create_index(
        "uq_law_version_present",
        "law_version",
        ["title_key", "doc_no_key"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_index("ix_law_version_doc_no_key", "law_version", ["doc_no_key"], unique=False)
    op.create_index("ix_law_version_since", "law_version", ["since"], unique=False)


def _word(name: str, words: tuple[str, ...]) -> sa.Column[str]:
    kind = sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=False)
