"""`registry init`: an instance is made once, and never half."""

from pathlib import Path

from registry.storage import office
from registry.storage.engine import open_store, reading
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


def test_a_new_instance_asks_for_two_people(run: Run, tmp_path: Path) -> None:
    done(run("init"))
    folder = tmp_path / "instance"
    with reading(open_store(f"sqlite:///{folder / 'registry.sqlite'}", folder)) as session:
        assert office.asks_for_two_people(session)
