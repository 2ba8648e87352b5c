"""`registry legality`: the list, a draft's reviews whole, and its moves, refused as the page refuses them."""

import json
from pathlib import Path
from typing import Any

import time_machine
from click.testing import CliRunner, Result

from registry.cli import main
from registry.storage.engine import Store
from tests.building.reviews import draft, under_review
from tests.cast import NOW, Cast


def run(store: Store, *words: str) -> Result:
    with time_machine.travel(NOW):
        return CliRunner().invoke(main, ["--instance", str(store.folder), "legality", *words])


def answer(store: Store, *words: str) -> Any:
    result = run(store, *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_draft_is_sent_with_its_materials_asked_and_passed(
    store: Store, cast: Cast, tmp_path: Path
) -> None:
    one = str(draft(store, cast.drafter))
    assert (
        "缺少合法性审核。"
        in answer(store, "show", one)["obstacles"][0] + answer(store, "show", one)["obstacles"][1]
    )
    (tmp_path / "起草说明.txt").write_text("起草说明全文", "utf-8")
    waived = ("--waive", "制定依据=写在第一条", "--waive", "公平竞争审查结论=不涉及")
    refused = run(store, "move", one, "submit", *waived)
    assert refused.exit_code == 1
    assert "送审材料还缺起草说明" in refused.stderr
    sent = answer(
        store, "move", one, "submit", "--on", "2026-03-02", "--file", str(tmp_path / "起草说明.txt")
    )
    assert (sent["state"], sent["due_on"]) == ("submitted", "2026-03-23")
    assert sent["materials"][1]["files"] == ["起草说明.txt"]
    answer(store, "move", one, "accept", "--on", "2026-03-02")
    assert (
        answer(store, "move", one, "ask", "--reason", "依据是什么？")["clock_stopped_since"] == "2026-03-05"
    )
    answer(store, "move", one, "answer", "--reason", "省条例")
    answer(store, "move", one, "change", "--reason", "第三条删去罚款。")
    assert "现有1项" not in run(store, "move", one, "revise", "--answer", "已删去").stderr
    done = answer(store, "move", one, "followed", "--reason", "已按意见修改。")
    assert (done["state"], done["opinion_on"]) == ("followed", "2026-03-05")
    assert [line["move"] for line in done["moves"]][-3:] == ["change", "revise", "followed"]
    shown = run(store, "show", one).output
    assert "审核意见（2026-03-05）：已按意见修改。" in shown


def test_the_list_is_narrowed(store: Store, cast: Cast) -> None:
    one = under_review(store, cast.drafter)
    assert [row["document_id"] for row in answer(store, "list")] == [one]
    assert [row["waits_for"] for row in answer(store, "list", "--state", "reviewing")] == ["法制机构"]
    assert answer(store, "list", "--state", "asked") == []
    assert [row["due_on"] for row in answer(store, "list", "--overdue")] == ["2026-02-28"]
    assert "审核中" in run(store, "list").output


def test_what_cannot_be_is_said(store: Store, cast: Cast, tmp_path: Path) -> None:
    one = str(draft(store, cast.drafter))
    assert "没有编号为99的文件" in run(store, "show", "99").stderr
    assert "不能“受理”" in run(store, "move", one, "accept").stderr
    assert "应写成 材料=理由" in run(store, "move", one, "submit", "--waive", "起草说明").stderr
    assert "清单中没有这一项" in run(store, "move", one, "submit", "--waive", "别的=没有").stderr
    (tmp_path / "甲.txt").write_text("甲", "utf-8")
    assert (
        "看不出是哪一种材料" in run(store, "move", one, "submit", "--file", str(tmp_path / "甲.txt")).stderr
    )
