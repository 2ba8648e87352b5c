"""The web application of the tests: one is made per run and pointed at the register of the test that asks it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from jinja2 import BytecodeCache

from registry.config import Settings
from registry.storage.engine import Store, open_store
from registry.web.app import create_app
from registry.web.limits import limiter


def make_application(store: Store, compiled: BytecodeCache) -> Flask:
    """An application over `store` whose forms need no token; its templates are compiled once per run."""
    app = create_app(Settings(instance=store.folder), store)
    app.jinja_env.bytecode_cache = compiled
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app


def make_shared_application(folder: Path, compiled: BytecodeCache) -> Flask:
    """An application that has no register yet; the tests that borrow it each bring their own."""
    return make_application(open_store(f"sqlite:///{folder / 'registry.sqlite'}", folder), compiled)


@contextmanager
def borrowed(app: Flask, store: Store) -> Iterator[Flask]:
    """Points the application at `store`; its configuration and its counts of requests are put back afterwards."""
    config = dict(app.config)
    app.extensions["registry.settings"] = Settings(instance=store.folder)
    app.extensions["registry.store"] = store
    limiter.reset()
    yield app
    app.config.clear()
    app.config.update(config)
