"""Registers that many tests begin with: each is built once per run, and copied for every further test."""

import copy
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlmodel import select

from registry.storage.engine import Store, reading
from registry.storage.people import User
from tests.building.postgres_registers import Content, connected, content_of, fill_again

Prepare = Callable[..., Any]


class PreparedRegisters:
    """Remembers what a register looked like after a builder had filled it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._built: dict[tuple[str | bool, ...], tuple[Path, Content | None, Any]] = {}

    def fill(self, store: Store, build: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """Fills a fresh store as build(store, …) does, and returns what `build` returns.

        `build` is a function of a module that returns values, ids for instance, never a row or a store. It runs once
        for each set of arguments, each kind of database, and registers with and without people.
        """
        key = (
            store.engine.name,
            _has_people(store),
            build.__module__,
            build.__qualname__,
            repr(given),
            repr(sorted(named.items())),
        )
        store.engine.dispose()  # the last connection leaves no write-ahead log behind
        if key in self._built:
            folder, content, returned = self._built[key]
            shutil.copytree(folder, store.folder, dirs_exist_ok=True)
            if content:
                with connected(store.engine.url) as connection:
                    fill_again(connection, content)
            return copy.deepcopy(returned)
        returned = build(store, *given, **named)
        store.engine.dispose()
        folder = shutil.copytree(store.folder, self._folder / str(len(self._built)))
        self._built[key] = folder, _content(store), copy.deepcopy(returned)
        return returned


def _has_people(store: Store) -> bool:
    """Whether somebody may sign in: what tells a register with the cast from an empty one."""
    with reading(store) as session:
        return session.exec(select(User.id).limit(1)).first() is not None


def _content(store: Store) -> Content | None:
    """The rows of a register on PostgreSQL. On SQLite they are a file of its folder."""
    if store.engine.name == "sqlite":
        return None
    with connected(store.engine.url) as connection:
        return content_of(connection)
