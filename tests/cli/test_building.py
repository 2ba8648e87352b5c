"""`registry init`: an instance is made once, and never half."""

from pathlib import Path

from tests.cli.conftest import Run, done, printed


def test_an_instance_is_made_once(registry: Run) -> None:
    again = registry("init")
    assert again.exit_code == 1
    assert "已有登记系统" in again.stderr


def test_a_half_made_instance_is_made_anew(run: Run, tmp_path: Path) -> None:
    aside = tmp_path / "instance" / ".building"
    aside.mkdir(parents=True)
    (aside / "registry.sqlite").write_text("half")
    done(run("init"))
    assert not aside.exists()
    assert printed(done(run("verify", "--json"))) == {"differences": [], "orphans": []}
