"""The demonstration district, loaded once per run and copied: loading it takes longer than any test."""

import fcntl
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import time_machine

from registry.demonstration.loading import load_demonstration
from registry.storage.engine import Store, open_store
from registry.storage.migrate import migrate
from tests.cast import NOW

SignIn = tuple[str, str, str]  # login, password, and who that is


@dataclass(frozen=True)
class Demonstration:
    """The district of 2026-03-05 in a folder that nobody writes to."""

    folder: Path
    sign_ins: list[SignIn]

    def copy(self, folder: Path) -> Store:
        """A store of its own in another folder."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return open_store(f"sqlite:///{folder / 'registry.sqlite'}", folder)


def load_once(shared: Path) -> Demonstration:
    """The demonstration in a folder that all processes of a run share: the first one loads it, the others wait."""
    folder, sign_ins = shared / "demonstration", shared / "demonstration.json"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not sign_ins.exists():
            folder.mkdir()
            sign_ins.write_text(json.dumps(_load(folder)), "utf-8")
    return Demonstration(folder, [tuple(sign_in) for sign_in in json.loads(sign_ins.read_text("utf-8"))])


def _load(folder: Path) -> list[SignIn]:
    store = open_store(f"sqlite:///{folder / 'registry.sqlite'}", folder)
    migrate(store)
    with time_machine.travel(NOW):
        sign_ins = load_demonstration(store, NOW)
    store.engine.dispose()
    return sign_ins
