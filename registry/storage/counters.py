"""Counters taken inside the transaction, so that a number is gap-free and commit order is number order."""

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col


class Counter(SQLModel, table=True):
    name: str = Field(primary_key=True, max_length=60)
    value: int = 0


# Two transactions may meet a new counter at once: the second waits for the first, and finds its row.
_START = sa.text("INSERT INTO counter (name, value) VALUES (:name, 0) ON CONFLICT DO NOTHING")


def take(session: Session, name: str, n: int = 1) -> int:
    """Advances a counter by n and returns its new value; holds its row until the transaction ends."""
    advance = (
        sa.update(Counter)
        .where(col(Counter.name) == name)
        .values(value=Counter.value + n)
        .returning(col(Counter.value))
    )
    value = session.execute(advance).scalar()
    if value is None:
        session.execute(_START, {"name": name})
        value = session.execute(advance).scalar_one()
    return int(value)


def hold(session: Session, name: str) -> int:
    """The value of a counter, which nobody else advances until the transaction ends."""
    return take(session, name, 0)


def read(session: Session, name: str) -> int:
    counter = session.get(Counter, name)
    return counter.value if counter else 0


def set_at_least(session: Session, name: str, value: int) -> None:
    """Moves a counter forward to a value, never back: a number already given is not given again."""
    n = value - hold(session, name)
    if n > 0:
        take(session, name, n)
