"""A notice leaves by channels, each a delivery of its own; what was told in the inbox alone was never sent."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

_notice = sa.table(
    "notice",
    *(sa.column(name) for name in ("id", "user_id", "state", "outcome", "n_attempts")),
    *(sa.column(name, sa.DateTime()) for name in ("next_attempt_at", "sent_at")),
)
_ONLY_INBOX = sa.and_(_notice.c.state == "sent", _notice.c.outcome == "仅站内")


def upgrade() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(), nullable=True),
        sa.Column("n_attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_delivery_notice_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_delivery_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("notice_id", "channel", name="uq_delivery_made_once"),
    )
    op.create_index("ix_delivery_to_send", "delivery", ["state", "channel", "next_attempt_at"], unique=False)
    op.create_index(op.f("ix_delivery_user_id"), "delivery", ["user_id"], unique=False)
    _take_over_the_letters()
    op.execute(sa.update(_notice).where(_ONLY_INBOX).values(state="inbox"))
    op.drop_column("notice", "claimed_at")
    op.drop_column("notice", "n_attempts")


def _take_over_the_letters() -> None:
    """Every letter that was sent or tried becomes the notice's delivery by mail, with what was said of it."""
    names = [
        "notice_id",
        "user_id",
        "channel",
        "state",
        "next_attempt_at",
        "n_attempts",
        "sent_at",
        "outcome",
    ]
    delivery = sa.table("delivery", *map(sa.column, names))
    was_tried = sa.and_(_notice.c.state == "pending", _notice.c.n_attempts > 0)
    letters = sa.select(
        _notice.c.id,
        _notice.c.user_id,
        sa.literal("mail"),
        _notice.c.state,
        _notice.c.next_attempt_at,
        _notice.c.n_attempts,
        _notice.c.sent_at,
        sa.func.replace(_notice.c.outcome, "已发送至", "至"),
    ).where(
        sa.or_(sa.and_(_notice.c.state.in_(("sent", "failed")), sa.not_(_ONLY_INBOX)), was_tried),
    )
    op.execute(delivery.insert().from_select(names, letters.order_by(_notice.c.id)))
    op.execute(sa.update(_notice).where(was_tried).values(next_attempt_at=None, outcome=""))
