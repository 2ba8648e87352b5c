"""Values that were saved as they were read, before anybody looked at them, each with the words it was read from."""

from collections.abc import Collection, Iterable

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.read_values import READ_WORDS, ReadValue

LONGEST_QUOTE = 200
LONGEST_PLACE = 100


class UnlookedValue(SQLModel, table=True):
    """Nobody has looked at this field of the document since a machine read it. Gone once somebody has."""

    __tablename__ = "unlooked_value"
    document_id: int = Field(primary_key=True, foreign_key="document.id")
    field: str = Field(primary_key=True, max_length=40)
    quote: str = Field(default="", max_length=LONGEST_QUOTE)
    place: str = Field(default="", max_length=LONGEST_PLACE)


def remember_unlooked(session: Session, document_id: int, values: Iterable[ReadValue]) -> None:
    for one in values:
        quote, place = one.quote[:LONGEST_QUOTE], one.place[:LONGEST_PLACE]
        session.add(UnlookedValue(document_id=document_id, field=one.field, quote=quote, place=place))


def unlooked_of(session: Session, document_id: int) -> list[UnlookedValue]:
    """In the order of the form."""
    rows = session.exec(select(UnlookedValue).where(UnlookedValue.document_id == document_id)).all()
    order = list(READ_WORDS)
    return sorted(rows, key=lambda row: order.index(row.field))


def forget_unlooked(session: Session, document_id: int, fields: Collection[str]) -> None:
    """A person has looked at these."""
    session.execute(
        sa.delete(UnlookedValue).where(
            col(UnlookedValue.document_id) == document_id, col(UnlookedValue.field).in_(fields)
        )
    )
