"""The fixed cast, and a fresh register for every test: SQLite, and PostgreSQL too below the web."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import URL, Engine, create_engine, make_url, text

from registry.actions.add_authority import insert_authority
from registry.actions.initialise_registry import initialise_registry
from registry.config import Settings
from registry.domain.roles import OPERATOR, VISITOR, Actor, Role
from registry.storage.authorities import AuthorityKind
from registry.storage.engine import Store, open_store, transaction
from registry.storage.migrate import migrate
from registry.storage.people import User, actor_of
from registry.web.app import create_app

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)  # a Thursday, 10:00 in Asia/Shanghai
PASSWORD = "correct horse battery staple"
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
ON_BOTH_DATABASES = ("tests/actions/", "tests/jobs/", "tests/storage/")


@dataclass(frozen=True)
class Cast:
    """Who acts in the tests: drafter and stranger are contacts of two authorities, the rest are the office."""

    government_id: int
    authority_id: int  # the drafter's
    other_authority_id: int  # the stranger's
    drafter: Actor
    stranger: Actor
    clerk: Actor
    lead: Actor
    admin: Actor
    auditor: Actor
    visitor: Actor = VISITOR


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
def app(store: Store) -> Iterator[Flask]:
    """The application over `store`; the wall clock starts at `now`, forms need no token."""
    with time_machine.travel(NOW):
        app = create_app(Settings(instance=store.folder), store)
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """The browser of a visitor."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[[str], FlaskClient]:
    """sign_in("clerk"): the browser of one of the cast."""

    def as_(name: str) -> FlaskClient:
        client = app.test_client()
        answer = client.post("/account/sign-in", data={"login": name, "password": PASSWORD})
        assert answer.status_code == 303, f"{name} cannot sign in"
        return client

    return as_


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
def _sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("registers")
    for name, fill in (("empty", migrate), ("filled", _fill)):
        store = open_store(f"sqlite:///{folder / name}.sqlite", folder)
        fill(store)
        store.engine.dispose()
    return folder


@pytest.fixture(scope="session")
def _cast(_sqlite_files: Path) -> Cast:
    store = open_store(f"sqlite:///{_sqlite_files / 'filled.sqlite'}", _sqlite_files)
    with transaction(store) as session:
        actors = [actor_of(session.get_one(User, n)) for n in range(1, 7)]
    store.engine.dispose()
    return Cast(1, 2, 3, *actors)


@pytest.fixture(scope="session")
def _postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, str]]:
    """A connection that may make databases, and the names' common beginning."""
    url = make_url(os.environ["TEST_DATABASE_URL"]).set(drivername="postgresql+psycopg")
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    prefix = f"registry_test_{os.getpid()}"
    for name, fill in (("empty", migrate), ("filled", _fill)):
        _run(server, f'CREATE DATABASE "{prefix}_{name}"')
        store = open_store(_address(url, f"{prefix}_{name}"), tmp_path_factory.mktemp(name))
        fill(store)
        store.engine.dispose()
    yield server, prefix
    for name in ("empty", "filled"):
        _run(server, f'DROP DATABASE "{prefix}_{name}"')
    server.dispose()


def _fresh(backend: str, kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    if backend == "sqlite":
        file = folder / "registry.sqlite"
        shutil.copy(request.getfixturevalue("_sqlite_files") / f"{kind}.sqlite", file)
        store = open_store(f"sqlite:///{file}", folder)
        yield store
        store.engine.dispose()
        return
    server, prefix = request.getfixturevalue("_postgres")
    _run(server, f'CREATE DATABASE "{prefix}" TEMPLATE "{prefix}_{kind}"')
    store = open_store(_address(server.url, prefix), folder)
    yield store
    store.engine.dispose()
    _run(server, f'DROP DATABASE "{prefix}" WITH (FORCE)')


def _fill(store: Store) -> None:
    migrate(store)
    initialise_registry(store, OPERATOR, tracked_from=date(2026, 1, 1), is_demonstration=False, now=NOW)
    with transaction(store) as session:
        for name, code, kind in (
            ("示范区人民政府", "gov", AuthorityKind.GOVERNMENT),
            ("示范区农业农村局", "agri", AuthorityKind.DEPARTMENT),
            ("示范区青石镇人民政府", "qingshi", AuthorityKind.TOWNSHIP),
        ):
            insert_authority(session, name=name, kind=kind, code=code, needs_review=False)
        for login, name, role, authority_id in (
            ("drafter", "周起草", Role.CONTACT, 2),
            ("stranger", "吴旁观", Role.CONTACT, 3),
            ("clerk", "陈经办", Role.CLERK, None),
            ("lead", "林负责", Role.LEAD, None),
            ("admin", "郑管理", Role.ADMIN, None),
            ("auditor", "王监督", Role.AUDITOR, None),
        ):
            user = User(
                login=login, name=name, role=role, authority_id=authority_id, email=f"{login}@example.cn"
            )
            user.password_hash, user.created_at = HASH, NOW
            session.add(user)
            session.flush()


def _address(url: URL, database: str) -> str:
    return url.set(database=database).render_as_string(hide_password=False)


def _run(server: Engine, statement: str) -> None:
    with server.connect() as connection:
        connection.execute(text(statement))
