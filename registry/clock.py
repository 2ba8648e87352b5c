"""The only reader of the wall clock."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from registry.domain.instants import day_of


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today in Asia/Shanghai."""
    return day_of(now())


def running_from(instant: datetime) -> Callable[[], datetime]:
    """A clock that starts at `instant` now and runs on; for work that takes a while."""
    began = time.monotonic()
    return lambda: instant + timedelta(seconds=time.monotonic() - began)
