"""`registry filing`: the list, a filing whole, and its moves, refused as the page refuses them."""

import json
from pathlib import Path
from typing import Any

import time_machine
from click.testing import CliRunner, Result

from registry.cli import main
from registry.domain.validity import Status
from registry.storage.documents.timelines import span_on
from registry.storage.engine import Store, reading
from tests.building.filings import TODAY, answered_filing, owed_filing, stored_filing
from tests.cast import NOW


def run(store: Store, *words: str) -> Result:
    with time_machine.travel(NOW):
        return CliRunner().invoke(main, ["--instance", str(store.folder), "filing", *words])


def answer(store: Store, *words: str) -> Any:
    result = run(store, *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_list_is_narrowed_and_a_filing_is_shown_whole(store: Store) -> None:
    owed, answered = owed_filing(store, 3), answered_filing(store, 4)
    assert [row["id"] for row in answer(store, "list")] == [owed, answered]
    assert [row["id"] for row in answer(store, "list", "--overdue")] == [owed]
    assert [row["state"] for row in answer(store, "list", "--state", "feedback")] == ["feedback"]
    assert answer(store, "list", "--authority", "示范区农业农村局", "--state", "passed") == []
    whole = answer(store, "show", str(answered))
    assert (whole["state"], whole["due_on"]) == ("feedback", "2026-02-24")
    assert [move["move"] for move in whole["moves"]] == [
        "submit",
        "register",
        "start_review",
        "opine",
        "answer",
    ]
    assert {"material": "起草说明", "files": []} in whole["materials"]


def test_it_is_submitted_with_its_materials_and_annulled_with_its_decision(
    store: Store, tmp_path: Path
) -> None:
    (tmp_path / "起草说明.txt").write_text("起草说明全文", "utf-8")
    filing_id = str(owed_filing(store))
    told = answer(store, "move", filing_id, "submit", "--file", str(tmp_path / "起草说明.txt"))
    assert told["state"] == "submitted"
    assert {"material": "起草说明", "files": ["起草说明.txt"]} in told["materials"]
    answered = answered_filing(store, 4)
    act = ("--effective-on", "2026-03-05", "--decided-by", "示范区人民政府示政〔2026〕3号")
    told = answer(store, "move", str(answered), "annul", "--reason", "超越权限", *act)
    assert told["state"] == "annulled"
    with reading(store) as session:
        span = span_on(session, stored_filing(store, answered).document_id, TODAY)
    assert span is not None
    assert span.status is Status.ANNULLED


def test_what_the_page_refuses_is_refused_in_its_words(store: Store, tmp_path: Path) -> None:
    filing_id = str(owed_filing(store))
    for words, sentence in (
        (("move", filing_id, "register"), "当前为“待报送”，等待制定机关报送备案；不能“予以登记”"),
        (("move", "99", "submit"), "没有编号为99的备案"),
        (("move", filing_id, "submit", "--on", "2026-03-06"), "晚于今天"),
        (("move", filing_id, "withdraw"), "须写明理由"),
        (("move", str(answered_filing(store, 4)), "annul", "--reason", "违法"), "由哪个机关哪份文件决定"),
    ):
        result = run(store, *words)
        assert result.exit_code == 1
        assert sentence in result.stderr
    (tmp_path / "扫描.txt").write_text("甲", "utf-8")
    assert (
        "看不出是哪一种材料"
        in run(store, "move", filing_id, "submit", "--file", str(tmp_path / "扫描.txt")).stderr
    )
    assert stored_filing(store, int(filing_id)).state == "owed"
    (tmp_path / "起草说明.txt").write_text("起草说明全文", "utf-8")
    assert run(store, "move", filing_id, "register", "--file", str(tmp_path / "起草说明.txt")).exit_code == 1
    assert {"material": "起草说明", "files": []} in answer(store, "show", filing_id)["materials"]


def test_overdue_authorities_are_urged_after_a_dry_run_and_once_a_day(store: Store) -> None:
    owed = owed_filing(store, 3)
    answered_filing(store, 4)
    told = answer(store, "urge", "--dry-run")
    assert (told["dry_run"], told["n_authorities"], told["n_filings"]) == (True, 1, 1)
    assert answer(store, "show", str(owed))["urges"] == []
    told = answer(store, "urge", "--authority", "示范区农业农村局")
    (urge,) = told["urged"]
    assert ([row["id"] for row in urge["filings"]], urge["told"]) == ([owed], ["周起草"])
    assert answer(store, "show", str(owed))["urges"] == [{"on": "2026-03-05", "by": "命令行"}]
    again = answer(store, "urge")
    assert (again["n_filings"], [row["id"] for row in again["already"]]) == (0, [owed])
    assert "1件今天已经催报过" in run(store, "urge").stderr
    assert answer(store, "urge", "--authority", "示范区青石镇人民政府")["n_filings"] == 0


def test_the_review_clock_is_told_and_moved(store: Store) -> None:
    filing_id = str(answered_filing(store, upto="start_review"))
    assert answer(store, "show", filing_id)["review_due_on"] == "2026-04-07"  # the 30th day is a holiday
    told = answer(store, "move", filing_id, "extend", "--reason", "案情复杂")
    assert (told["state"], told["extended"], told["review_due_on"]) == ("under_review", True, "2026-04-24")
    assert "只能“延长审查期限”一次" in run(store, "move", filing_id, "extend", "--reason", "再延").output
    told = answer(store, "move", filing_id, "ask_supplement", "--reason", "成本测算")
    assert (told["clock_stopped_since"], told["review_days_left"], told["review_due_on"]) == (
        "2026-03-05",
        50,
        None,
    )
    assert "审查计时自2026年3月5日起停止" in run(store, "show", filing_id).output
    assert answer(store, "move", filing_id, "supplement")["clock_stopped_since"] is None
    opined = ("opine", "--reason", "第三条与上位法不一致", "--correct-by")
    assert "应晚于提出审查意见之日" in run(store, "move", filing_id, *opined, "2026-03-05").output
    told = answer(store, "move", filing_id, *opined, "2026-05-01")
    assert (told["correct_by"], told["moves"][-1]["correct_by"]) == ("2026-05-01", "2026-05-01")
    assert "改正期限：2026年5月1日" in run(store, "show", filing_id).output
