"""Migrating a database to the newest version of the tables, by numbered steps."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import Session, select

from registry.storage.documents.tables import Document
from registry.storage.doubts import deriving as doubts
from registry.storage.engine import Store

STEPS = Path(__file__).parent / "migrations"
_LOCK = 20_260_101  # any number, the same for every process that migrates


def migrate(store: Store) -> None:
    """Applies all steps that are missing, or none; a second process waits.

    A step may change the facts that doubts rest on, so all doubts are derived again after it.
    """
    with _writing(store) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        taken = MigrationContext.configure(connection).get_current_revision()
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if taken not in (None, last_step()):
            _derive_doubts(connection)


@contextmanager
def _writing(store: Store) -> Iterator[sa.Connection]:
    """A transaction in which a table may be copied.

    SQLite would delete the rows that name a dropped table: its foreign keys rest meanwhile, and are checked at the end.
    """
    with store.engine.execution_options(writes=True).connect() as connection:
        if connection.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        held = connection.connection.dbapi_connection
        assert held is not None
        held.cursor().execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                    raise RuntimeError(f"a step left rows that name others that are gone: {broken[:5]}")
        finally:
            held.cursor().execute("PRAGMA foreign_keys=ON")


def steps_taken(store: Store) -> str | None:
    """The number of the last step applied to this database; None if it is empty or does not exist."""
    url = store.engine.url
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return None  # connecting would make the file
    with store.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def last_step() -> str:
    """The number of the newest step."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def _derive_doubts(connection: sa.Connection) -> None:
    with Session(connection, join_transaction_mode="rollback_only") as session:
        doubts.refresh(session, [key for key in session.exec(select(Document.id)) if key])


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
