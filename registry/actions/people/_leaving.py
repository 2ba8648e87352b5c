"""Within a transaction: what still waits for a person who leaves an authority, an office, or the system."""

from datetime import datetime

from sqlmodel import Session, col, select

from registry.domain.instants import day_of
from registry.domain.notices import NoticeKind, NoticeState
from registry.domain.roles import Role
from registry.storage.notices import MERGED, Notice, copied_row, insert_notices
from registry.storage.people import User
from registry.storage.recipients import NO_CONTACT, NO_LEAD, NO_OFFICE, Recipient, recipients

_GONE = "收件人已停用或调离。"
_SUBJECTS = ("filing", "document", "authority")


def leave_notices(session: Session, person: User, role: Role, now: datetime) -> None:
    """Cancels the waiting notices of a person who had this role until now; what nobody else was told is kept.

    Reminders are owed anew by the clock to whoever is responsible. What a deputy got goes back to whose it is; another
    event that no colleague was told is held.
    """
    query = select(Notice).where(
        Notice.user_id == person.id,
        Notice.state == NoticeState.PENDING,
        col(Notice.subject).in_(_SUBJECTS),
    )
    for notice in session.exec(query.order_by(col(Notice.id)).with_for_update()).all():
        given_up = [*_shares(session, notice, person), notice]
        for row in given_up:
            row.state, row.outcome = NoticeState.CANCELLED, _GONE
            session.add(row)
        session.flush()
        for row in given_up if not NoticeKind(notice.kind).is_reminder else ():
            _keep(session, row, person, _nobody(row, role), now)


def _nobody(notice: Notice, role: Role) -> str:
    """Whom the notice of a person with this role waits for, if nobody else gets it."""
    if role is Role.CONTACT:
        return NO_CONTACT
    return NO_LEAD if notice.kind == NoticeKind.WORKSHEET_HANDED_OVER else NO_OFFICE


def _shares(session: Session, notice: Notice, person: User) -> list[Notice]:
    """The notices of others, merged into this one, which the person got as their deputy too."""
    query = select(Notice).where(
        col(Notice.key).startswith(f"{notice.key.rpartition(':')[0]}:", autoescape=True),
        Notice.user_id == person.id,
        Notice.state == NoticeState.SUPERSEDED,
        Notice.outcome == MERGED,
    )
    return list(session.exec(query.order_by(col(Notice.id)).with_for_update()).all())


def _keep(session: Session, notice: Notice, person: User, nobody: str, now: datetime) -> None:
    event, _, owner = notice.key.rpartition(":")
    if owner != str(person.id):
        owners = select(User).where(User.id == int(owner), col(User.is_active))
        to = recipients(session, session.exec(owners).all(), day_of(now), nobody=nobody)
    elif _is_told_to_another(session, event, person):
        return
    else:
        to = [Recipient(nobody, None)]
    insert_notices(session, [copied_row(notice, recipient, now) for recipient in to])


def _is_told_to_another(session: Session, event: str, person: User) -> bool:
    query = (
        select(Notice.id)
        .join(User, col(User.id) == col(Notice.user_id))
        .where(
            col(Notice.key).startswith(f"{event}:", autoescape=True),
            col(Notice.state).not_in((NoticeState.CANCELLED, NoticeState.SUPERSEDED)),
            col(User.id) != person.id,
            col(User.is_active),
        )
    )
    return session.exec(query.limit(1)).first() is not None
