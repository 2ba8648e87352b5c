"""A transaction is kept whole or not at all, and whoever comes next finds the door open."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from registry.domain.roles import OPERATOR
from registry.storage.engine import Store, is_disk_full, open_store, reading, transaction
from registry.storage.migrate import migrate
from registry.storage.office import set_setting, setting
from tests.building.documents import register
from tests.cast import NOW, fill


def no_room(connection: Any) -> None:
    """SQLite itself then finds that the file may not grow."""
    n_pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    connection.exec_driver_sql(f"PRAGMA max_page_count={n_pages}")


def test_a_commit_that_fails_leaves_no_transaction_open_behind_it(store: Store) -> None:
    def fail(_connection: Any) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    sa.event.listen(store.engine, "commit", fail)
    with pytest.raises(sqlite3.OperationalError), transaction(store) as session:
        set_setting(session, "office_name", "甲")
    sa.event.remove(store.engine, "commit", fail)
    with transaction(store) as session:
        assert setting(session, "office_name") != "甲"
        set_setting(session, "office_name", "乙")
    with transaction(store) as session:
        assert setting(session, "office_name") == "乙"


def test_a_full_disk_is_known_as_one_and_once_there_is_room_the_act_succeeds(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/registry.sqlite", tmp_path)
    migrate(store)
    fill(store)
    sa.event.listen(store.engine, "begin", no_room)
    with pytest.raises(OperationalError) as caught:
        register(store, OPERATOR, NOW, text="第一条" * 100_000)
    assert is_disk_full(caught.value)
    sa.event.remove(store.engine, "begin", no_room)
    store.engine.dispose()
    assert register(store, OPERATOR, NOW, text="第一条" * 100_000) == 1
    store.engine.dispose()


def test_a_reader_sees_one_state_however_long_it_reads(store: Store) -> None:
    with reading(store) as session:
        before = setting(session, "office_name")
        session.expunge_all()
        with transaction(store) as other:
            set_setting(other, "office_name", "改名之后")
        assert setting(session, "office_name") == before
    with reading(store) as session:
        assert setting(session, "office_name") == "改名之后"
