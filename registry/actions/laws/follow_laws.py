"""Follow the laws through the days: take in what ships with the program, and count the laws that have ended since."""

from datetime import date, datetime

from sqlmodel import Session

from registry.actions.laws._writing import lock_all
from registry.domain.instants import day_of
from registry.domain.laws import ORIGIN_WORDS, Law, Origin
from registry.domain.roles import CLOCK
from registry.domain.shipped_laws import SHIPPED_LAWS, SHIPPED_VERSION
from registry.storage import audit, changes, counters
from registry.storage.check_book import raise_book_version
from registry.storage.engine import Store, reading, transaction
from registry.storage.laws import (
    SHIPPED,
    affected_by_days,
    affected_by_laws,
    any_ended,
    count_up_to,
    counted_day,
    unknown_among,
    write_laws,
)


def follow_laws(store: Store, *, now: datetime) -> int:
    """How many documents were looked at again, because a law was taken in or ended, or their own life moved on.

    The days that passed while nothing ran are counted at once; a day that was counted is not counted back.
    """
    today = day_of(now)
    with reading(store) as session:
        if not _is_due(session, today):
            return 0
    with transaction(store) as session:
        new = take_in_shipped_laws(session, now)
        cited = affected_by_laws(session, [law.keys for law in new])
        ids = lock_all(session, cited | affected_by_days(session, counted_day(session), today))
        if new:
            fields = {"version": SHIPPED_VERSION, "n_laws": len(new)}
            audit.record(session, now, CLOCK.name, "take_in_laws", "laws", **fields)
        if new or any_ended(session, counted_day(session), today):
            raise_book_version(session)
        count_up_to(session, today)
        changes.touch(session, ids, now)
        return len(ids)


def take_in_shipped_laws(session: Session, now: datetime) -> list[Law]:
    """Writes the shipped laws whose title the table never had, and returns them."""
    if counters.hold(session, SHIPPED) >= SHIPPED_VERSION:
        return []
    new = unknown_among(session, SHIPPED_LAWS)
    write_laws(session, [(None, law) for law in new], now, by=ORIGIN_WORDS[Origin.SHIPPED])
    counters.set_at_least(session, SHIPPED, SHIPPED_VERSION)
    return new


def _is_due(session: Session, today: date) -> bool:
    return counted_day(session) < today or counters.read(session, SHIPPED) < SHIPPED_VERSION
