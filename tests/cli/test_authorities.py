"""Authorities at the command line; a round from an imported ledger to its release and correction, wholly there."""

import json
from pathlib import Path

import time_machine
from click.testing import CliRunner, Result

from registry.actions.office.initialise_registry import initialise_registry
from registry.cli import main
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store
from tests.cast import NOW

LEDGER = """标题,发文字号,制定机关,公布日期,施行日期,有效期至,公开属性
关于示范区停车管理的通知,示政〔2022〕3号,示范区人民政府,2022-05-01,2022-05-01,2027-04-30,主动公开
关于示范区犬只管理的通知,示政〔2022〕4号,示范区人民政府,2022-06-01,2022-06-01,2027-05-31,主动公开
关于农机补贴的通知,示农〔2023〕1号,示范区农业农村局,2023-06-01,2023-06-01,2028-05-31,主动公开
"""


def run(store: Store, *args: str) -> Result:
    with time_machine.travel(NOW):
        return CliRunner().invoke(main, ["--instance", str(store.folder), *args])


def answer(store: Store, *args: str) -> dict:  # type: ignore[type-arg]
    result = run(store, *args, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_fresh_instance_goes_from_a_ledger_to_a_release_and_its_correction(
    empty_store: Store, tmp_path: Path
) -> None:
    store = empty_store
    initialise_registry(store, OPERATOR, tracked_from=NOW.date(), is_demonstration=False, now=NOW)
    ledger = tmp_path / "ledger.csv"
    ledger.write_text(LEDGER, "utf-8")
    assert run(store, "import", str(ledger)).exit_code == 0
    assert {row["needs_review"] for row in answer(store, "authority", "list")} == {True}
    answer(store, "cleanup", "open", "集中清理", "--cut-off", "2025-12-31")
    table = tmp_path / "outcomes.csv"
    table.write_text(
        "发文字号,清理意见,理由\n示政〔2022〕3号,继续有效,\n示政〔2022〕4号,废止,不再适用\n示农〔2023〕1号,继续有效,\n",
        "utf-8",
    )
    answer(store, "cleanup", "outcomes", "1", str(table))
    days = ("--decided-on", "2026-03-05", "--published-on", "2026-03-05", "--meeting", "区政府第3次常务会议")
    paper = ("-o", str(tmp_path / "paper.docx"))
    barred = run(store, "cleanup", "release", "1", *days, *paper)
    assert barred.exit_code == 1
    assert "示范区人民政府还没有核对" in barred.stderr
    command = barred.stderr.partition("运行 registry ")[2].partition("。")[0].split()
    assert command[:2] == ["authority", "confirm"]
    assert run(store, *command, "--organ-code", "示政").exit_code == 0
    wrong = run(store, "cleanup", "release", "1", *days, *paper, "--doc-no", "示政[2026]70号")
    assert "应为示政〔2026〕70号" in wrong.stderr
    released = answer(store, "cleanup", "release", "1", *days, *paper, "--doc-no", "示政〔2026〕70号")
    assert released["counts"] == {"retain": 2, "repeal": 1}
    corrected = ("--row", "示政〔2022〕4号=retain", "--because", "误列为废止")
    told = answer(store, "cleanup", "correct", "示政〔2026〕70号", *corrected, *days, *paper)
    assert told["counts"] == {"retain": 3}
    assert answer(store, "show", "示政〔2022〕4号")["status"] == "in_force"
    assert run(store, "verify").exit_code == 0


def test_an_authority_is_added_listed_and_confirmed_with_its_code(store: Store) -> None:
    added = answer(store, "authority", "add", "示范区教育局", "--kind", "department", "--organ-code", "示教")
    assert (added["name"], added["organ_code"], added["needs_review"]) == ("示范区教育局", "示教", False)
    taken = run(store, "authority", "add", "示范区教育局", "--kind", "department")
    assert (taken.exit_code, "已在制定机关名单中" in taken.stderr) == (1, True)
    (confirmed,) = answer(store, "authority", "confirm", "agri", "--organ-code", "示农")
    assert confirmed["organ_code"] == "示农"
    assert answer(store, "authority", "list", "--to-review") == []
    listed = run(store, "authority", "list")
    assert "示范区农业农村局" in listed.stdout
    assert run(store, "authority", "confirm", "无此机关").exit_code == 1
    assert run(store, "authority", "confirm", "agri", "gov", "--kind", "department").exit_code == 2
