"""The application over a fresh register, and a browser for each of the cast."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache

from registry.storage.engine import Store
from tests.building.applications import borrowed, make_application, make_shared_application
from tests.cast import NOW, PASSWORD


@pytest.fixture(scope="session")
def _application(tmp_path_factory: pytest.TempPathFactory, compiled: BytecodeCache) -> Flask:
    return make_shared_application(tmp_path_factory.mktemp("application"), compiled)


@pytest.fixture
def app(_application: Flask, store: Store) -> Iterator[Flask]:
    """The application over `store`; the wall clock starts at `now`, forms need no token."""
    with time_machine.travel(NOW), borrowed(_application, store) as app:
        yield app


@pytest.fixture
def new_app(store: Store, compiled: BytecodeCache) -> Iterator[Flask]:
    """An application that has answered nothing yet, so that a test may add pages to it."""
    with time_machine.travel(NOW):
        yield make_application(store, compiled)


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
