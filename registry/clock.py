"""The only reader of the wall clock."""

from datetime import UTC, date, datetime

from registry.domain.instants import day_of


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today in Asia/Shanghai."""
    return day_of(now())
