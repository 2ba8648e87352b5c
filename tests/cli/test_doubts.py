"""The queue of doubts: how many of each kind, or the documents of one kind."""

import json

from click.testing import CliRunner

from registry.cli import main
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store
from tests.building.documents import register
from tests.cast import NOW


def test_doubts_are_counted_and_those_of_a_kind_named(store: Store) -> None:
    register(store, OPERATOR, NOW, doc_no="示农20263号")
    asked = ["--instance", str(store.folder), "doubts"]
    counted = CliRunner().invoke(main, asked)
    assert counted.exit_code == 0, counted.output
    assert counted.stdout.startswith("1\t文号无法识别\t")
    listed = CliRunner().invoke(main, [*asked, "--kind", "文号无法识别", "--json"])
    assert json.loads(listed.stdout) == {
        "counts": {"odd_number": 1},
        "documents": [
            {
                "id": 1,
                "doc_no": "示农20263号",
                "title": "示范区农机购置补贴办法",
                "authority": "示范区农业农村局",
                "twins": [],
            }
        ],
    }
    assert "缺公布日期" in CliRunner().invoke(main, [*asked, "--kind", "什么"]).stderr


def test_a_twin_is_named_beside_the_document_that_is_doubted_for_it(store: Store) -> None:
    register(store, OPERATOR, NOW)
    register(store, OPERATOR, NOW, title="另一份办法", duplicate_reason="当年编号有误")
    asked = ["--instance", str(store.folder), "doubts", "--kind", "same_number"]
    second, first = json.loads(CliRunner().invoke(main, [*asked, "--json"]).stdout)["documents"]
    assert second["twins"] == [{"id": 1, "doc_no": "示农〔2026〕3号", "title": "示范区农机购置补贴办法"}]
    assert [twin["id"] for twin in first["twins"]] == [2]
    listed = CliRunner().invoke(main, asked).stdout.splitlines()
    assert listed[1].split("\t")[-1] == "与《示范区农机购置补贴办法》（示农〔2026〕3号）#1"
