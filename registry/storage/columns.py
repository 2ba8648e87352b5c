"""What the tables share: column types, an index for lists, and the naming convention of constraints."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(sa.types.TypeDecorator[datetime]):
    """An aware instant, stored in UTC (SQLite drops the zone, so it is put back on the way out)."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


def word(kind: type[StrEnum], name: str) -> Any:
    """A column type that stores an enum's value and refuses any other, by a named CHECK."""
    return sa.Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=32,
        name=name,
    )


def unchecked_word(kind: type[StrEnum], length: int) -> Any:
    """A column type that stores an enum's value, for columns that were made without a CHECK."""
    return sa.Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=False,
        validate_strings=True,
        length=length,
    )


def newest_first(name: str, day: str) -> sa.Index:
    """An index in the usual order of lists, the undated last, which PostgreSQL walks in no other index."""
    return sa.Index(name, day, "id", postgresql_ops={day: "DESC NULLS LAST", "id": "DESC"})
