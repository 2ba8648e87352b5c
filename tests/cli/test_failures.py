"""However a command fails, a person reads one sentence, and never a traceback."""

import errno
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from registry.cli import verification
from tests.cli.conftest import Run, printed


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OperationalError("INSERT secret", {}, sqlite3.OperationalError("database or disk is full")),
    ],
)
def test_a_full_disk_is_named_with_what_to_do(
    registry: Run, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(_store: object) -> None:
        raise error

    monkeypatch.setattr(verification, "verify_register", fail)
    result = registry("verify", "--json")
    assert result.exit_code == 1
    sentence = printed(result)["problem"]
    assert sentence.startswith("磁盘已满，这一步没有完成")
    assert "请清理磁盘空间后重新运行" in sentence
    assert "Traceback" not in result.stderr


def test_an_instance_of_an_older_version_is_told_how_to_migrate(registry: Run, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "instance" / "registry.sqlite")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '0001'")
        database.execute("ALTER TABLE document RENAME COLUMN title TO name")
    result = registry("verify")
    assert result.exit_code == 1
    assert "登记簿是旧版本的" in result.stderr
    assert "registry serve" in result.stderr
