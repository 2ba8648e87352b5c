"""Starting, checking, saving and restoring an instance from the command line."""

from pathlib import Path

import pytest
from click.testing import Result

from tests.cli.conftest import Run, printed


def _ok(result: Result) -> Result:
    assert result.exit_code == 0, result.output
    return result


def test_an_instance_is_made_once(registry: Run) -> None:
    again = registry("init")
    assert again.exit_code == 1
    assert "已有登记系统" in again.stderr


def test_before_init_every_command_says_what_to_do(run: Run) -> None:
    result = run("due", "--json")
    assert result.exit_code == 1
    assert "registry init" in printed(result)["problem"]


def test_a_half_made_instance_is_made_anew(run: Run, tmp_path: Path) -> None:
    aside = tmp_path / "instance" / ".building"
    aside.mkdir(parents=True)
    (aside / "registry.sqlite").write_text("half")
    _ok(run("init"))
    assert not aside.exists()
    assert printed(_ok(run("verify", "--json"))) == {"differences": [], "orphans": []}


def test_the_instance_may_be_named_anywhere_on_the_line(run: Run, tmp_path: Path) -> None:
    _ok(run("init", "--instance", str(tmp_path / "other")))
    assert (tmp_path / "other" / "registry.sqlite").exists()
    assert not (tmp_path / "instance").exists()


def test_the_first_admin_is_made_with_a_password_from_standard_input(registry: Run) -> None:
    _ok(registry("user", "add", "admin1", "--role", "admin", typed="correct horse battery\n"))
    twice = registry("user", "add", "admin1", "--role", "admin", typed="correct horse battery\n")
    assert twice.exit_code == 1
    assert "已有人使用" in twice.stderr


@pytest.mark.parametrize(
    ("words", "typed", "sentence"),
    [
        (("zhang", "--role", "clerk"), "short\n", "至少12个字符"),
        (("zhang", "--role", "contact"), "correct horse battery\n", "联络员须选择"),
        (("zhang", "--role", "contact", "--authority", "nope"), "correct horse battery\n", "没有代码为"),
    ],
)
def test_a_bad_user_is_refused_in_a_sentence(
    registry: Run, words: tuple[str, ...], typed: str, sentence: str
) -> None:
    result = registry("user", "add", *words, typed=typed)
    assert result.exit_code == 1
    assert sentence in result.stderr


def test_wrong_usage_exits_2(registry: Run) -> None:
    assert registry("due", "--on", "2026-13-01").exit_code == 2
    assert registry("nonsense").exit_code == 2
    assert registry("user", "add", "zhang", "--role", "king").exit_code == 2


def test_jobs_that_never_ran_are_said_to_be_silent(registry: Run) -> None:
    result = registry("jobs", "--json")
    assert result.exit_code == 1
    assert {job["is_fresh"] for job in printed(result)} == {False}


def test_a_job_runs_as_of_an_instant(registry: Run) -> None:
    report = printed(_ok(registry("run-job", "queue_notices", "--now", "2026-11-22T09:00", "--json")))
    assert report["error"] == ""
    assert registry("run-job", "queue_notices", "--now", "昨天").exit_code == 2


def test_a_backup_is_restored_elsewhere(registry: Run, tmp_path: Path) -> None:
    _ok(registry("user", "add", "admin1", "--role", "admin", typed="correct horse battery\n"))
    file = str(tmp_path / "b.zip")
    _ok(registry("backup", file))
    other = str(tmp_path / "other")
    _ok(registry("restore", file, "--instance", other))
    assert printed(_ok(registry("verify", "--json", "--instance", other))) == {
        "differences": [],
        "orphans": [],
    }
    assert registry("restore", file).exit_code == 1


def test_the_index_is_rebuilt(registry: Run) -> None:
    assert "0件" in _ok(registry("reindex")).stderr
