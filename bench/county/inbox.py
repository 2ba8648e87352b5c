"""A month's inbox of a contact and of a clerk of the county, as they would read it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlmodel import col, select

from bench.county.accidents import ADDRESS
from bench.county.days import Days, day_of
from registry.delivery.messages import render
from registry.domain.notices import NoticeKind, NoticeState
from registry.storage.engine import reading
from registry.storage.notices import Notice

_TAKEN_BACK = (NoticeState.SUPERSEDED, NoticeState.CANCELLED, NoticeState.HELD)


def inboxes(story: Days) -> Iterator[str]:
    """The inbox of the last whole month of the contact and of the clerk with the most notices in it, as text."""
    with reading(story.store) as session:
        query = select(Notice).where(col(Notice.state).not_in(_TAKEN_BACK)).order_by(col(Notice.id))
        notices = list(session.exec(query))
    last = max(day_of(notice.created_at) for notice in notices).replace(day=1) - timedelta(1)
    notices = [
        notice
        for notice in notices
        if (day := day_of(notice.created_at)).year == last.year and day.month == last.month
    ]
    for role in ("contact", "clerk"):
        people = story.oracle.staff.people
        counts = Counter(
            notice.user_id for notice in notices if notice.user_id and people[notice.user_id].role == role
        )
        for user_id, n_notices in counts.most_common(1):
            yield f"===== {last:%Y-%m}, {role} {user_id}: {n_notices} notices ====="
            yield from _letters([notice for notice in notices if notice.user_id == user_id])


def _letters(notices: Sequence[Notice]) -> Iterator[str]:
    for notice in notices:
        message = render(NoticeKind(notice.kind), notice.facts, ADDRESS)
        yield f"--- {notice.created_at + timedelta(hours=8):%m-%d %H:%M}  {message.subject}\n{message.text}"
