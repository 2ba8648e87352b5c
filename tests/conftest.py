"""The fixed cast, and a fresh register for every test: SQLite, and PostgreSQL too below the web.

What many tests need alike is made once per run and copied: registers, templates, addresses, the reading process.
"""

import gc
import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Hashable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from sqlalchemy import Dialect, Engine, create_engine, event, make_url
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from registry.actions.people import _passwords
from registry.storage import engine as storage_engine
from registry.storage.engine import Store, open_store, transaction
from registry.storage.migrate import migrate
from registry.storage.people import User, actor_of
from tests.building.demonstrations import Demonstration, load_once
from tests.building.postgres_registers import PostgresRegisters
from tests.building.prepared_registers import Prepare, PreparedRegisters
from tests.building.reading_process import reading_processes_kept
from tests.cast import CHEAP_HASHER, NOW, Cast, fill

# The same examples on every machine, so that a red run can be repeated; others: --hypothesis-profile=other.
# How long an example takes is the machine's affair, and never makes a test fail.
settings.register_profile("other", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("repeatable", settings.get_profile("other"), derandomize=True)
settings.load_profile("repeatable")

LONGEST = (
    "journeys/test_every_page.py",
    "demonstration/test_loading.py",
    "actions/test_actions_crashed.py",
    "actions/authorities/test_reorganise_authority_at_once.py",
    "browser/test_every_width.py",
    "exports/papers/test_frame_laid_out.py",
    "exports/test_sheet_laid_out.py",
    "tests/test_scheduler.py",
)
ON_BOTH_DATABASES = ("tests/actions/", "tests/jobs/", "tests/storage/", "tests/journeys/test_twenty_years.py")


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def cast(_cast: Cast) -> Cast:
    return _cast


@pytest.fixture
def store(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    """An initialised register, tracking since 2026-01-01, that holds the cast and nothing else."""
    yield from _fresh(backend, "filled", tmp_path, request)


@pytest.fixture
def empty_store(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    """The tables and not one row: what `registry init` finds."""
    yield from _fresh(backend, "empty", tmp_path, request)


@pytest.fixture
def another_store(
    tmp_path_factory: pytest.TempPathFactory, _sqlite_stores: dict[str, Store]
) -> Callable[[str], Store]:
    """another_store("filled"): one more register on SQLite, with the cast; or "empty". Tests of many examples ask."""

    def new(kind: str) -> Store:
        return _copied(_sqlite_stores[kind], kind, tmp_path_factory.mktemp(kind))

    return new


@pytest.fixture
def prepared(store: Store, prepared_registers: PreparedRegisters) -> Prepare:
    """prepared(register, cast.clerk, now): register(store, cast.clerk, now), copied if an earlier test built it."""
    return partial(prepared_registers.fill, store)


@pytest.fixture(scope="session")
def prepared_registers(tmp_path_factory: pytest.TempPathFactory) -> PreparedRegisters:
    """prepared_registers.fill(empty_store, build): as `prepared`, for a register other than `store`."""
    return PreparedRegisters(tmp_path_factory.mktemp("prepared"))


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """The demonstration district, the same for all workers of a run; a test copies it."""
    return load_once(_shared(tmp_path_factory))


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """The templates, compiled once for all the applications and workers of a run."""
    folder = _shared(tmp_path_factory) / "templates"
    folder.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


def _shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that its workers share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session", autouse=True)
def _addresses_compiled() -> Iterator[None]:
    """The code behind url_for, compiled once for all the applications of a run: the dearest part of making one."""
    made: dict[Hashable, Callable[..., tuple[str, str]]] = {}
    compile_ = Rule._compile_builder

    def once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (*rule._trace, *(rule.defaults or {}).items(), append_unknown)
        if key not in made:
            made[key] = compile_(rule, append_unknown)
        return made[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", once)
        yield


@pytest.fixture(scope="session", autouse=True)
def _statements_compiled() -> Iterator[None]:
    """The statements, compiled once for all the databases of a kind; compilations belong to a dialect."""
    shared: dict[str, tuple[Dialect, Any]] = {}

    def create(*address: Any, **options: Any) -> Engine:
        engine = create_engine(*address, **options)
        event.listen(engine, "first_connect", partial(share, engine))
        if engine.name in shared:
            engine.dialect, engine._compiled_cache = shared[engine.name]
        return engine

    def share(engine: Engine, *_: Any) -> None:
        """A dialect is whole once it has seen a connection."""
        shared.setdefault(engine.name, (engine.dialect, LRUCache(10_000)))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage_engine, "create_engine", create)
        yield


@pytest.fixture(scope="session", autouse=True)
def product_hasher() -> Iterator[PasswordHasher]:
    """What the product hashes passwords with. Tests hash more cheaply, or each sign-in would cost 30 ms."""
    hasher = _passwords.HASHER
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_passwords, "HASHER", CHEAP_HASHER)
        yield hasher


@pytest.fixture(scope="session", autouse=True)
def _reading_processes_kept() -> Iterator[None]:
    with reading_processes_kept():
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest modules first, so that all workers of a run end at about the same time."""
    items.sort(key=lambda item: _place(str(item.path)))


def _place(path: str) -> int:
    return next((n for n, module in enumerate(LONGEST) if path.endswith(module)), len(LONGEST))


def pytest_collection_finish() -> None:
    """What was imported stays until the end: the collector need not look through it again."""
    gc.collect()
    gc.freeze()


# The registers, made once per run and copied for every test.


@pytest.fixture
def backend(request: pytest.FixtureRequest) -> str:
    return getattr(request, "param", "sqlite")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    where = str(metafunc.definition.path.relative_to(metafunc.config.rootpath))
    if "backend" not in metafunc.fixturenames or not where.startswith(ON_BOTH_DATABASES):
        return
    if "TEST_DATABASE_URL" in os.environ:
        other = pytest.param("postgresql", marks=pytest.mark.postgres)
        metafunc.parametrize("backend", ["sqlite", other], indirect=True)


@pytest.fixture(scope="session")
def _sqlite_stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Store]:
    folder = tmp_path_factory.mktemp("registers")
    file, stores = folder / "registry.sqlite", {}
    for kind, step in _STEPS.items():
        store = open_store(f"sqlite:///{file}", folder)
        step(store)
        store.engine.dispose()
        kept = shutil.copy(file, folder / f"{kind}.sqlite")
        stores[kind] = open_store(f"sqlite:///{kept}", folder)
    return stores


@pytest.fixture(scope="session")
def _cast(_sqlite_stores: dict[str, Store]) -> Cast:
    store = _sqlite_stores["filled"]
    with transaction(store) as session:
        actors = [actor_of(session.get_one(User, n)) for n in range(1, 7)]
    store.engine.dispose()
    return Cast(1, 2, 3, *actors)


@pytest.fixture(scope="session")
def _postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresRegisters]:
    url = make_url(os.environ["TEST_DATABASE_URL"]).set(drivername="postgresql+psycopg")
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    prefix = f"registry_test_{secrets.token_hex(4)}"
    registers = PostgresRegisters(server, prefix, _STEPS, tmp_path_factory.mktemp("postgres"))
    yield registers
    registers.close()


def _fresh(backend: str, kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    if backend == "sqlite":
        store = _copied(request.getfixturevalue("_sqlite_stores")[kind], kind, folder)
    else:
        store = request.getfixturevalue("_postgres").fresh(kind, folder)
    yield store
    store.engine.dispose()


def _copied(made: Store, kind: str, folder: Path) -> Store:
    file = folder / "registry.sqlite"
    shutil.copy(made.folder / f"{kind}.sqlite", file)
    store = open_store(f"sqlite:///{file}", folder)
    event.listen(store.engine, "connect", _trust_the_machine)
    return store


def _trust_the_machine(connection: sqlite3.Connection, _record: Any) -> None:
    """No test pulls the plug: a killed process loses nothing that the system has."""
    connection.execute("PRAGMA synchronous=OFF")


# The kinds of registers; each is made of the one before.
_STEPS = {"empty": migrate, "filled": fill}
