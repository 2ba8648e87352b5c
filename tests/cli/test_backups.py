"""`registry backup` and `registry restore`."""

from pathlib import Path

from tests.cli.conftest import Run, done, printed


def test_a_backup_is_restored_elsewhere(registry: Run, tmp_path: Path) -> None:
    done(registry("user", "add", "admin1", "--role", "admin", typed="correct horse battery\n"))
    file = str(tmp_path / "b.zip")
    done(registry("backup", file))
    other = str(tmp_path / "other")
    done(registry("restore", file, "--instance", other))
    assert printed(done(registry("verify", "--json", "--instance", other))) == {
        "differences": [],
        "orphans": [],
    }
    assert registry("restore", file).exit_code == 1
