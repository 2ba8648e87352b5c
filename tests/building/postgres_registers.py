"""Registers on PostgreSQL: one database, filled again for every test, for making one costs half a second."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import URL, Engine

from registry.storage.engine import Store, open_store

Connection = psycopg.Connection[Any]

_SHAPE = """
    SELECT (SELECT array_agg((oid, relname) ORDER BY oid) FROM pg_class WHERE oid >= 16384)::text
        || (SELECT array_agg((attrelid, attname, atttypid, atthasdef, attnotnull) ORDER BY attrelid, attnum)
            FROM pg_attribute WHERE attrelid >= 16384)::text
        || (SELECT array_agg((oid, conname) ORDER BY oid) FROM pg_constraint WHERE oid >= 16384)::text
"""
_WITH_PAGES = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
"""
_NUMBERS = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
_SET_NUMBERS = """
    SELECT setval(quote_ident(name)::regclass, coalesce(number, 1), number IS NOT NULL)
    FROM unnest(%s::text[], %s::bigint[]) AS last (name, number)
"""
_END_OTHERS = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@dataclass(frozen=True)
class Content:
    """The rows of a register, and the numbers that its tables gave last."""

    rows: Mapping[str, bytes]
    numbers: Mapping[str, int | None]


@dataclass
class PostgresRegisters:
    """A worker's databases, whose names begin alike: a template for each kind, and the copy that tests use in turn.

    `steps` makes the kinds one from the other: a kind's template is the one before, with its step taken.
    """

    server: Engine
    prefix: str
    steps: Mapping[str, Callable[[Store], None]]
    folder: Path
    _used: dict[str, tuple[Content, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        template = ""
        for kind, step in self.steps.items():
            self._create(f"{kind}_made", template)
            template = f"{kind}_made"
            store = self._open(template, self.folder)
            step(store)
            store.engine.dispose()

    def fresh(self, kind: str, folder: Path) -> Store:
        """A register of the kind as it was made. Whatever else is connected to the kind's database is cut off."""
        if kind not in self._used or not self._is_filled_again(kind):
            self._drop(kind)
            self._create(kind, f"{kind}_made")
            with connected(self._address(kind)) as connection:
                self._used[kind] = content_of(connection), _shape(connection)
        return self._open(kind, folder)

    def close(self) -> None:
        for kind in self.steps:
            self._drop(kind)
            self._drop(f"{kind}_made")
        self.server.dispose()

    def _is_filled_again(self, kind: str) -> bool:
        content, shape = self._used[kind]
        with connected(self._address(kind)) as connection:
            connection.execute(_END_OTHERS)
            has_kept_tables = _shape(connection) == shape
            if has_kept_tables:
                fill_again(connection, content)
        return has_kept_tables

    def _create(self, name: str, template: str) -> None:
        self._run(
            f'CREATE DATABASE "{self.prefix}_{name}"'
            + (f' TEMPLATE "{self.prefix}_{template}"' if template else "")
        )

    def _drop(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{self.prefix}_{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        with self.server.connect() as connection:
            connection.exec_driver_sql(statement)

    def _open(self, name: str, folder: Path) -> Store:
        return open_store(self._address(name).render_as_string(hide_password=False), folder)

    def _address(self, name: str) -> URL:
        return self.server.url.set(database=f"{self.prefix}_{name}")


@contextmanager
def connected(address: URL) -> Iterator[Connection]:
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        yield connection


def content_of(connection: Connection) -> Content:
    rows = {table: _rows(connection, table) for table in _tables_with_pages(connection)}
    return Content(
        {table: copied for table, copied in rows.items() if copied},
        dict(connection.execute(_NUMBERS).fetchall()),
    )


def fill_again(connection: Connection, content: Content) -> None:
    """Puts the content in the place of all that the tables hold."""
    connection.execute("SET session_replication_role = replica")  # neither triggers nor foreign keys
    if tables := [sql.Identifier(table) for table in _tables_with_pages(connection)]:
        delete = sql.SQL("DELETE FROM {}")
        connection.execute(sql.SQL("; ").join(delete.format(table) for table in tables))
        # An emptied table gives its pages back, so that the next rows lie in the order of their coming.
        connection.execute(sql.SQL("VACUUM {}").format(sql.SQL(", ").join(tables)))
    for table, rows in content.rows.items():
        with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
            copy.write(rows)
    connection.execute(_SET_NUMBERS, (list(content.numbers), list(content.numbers.values())))
    connection.execute("RESET session_replication_role")


def _tables_with_pages(connection: Connection) -> list[str]:
    return [name for (name,) in connection.execute(_WITH_PAGES)]


def _rows(connection: Connection, table: str) -> bytes:
    with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copy:
        return b"".join(bytes(part) for part in copy)


def _shape(connection: Connection) -> str:
    """What tells whether a table was made, changed or dropped."""
    (shape,) = connection.execute(_SHAPE).fetchone() or ("",)
    return str(shape)
