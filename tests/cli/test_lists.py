"""A list of any status on any day, written to a file."""

import json
from pathlib import Path

import time_machine
from click.testing import CliRunner

from registry.cli import main
from registry.storage.engine import Store
from tests.building.documents import register_old
from tests.cast import NOW


def test_the_suffix_chooses_the_kind_of_file_and_the_word_the_status(store: Store, tmp_path: Path) -> None:
    register_old(store, "关于甲的通知")
    for name, head in (("list.docx", b"PK"), ("list.xlsx", b"PK"), ("list.csv", b"\xef\xbb\xbf")):
        output = tmp_path / name
        arguments = ["--instance", str(store.folder), "list", "--status", "继续有效", "-o", str(output)]
        with time_machine.travel(NOW):
            result = CliRunner().invoke(main, [*arguments, "--json"])
        assert result.exit_code == 0, result.output
        assert json.loads(result.stdout)["n_documents"] == 1
        assert output.read_bytes().startswith(head)


def test_an_unknown_status_is_refused_with_the_known_ones(store: Store, tmp_path: Path) -> None:
    arguments = ["list", "--status", "有效吗", "-o", str(tmp_path / "list.csv")]
    result = CliRunner().invoke(main, ["--instance", str(store.folder), *arguments])
    assert result.exit_code == 1
    assert "in_force（继续有效）" in result.stderr
