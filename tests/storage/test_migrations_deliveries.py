"""What was sent before notices had deliveries stays as it was said."""

from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from registry.storage.engine import open_store, reading
from registry.storage.migrate import STEPS, migrate
from registry.storage.notices import Notice

AT = datetime(2026, 3, 5, 2, 0)  # noqa: DTZ001  (as the column keeps it)


def _notice(number: int, state: str, outcome: str, **values: Any) -> dict[str, Any]:
    usual = {"sent_at": None, "next_attempt_at": None, "n_attempts": 0}
    return {
        "id": number, "key": f"k{number}", "kind": "filing_due", "subject": "filing", "subject_id": 1,
        "threshold": "5", "user_id": 1, "facts": "{}", "state": state, "outcome": outcome,
        "is_urgent": False, "created_at": AT, **usual, **values,
    }  # fmt: skip


def test_every_letter_becomes_a_delivery_and_the_inbox_alone_was_never_sent(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'old.sqlite'}", tmp_path)
    with store.engine.execution_options(writes=True).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(STEPS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0020")
        tables = sa.MetaData()
        tables.reflect(connection)
        user = {"id": 1, "login": "zhou", "name": "周", "role": "contact", "email": "", "password_hash": "",
                "is_active": True, "session_version": 1, "created_at": AT}  # fmt: skip
        connection.execute(sa.insert(tables.tables["user"]), user)
        rows = [
            _notice(1, "sent", "已发送至zhou@example.cn（第2次发送）", sent_at=AT, n_attempts=2),
            _notice(2, "sent", "仅站内", sent_at=AT),
            _notice(3, "failed", "邮件服务器拒收。", n_attempts=1),
            _notice(4, "pending", "暂不接收。稍后重发。", next_attempt_at=AT, n_attempts=3),
            _notice(5, "pending", "", next_attempt_at=AT),
            _notice(6, "cancelled", "备案已报送。"),
        ]
        connection.execute(sa.insert(tables.tables["notice"]), rows)
    migrate(store)
    with reading(store) as session:
        delivery = sa.table("delivery", *map(sa.column, ("notice_id", "state", "n_attempts", "outcome")))
        letters = session.execute(sa.select(delivery).order_by(delivery.c.notice_id)).all()
        notices = [session.get_one(Notice, number) for number in range(1, 7)]
    assert [tuple(letter) for letter in letters] == [
        (1, "sent", 2, "至zhou@example.cn（第2次发送）"),
        (3, "failed", 1, "邮件服务器拒收。"),
        (4, "pending", 3, "暂不接收。稍后重发。"),
    ]
    assert [notice.state for notice in notices] == [
        "sent", "inbox", "failed", "pending", "pending", "cancelled",
    ]  # fmt: skip
    assert [notice.next_attempt_at is None for notice in notices] == [True, True, True, True, False, True]
