"""The numbered steps lead exactly to the tables."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from registry.storage.engine import Store, open_store
from registry.storage.migrate import STEPS, last_step, migrate, steps_taken
from registry.storage.tables import METADATA


def _store(folder: Path, name: str) -> Store:
    return open_store(f"sqlite:///{folder / name}", folder)


def _shape(file: Path) -> dict[str, list[str]]:
    """The statement behind each table and index, its clauses sorted: their order carries no meaning."""
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'alembic%'")
        return {name: sorted(_clauses(" ".join(sql.split()))) for name, sql in rows if sql}


def _clauses(sql: str) -> list[str]:
    """The parts between the outermost brackets."""
    depth, parts = 0, [""]
    for char in sql:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char == "," and depth == 1:
            parts.append("")
        else:
            parts[-1] += char
    parts[0] = parts[0].partition("(")[2]
    return [part.strip().removesuffix(")" if part is parts[-1] else "").strip() for part in parts]


def test_the_steps_end_at_the_tables(tmp_path: Path) -> None:
    stepped = _store(tmp_path, "stepped.sqlite")
    migrate(stepped)
    with stepped.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)
    assert not differences
    METADATA.create_all(_store(tmp_path, "made.sqlite").engine)
    assert _shape(tmp_path / "stepped.sqlite") == _shape(tmp_path / "made.sqlite")


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    store = _store(tmp_path, "register.sqlite")
    assert steps_taken(store) is None
    migrate(store)
    before = _shape(tmp_path / "register.sqlite")
    migrate(store)
    assert steps_taken(store) == last_step()
    assert _shape(tmp_path / "register.sqlite") == before


def test_steps_are_numbered_without_a_gap() -> None:
    numbers = sorted(path.name.split("_")[0] for path in (STEPS / "versions").glob("[0-9]*.py"))
    assert numbers == [f"{n:04d}" for n in range(1, len(numbers) + 1)]
    assert numbers[-1] == last_step()


def test_each_database_ends_at_the_tables(empty_store: Store) -> None:
    with empty_store.engine.connect() as connection:
        assert not compare_metadata(MigrationContext.configure(connection), METADATA)
