"""The application over a fresh register, and a browser for each of the cast."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache

from registry.config import Settings
from registry.storage.engine import Store
from registry.web.app import create_app
from tests.cast import NOW, PASSWORD


@pytest.fixture
def app(store: Store, compiled: BytecodeCache) -> Iterator[Flask]:
    """The application over `store`; the wall clock starts at `now`, forms need no token."""
    with time_machine.travel(NOW):
        app = create_app(Settings(instance=store.folder), store)
        app.jinja_env.bytecode_cache = compiled
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
