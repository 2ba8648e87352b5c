"""When the .pdf of a paper or a released list is tried again after it could not be made."""

from datetime import datetime, timedelta

PAUSES = (timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
MOST_TRIES = len(PAUSES) + 1


def next_try(n_tries: int, now: datetime) -> datetime | None:
    """When to try again after so many tries that failed; None where enough were made."""
    return now + PAUSES[n_tries - 1] if n_tries < MOST_TRIES else None
