"""`registry check`, as an operator reads it."""

import json
from pathlib import Path

from tests.cli.conftest import Run

PAPER = """示范县城市管理局关于加强市容管理的通知
示城管〔2025〕5号
各乡镇：
一、违者罚款200元。
二、外地企业在我县承接工程须经许可。
本通知自2025年4月1日起施行，有效期5年。
示范县城市管理局
2025年3月6日"""


def test_each_finding_is_a_line_with_its_rule_place_and_source(run: Run, tmp_path: Path) -> None:
    (tmp_path / "市容.txt").write_text(PAPER, "utf-8")
    lines = [json.loads(line) for line in run("check", str(tmp_path), "--json").stdout.splitlines()]
    assert {line["rule"] for line in lines} >= {"penalty.fine", "competition.foreign"}
    fine = next(line for line in lines if line["rule"] == "penalty.fine")
    assert fine["quote"] == "一、违者罚款200元"
    assert fine["end"] - fine["start"] == len(fine["quote"])
    assert fine["level"] == "unlawful"
    assert "行政处罚法" in fine["source"]
    assert fine["file"] == "市容.txt"


def test_a_person_reads_words_and_a_clean_file_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAPER, "utf-8")
    (tmp_path / "b.txt").write_text(
        PAPER.replace("一、违者罚款200元。\n二、外地企业在我县承接工程须经许可。\n", ""), "utf-8"
    )
    printed = run("check", str(tmp_path)).stdout
    assert "[违法] 设定行政处罚：“一、违者罚款200元”" in printed
    assert "b.txt：没有发现" in printed


def test_a_file_that_cannot_be_read_fails_with_a_sentence_and_the_rest_goes_on(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(PAPER, "utf-8")
    (tmp_path / "z.docx").write_bytes(b"PK\x03\x04")
    result = run("check", str(tmp_path))
    assert result.exit_code == 1
    assert "z.docx" in result.stderr
    assert "违者罚款" in result.stdout
