"""Heads of authorities, absences with deputies, and notices that are held while nobody is there to get them."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("user", sa.Column("is_head", sa.Boolean(), server_default=sa.false(), nullable=False))
    for day in ("absent_from", "absent_until"):
        op.add_column("user", sa.Column(day, sa.Date(), nullable=True))
    op.add_column("user", sa.Column("deputy_id", sa.Integer(), nullable=True))
    op.create_index("ix_filing_state_step_due", "filing", ["state", "step_due_on"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("notice", "user_id", existing_type=sa.Integer(), nullable=True)
    else:
        _copy_notices()


def _copy_notices() -> None:
    """SQLite keeps NOT NULL for the life of a column: the notices are copied once."""
    copy = op.create_table(
        "notice_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("threshold", sa.String(length=20), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(), nullable=True),
        sa.Column("n_attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=500), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_notice_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("key", name="uq_notice_created_once"),
    )
    names = [column.name for column in copy.columns]
    old = sa.table("notice", *map(sa.column, names))
    op.execute(sa.insert(copy).from_select(names, sa.select(old).order_by(old.c.id)))
    op.drop_table("notice")
    op.rename_table("notice_copy", "notice")
    op.create_index("ix_notice_inbox", "notice", ["user_id", "created_at"], unique=False)
    op.create_index("ix_notice_to_send", "notice", ["state", "next_attempt_at"], unique=False)
