"""The instance that a command works on."""

from pathlib import Path

from tests.cli.conftest import Run, done, printed


def test_before_init_every_command_says_what_to_do(run: Run) -> None:
    result = run("due", "--json")
    assert result.exit_code == 1
    assert "registry init" in printed(result)["problem"]


def test_the_instance_may_be_named_anywhere_on_the_line(run: Run, tmp_path: Path) -> None:
    done(run("init", "--instance", str(tmp_path / "other")))
    assert (tmp_path / "other" / "registry.sqlite").exists()
    assert not (tmp_path / "instance").exists()
