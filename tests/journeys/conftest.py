"""Two grounds: the demonstration district, one for the whole walk, and the cast in a fresh register per story."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache

from registry.config import Settings
from registry.demonstration.loading import load_demonstration
from registry.search.index import rebuild
from registry.storage.engine import Store, open_store
from registry.storage.migrate import migrate
from registry.web.app import create_app
from registry.web.limits import limiter
from tests.building.applications import borrowed, make_shared_application
from tests.cast import NOW, PASSWORD
from tests.journeys.unfinished import leave_unfinished


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, dict[str, str]]:
    """A loaded and indexed district, and the password of each login."""
    folder: Path = tmp_path_factory.mktemp("demonstration")
    store = open_store(f"sqlite:///{folder / 'registry.sqlite'}", folder)
    migrate(store)
    with time_machine.travel(NOW):
        sign_ins = load_demonstration(store, NOW)
        leave_unfinished(store, NOW)
    rebuild(store)
    return store, {login: password for login, password, _ in sign_ins}


@pytest.fixture(scope="module")
def app(demonstration: tuple[Store, dict[str, str]]) -> Iterator[Flask]:
    store, _ = demonstration
    with time_machine.travel(NOW):
        app = create_app(Settings(instance=store.folder), store)
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
        limiter.enabled = False  # one visitor follows every link within a second
        yield app
        limiter.enabled = True


@pytest.fixture(scope="module")
def sign_in(app: Flask, demonstration: tuple[Store, dict[str, str]]) -> Callable[[str], FlaskClient]:
    """sign_in("clerk"): the browser of one of the district's people; "visitor" has none to give."""

    def as_(login: str) -> FlaskClient:
        client = app.test_client()
        if login != "visitor":
            given = {"login": login, "password": demonstration[1][login]}
            assert client.post("/account/sign-in", data=given).status_code == 303
        return client

    return as_


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The wall clock: it starts at NOW and runs, until a story moves it."""
    with time_machine.travel(NOW) as clock:
        yield clock


@pytest.fixture(scope="session")
def _application(tmp_path_factory: pytest.TempPathFactory, compiled: BytecodeCache) -> Flask:
    return make_shared_application(tmp_path_factory.mktemp("application"), compiled)


@pytest.fixture
def enter(
    _application: Flask, store: Store, clock: time_machine.Traveller
) -> Iterator[Callable[[str], FlaskClient]]:
    """enter("clerk"): a new browser of one of the cast; "visitor" has nothing to sign in with."""

    def as_(name: str) -> FlaskClient:
        client = app.test_client()
        if name != "visitor":
            given = {"login": name, "password": PASSWORD}
            assert client.post("/account/sign-in", data=given).status_code == 303
        return client

    with borrowed(_application, store) as app:
        yield as_
