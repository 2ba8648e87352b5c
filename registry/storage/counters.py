"""Counters that advance inside the transaction, so that numbers have no gaps and follow the order of commits."""

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col


class Counter(SQLModel, table=True):
    name: str = Field(primary_key=True, max_length=60)
    value: int = 0


# Two transactions may start the same counter: the second waits for the first, and then finds its row.
_START = sa.text("INSERT INTO counter (name, value) VALUES (:name, 0) ON CONFLICT DO NOTHING")


def take(session: Session, name: str, n: int = 1) -> int:
    """Advances a counter by n and returns its new value; its row stays locked until the transaction ends."""
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
    """The value of a counter; its row stays locked until the transaction ends."""
    return take(session, name, 0)


def read(session: Session, name: str) -> int:
    counter = session.get(Counter, name)
    return counter.value if counter else 0


def exists(session: Session, name: str) -> bool:
    """Whether a counter was ever started, if only at 0."""
    return session.get(Counter, name) is not None


def reset(session: Session, name: str, value: int) -> None:
    """Puts a counter to a value, also back: only where no number was taken from it."""
    take(session, name, value - hold(session, name))


def set_at_least(session: Session, name: str, value: int) -> None:
    """Advances a counter to a value, never back, so that no number is given twice."""
    n = value - hold(session, name)
    if n > 0:
        take(session, name, n)
