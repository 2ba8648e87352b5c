"""Values that were saved as they were read, before anybody looked at them, each with the words it was read from."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.read_values import READ_WORDS, ReadValue
from registry.storage.batches import batches

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
    remember_among(session, {document_id: list(values)})


def remember_among(session: Session, values: Mapping[int, Sequence[ReadValue]]) -> None:
    """Of many documents, with one statement for all."""
    rows = [_row(document_id, one) for document_id, read in values.items() for one in read]
    if rows:
        session.execute(sa.insert(UnlookedValue), rows)


def unlooked_of(session: Session, document_id: int) -> list[UnlookedValue]:
    """In the order of the form."""
    return unlooked_among(session, [document_id]).get(document_id, [])


def unlooked_among(session: Session, document_ids: Collection[int]) -> dict[int, list[UnlookedValue]]:
    """document id → its values in the order of the form; only those that have some."""
    query = select(UnlookedValue).where(col(UnlookedValue.document_id).in_(document_ids))
    order = list(READ_WORDS)
    found: dict[int, list[UnlookedValue]] = {}
    for row in sorted(session.exec(query), key=lambda row: order.index(row.field)):
        found.setdefault(row.document_id, []).append(row)
    return found


def forget_unlooked(session: Session, document_id: int, fields: Collection[str]) -> None:
    """A person has looked at these."""
    session.execute(
        sa.delete(UnlookedValue).where(
            col(UnlookedValue.document_id) == document_id, col(UnlookedValue.field).in_(fields)
        )
    )


def forget_all_unlooked(session: Session, document_ids: Collection[int]) -> None:
    """A person has looked at all that was read of these documents."""
    session.execute(sa.delete(UnlookedValue).where(col(UnlookedValue.document_id).in_(document_ids)))


def forget_among(session: Session, fields: Mapping[int, Collection[str]]) -> None:
    """document id → those of its fields whose values are others now."""
    for ids in batches(fields):
        for document_id, rows in unlooked_among(session, ids).items():
            for row in rows:
                if row.field in fields[document_id]:
                    session.delete(row)
    session.flush()


def _row(document_id: int, one: ReadValue) -> dict[str, Any]:
    quote, place = one.quote[:LONGEST_QUOTE], one.place[:LONGEST_PLACE]
    return {"document_id": document_id, "field": one.field, "quote": quote, "place": place}
