"""`registry paper`: the list, making, getting and replacing a paper."""

import hashlib
import json
from pathlib import Path
from typing import Any

import time_machine
from click.testing import CliRunner, Result

from registry.cli import main
from registry.storage.engine import Store, transaction
from registry.storage.papers import Paper
from tests.building.filings import (
    owed_filing,
    register_filing,
    registered_without_paper,
    stored_filing,
    submitted_filing,
)
from tests.cast import NOW


def run(store: Store, *words: str) -> Result:
    with time_machine.travel(NOW):
        return CliRunner().invoke(main, ["--instance", str(store.folder), "paper", *words])


def answer(store: Store, *words: str) -> Any:
    result = run(store, *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_paper_is_made_listed_taken_out_and_replaced(store: Store, tmp_path: Path) -> None:
    number = stored_filing(store, registered_without_paper(store)).filing_no or ""
    made = answer(store, "make", "备案登记通知", number, "--on", "2026-03-05")
    assert (made["id"], made["number"], made["replaced_by"]) == (1, "备登〔2026〕1号", None)
    out = tmp_path / "paper.docx"
    told = answer(store, "get", "1", "-o", str(out))
    assert told["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest() == made["sha256"]
    newer = answer(store, "replace", "1", "--because", "日期误写")
    assert (newer["replaces_id"], newer["because"]) == (1, "日期误写")
    rows = answer(store, "list", "--kind", "registration_notice", "--year", "2026", "--authority", "agri")
    assert [(row["id"], (row["replaced_by"] or {}).get("id")) for row in rows] == [(1, 2), (2, None)]
    assert not {"docx", "pdf"} & rows[0].keys()
    assert answer(store, "list", "--year", "2025") == []
    assert "已由备登〔2026〕2号替代" in run(store, "list").stdout
    assert (
        "备登〔2026〕3号"
        in run(store, "make", "registration_notice", str(registered_without_paper(store, 4))).stdout
    )


def test_a_letter_urges_the_authority_named_by_its_code_name_or_id(store: Store) -> None:
    owed_filing(store)
    for words, on in (("agri", "03-03"), ("示范区农业农村局", "03-04"), ("2", "03-05")):
        assert (
            "已出具督促报备函备函〔2026〕"
            in run(store, "make", "urging_letter", words, "--on", f"2026-{on}").stdout
        )
    assert "一天只出一份" in run(store, "make", "urging_letter", "2", "--on", "2026-03-05").output
    assert (
        "没有代码或名称为“示范区外事办”的制定机关"
        in run(store, "make", "urging_letter", "示范区外事办").output
    )


def test_what_cannot_be_done_is_told(store: Store, tmp_path: Path) -> None:
    filing_id = submitted_filing(store)
    out = str(tmp_path / "paper")
    for words, sentence in (
        (("make", "odd", "1"), "没有“odd”这种文书"),
        (("make", "备案登记通知", "备〔2020〕1号"), "没有编号、文号、登记号或者标题为"),
        (("make", "备案登记通知", str(filing_id)), "予以登记后才有"),
        (("make", "备案登记通知", "9999999999999"), "没有编号为"),
        (("make", "备案登记通知", "99"), "没有这件备案"),
        (("get", "9", "-o", out), "没有编号为9的文书"),
        (("print-again", "9"), "没有这份文书"),
        (("replace", "9", "--because", "误"), "没有这份文书"),
        (("list", "--year", "26"), "年份26不在"),
        (("list", "--kind", "x"), "没有“x”这种文书"),
    ):
        result = run(store, *words)
        assert result.exit_code == 1, words
        assert sentence in result.stderr, words
    register_filing(store, filing_id)
    assert "这份文书没有 PDF" in run(store, "get", "1", "-o", out, "--pdf").stderr
    with transaction(store) as session:
        session.get_one(Paper, 1).docx = None
    assert "只留下编号" in run(store, "get", "1", "-o", out).stderr
