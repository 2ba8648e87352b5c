"""Issue registers, pasted with or without a header, and uploaded."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.errors import Refusal
from registry.exports.tables import render_xlsx
from registry.readers.ledgers.issue_lines import IssueLine, issue_text, read_issue_text
from registry.readers.sandbox import read_issue_file

NUMBER = "示农〔2026〕3号"


@pytest.mark.parametrize(
    "text",
    [
        f"示范区农机购置补贴办法\t{NUMBER}\t2026-02-01",
        f"{NUMBER}\t2026年2月1日\t示范区农机购置补贴办法",
        f"1\t示范区农机购置补贴办法\t{NUMBER}\t2026.2.1",
        f"示范区农机购置补贴办法 {NUMBER} 2026-02-01",
        f"示范区农机购置补贴办法　　{NUMBER}　　二〇二六年二月一日",
        f"1.示范区农机购置补贴办法（{NUMBER}）　2026.2.1",
        f"（12）《示范区农机购置补贴办法》（{NUMBER}，2026年2月1日）",
        f"３、示范区农机购置补贴办法 {NUMBER} 2026.2.1",
        f"序号\t文件标题\t发文字号\t成文日期\n1\t示范区农机购置补贴办法\t{NUMBER}\t2026/2/1",
        f"示范区农业农村局发文登记表\n\n文号\t标题\t印发日期\n{NUMBER}\t示范区农机购置补贴办法\t46054",
    ],
)
def test_one_line_is_read_however_it_was_copied(text: str) -> None:
    (line,) = read_issue_text(text)
    assert (line.title, line.doc_no, line.issued_on, line.problem) == (
        "示范区农机购置补贴办法",
        NUMBER,
        date(2026, 2, 1),
        "",
    )


def test_a_line_is_named_by_its_place_in_the_text() -> None:
    bare = read_issue_text("关于甲的通知\n\n关于乙的通知\t2026-02-01")
    assert [line.place for line in bare] == ["第1行", "第3行"]
    headed = read_issue_text("标题\t发文字号\n关于甲的通知\t")
    assert [line.place for line in headed] == ["第2行"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (f"\t{NUMBER}\t2026-02-01", "没有标题"),
        (f"关于甲的通知\t{NUMBER}\t1987年10年27日", "两个“年”"),
        (f"关于甲的通知\t{NUMBER}\t2026年13月5日", "不存在"),
        (f"{'长' * 501}\t{NUMBER}\t2026-02-01", "超过500字"),
    ],
)
def test_a_line_that_cannot_be_taken_in_says_why(row: str, problem: str) -> None:
    (line,) = read_issue_text(f"标题\t发文字号\t印发日期\n{row}")
    assert problem in line.problem


def test_nothing_of_a_secret_line_is_kept() -> None:
    (line,) = read_issue_text(f"标题\t文号\t密级\n关于甲的通知\t{NUMBER}\t机密★10年")
    assert "密级" in line.problem
    assert (line.title, line.doc_no) == ("", "")
    assert "甲" not in issue_text([line])


@pytest.mark.parametrize(("heading", "authority"), [("发文机关", "示范区教育局"), ("拟稿单位", "")])
def test_a_drafting_unit_is_not_an_authority(heading: str, authority: str) -> None:
    (line,) = read_issue_text(f"标题\t{heading}\n关于甲的通知\t示范区教育局")
    assert line.authority == authority


@pytest.mark.parametrize(("written", "doc_no"), [("无", ""), ("—", ""), ("泉政20223号", "泉政20223号")])
def test_a_malformed_number_is_kept_as_written_and_a_dash_is_empty(written: str, doc_no: str) -> None:
    (line,) = read_issue_text(f"标题\t文号\n关于甲的通知\t{written}")
    assert (line.doc_no, line.problem) == (doc_no, "")


@pytest.mark.parametrize("text", ["", " \n\t\n"])
def test_an_empty_paste_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="没有内容"):
        read_issue_text(text)


def test_a_workbook_becomes_text_that_reads_the_same_places_included(tmp_path: Path) -> None:
    rows = [["关于甲的通知", NUMBER, date(2026, 2, 1)], ["关于乙的通知", "无", "2026年13月5日"]]
    path = tmp_path / "list.xlsx"
    path.write_bytes(render_xlsx(["文件标题", "发文字号", "印发日期"], rows, "发文"))
    lines = read_issue_file(path, "发文.xlsx")
    assert [line.place for line in lines] == ["第2行", "第3行"]
    assert read_issue_text(issue_text(lines)) == lines


WORDS = st.text("关于甲乙丙丁印发办法通知工作要点", min_size=1, max_size=30)


@given(
    st.lists(st.tuples(WORDS, st.integers(1, 999), st.dates(date(1950, 1, 1), date(2026, 1, 1))), min_size=1)
)
def test_written_lines_are_read_back_unchanged(rows: list[tuple[str, int, date]]) -> None:
    lines = [
        IssueLine(f"第{at}行", f"关于{title}的通知", f"示农〔2026〕{serial}号", "", day, day.isoformat())
        for at, (title, serial, day) in enumerate(rows, 2)
    ]
    assert read_issue_text(issue_text(lines)) == lines
