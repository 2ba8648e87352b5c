"""The engine, its pragmas, and transaction(): the only thing that commits."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from sqlmodel import Session

from registry.domain.errors import Busy

BUSY_TIMEOUT_MS = 30_000
_DISK_FULL = "53100"  # in PostgreSQL


@dataclass(frozen=True)
class Store:
    """The database of an instance, and the folder of its files."""

    engine: Engine
    folder: Path

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def index(self) -> Path:
        return self.folder / "index"


def open_store(database_url: str, folder: Path) -> Store:
    """The store of an instance. It creates a connection pool, and neither database nor folder."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        engine = create_engine(
            url,
            connect_args={"check_same_thread": False},
            poolclass=QueuePool,
            pool_size=20,
            hide_parameters=True,  # an error's words go to the log, and what people typed does not
        )
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
    else:
        engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)
    return Store(engine, folder)


@contextmanager
def transaction(store: Store) -> Iterator[Session]:
    """A session whose writes are committed together at the end, or not at all.

    On SQLite it begins IMMEDIATE, so that it never overwrites an update that was made after it read (STACK, traps).
    Raises Busy when another transaction writes for longer than BUSY_TIMEOUT_MS.
    """
    engine = store.engine.execution_options(writes=True)
    with Session(engine, expire_on_commit=False) as session:
        try:
            yield session
        except DBAPIError as error:
            if "database is locked" in str(error.orig):
                raise Busy from error
            raise
        try:
            session.commit()
        except BaseException:
            session.invalidate()  # a failed COMMIT may leave the transaction open: the connection is not reused
            raise


@contextmanager
def reading(store: Store) -> Iterator[Session]:
    """A session for reading: it sees the register at one moment, and writes nothing."""
    engine = store.engine
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with Session(engine, expire_on_commit=False, autoflush=False) as session:
        yield session


def is_disk_full(error: BaseException | None) -> bool:
    """Whether a file or a database could not be written because the disk is full."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    if not isinstance(error, DBAPIError):
        return False
    return getattr(error.orig, "sqlstate", None) == _DISK_FULL or "disk is full" in str(error.orig)


def is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _set_pragmas(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "cache_size=-65536",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
