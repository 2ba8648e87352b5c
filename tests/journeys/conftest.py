"""The demonstration district for the walk over all pages, and a fresh register with the cast for each story."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache

from registry.config import Settings
from registry.search.index import rebuild
from registry.storage.engine import Store
from registry.web.app import create_app
from registry.web.limits import limiter
from tests.building.applications import borrowed, make_shared_application
from tests.building.demonstrations import Demonstration
from tests.cast import NOW, PASSWORD
from tests.journeys.unfinished import leave_unfinished


@pytest.fixture(scope="module")
def district(demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """An indexed district in which some work was left unfinished."""
    store = demonstration.copy(tmp_path_factory.mktemp("district"))
    with time_machine.travel(NOW):
        leave_unfinished(store, NOW)
    rebuild(store)
    return store


@pytest.fixture(scope="module")
def app(district: Store, compiled: BytecodeCache) -> Iterator[Flask]:
    with time_machine.travel(NOW):
        app = create_app(Settings(instance=district.folder), district)
        app.jinja_env.bytecode_cache = compiled
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
        limiter.enabled = False  # one visitor follows every link within a second
        yield app
        limiter.enabled = True


@pytest.fixture(scope="module")
def sign_in(app: Flask, demonstration: Demonstration) -> Callable[[str], FlaskClient]:
    """sign_in("clerk"): the browser of one of the district's people, signed in; "visitor" is not."""
    passwords = {login: password for login, password, _ in demonstration.sign_ins}

    def as_(login: str) -> FlaskClient:
        client = app.test_client()
        if login != "visitor":
            given = {"login": login, "password": passwords[login]}
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
    """enter("clerk"): a new browser of one of the cast, signed in; "visitor" is not."""

    def as_(name: str) -> FlaskClient:
        client = app.test_client()
        if name != "visitor":
            given = {"login": name, "password": PASSWORD}
            assert client.post("/account/sign-in", data=given).status_code == 303
        return client

    with borrowed(_application, store) as app:
        yield as_
