"""Values that were read from a file and that no person has checked yet, each with its quote and place."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.read_values import READ_WORDS, ReadValue
from registry.storage.batches import batches

LONGEST_QUOTE = 200
LONGEST_PLACE = 100


class UnlookedValue(SQLModel, table=True):
    """A field of a document with the value that a machine read. The row is deleted once a person has checked it."""

    __tablename__ = "unlooked_value"
    document_id: int = Field(primary_key=True, foreign_key="document.id")
    field: str = Field(primary_key=True, max_length=40)
    quote: str = Field(default="", max_length=LONGEST_QUOTE)
    place: str = Field(default="", max_length=LONGEST_PLACE)


def remember_unlooked(session: Session, document_id: int, values: Iterable[ReadValue]) -> None:
    """Stores values of one document as unchecked."""
    remember_among(session, {document_id: list(values)})


def remember_among(session: Session, values: Mapping[int, Sequence[ReadValue]]) -> None:
    """Stores values of many documents (document id → values) as unchecked, with one statement."""
    rows = [_row(document_id, value) for document_id, read in values.items() for value in read]
    if rows:
        session.execute(sa.insert(UnlookedValue), rows)


def unlooked_of(session: Session, document_id: int) -> list[UnlookedValue]:
    """The unchecked values of a document, in the order of the form."""
    return unlooked_among(session, [document_id]).get(document_id, [])


def unlooked_among(session: Session, document_ids: Collection[int]) -> dict[int, list[UnlookedValue]]:
    """document id → its unchecked values in the order of the form; documents without any are absent."""
    query = select(UnlookedValue).where(col(UnlookedValue.document_id).in_(document_ids))
    order = list(READ_WORDS)
    values: dict[int, list[UnlookedValue]] = {}
    for row in sorted(session.exec(query), key=lambda row: order.index(row.field)):
        values.setdefault(row.document_id, []).append(row)
    return values


def forget_unlooked(session: Session, document_id: int, fields: Collection[str]) -> None:
    """Deletes the values of these fields: a person has checked or changed them."""
    session.execute(
        sa.delete(UnlookedValue).where(
            col(UnlookedValue.document_id) == document_id, col(UnlookedValue.field).in_(fields)
        )
    )


def forget_all_unlooked(session: Session, document_ids: Collection[int]) -> None:
    """Deletes all values of the documents: a person has checked them."""
    session.execute(sa.delete(UnlookedValue).where(col(UnlookedValue.document_id).in_(document_ids)))


def forget_among(session: Session, fields: Mapping[int, Collection[str]]) -> None:
    """Deletes the values that were replaced: document id → the fields with new values."""
    for ids in batches(fields):
        for document_id, rows in unlooked_among(session, ids).items():
            for row in rows:
                if row.field in fields[document_id]:
                    session.delete(row)
    session.flush()


def _row(document_id: int, value: ReadValue) -> dict[str, Any]:
    quote, place = value.quote[:LONGEST_QUOTE], value.place[:LONGEST_PLACE]
    return {"document_id": document_id, "field": value.field, "quote": quote, "place": place}
