"""Reminders of a supplement are named by the move that asked for it, as those written since are.

Without it, everybody who was told of a running supplement would be told again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

_KINDS = ("filing_due", "filing_overdue")


def upgrade() -> None:
    connection = op.get_bind()
    filing, move, notice = (
        sa.table("filing", sa.column("id"), sa.column("state"), sa.column("step_due_on")),
        sa.table("filing_move", sa.column("id"), sa.column("filing_id"), sa.column("move")),
        sa.table("notice", *(sa.column(name) for name in ("key", "kind", "subject", "subject_id", "due_on"))),
    )
    asked = (
        sa.select(filing.c.id, filing.c.step_due_on, sa.func.max(move.c.id))
        .join_from(filing, move, move.c.filing_id == filing.c.id)
        .where(filing.c.state == "deferred", move.c.move == "defer")
        .group_by(filing.c.id, filing.c.step_due_on)
    )
    for filing_id, due_on, move_id in connection.execute(asked).all():
        before, after = f":filing-{filing_id}:", f":filing-{filing_id}-{move_id}:"
        connection.execute(
            sa.update(notice)
            .where(
                notice.c.subject == "filing",
                notice.c.subject_id == filing_id,
                notice.c.kind.in_(_KINDS),
                notice.c.due_on == due_on,
                notice.c.key.contains(before),
            )
            .values(key=sa.func.replace(notice.c.key, before, after))
        )
