"""`registry inspect`, as an operator reads it."""

import json
from pathlib import Path

from tests.cli.conftest import Run

PAPER = """示范区水利局关于印发《取水管理办法（试行）》的通知
示水〔2019〕5号
各镇人民政府：
现印发给你们，请执行。
附件：取水管理办法（试行）
示范区水利局
2019年5月6日
（此件公开发布）
取水管理办法（试行）
第一章　总则
第一条　根据《取水条例》，制定本办法。
第二条　本办法自印发之日起30日后施行，有效期2年。
示范区水利局办公室2019年5月8日印发"""


def test_each_value_is_printed_with_its_words_and_their_place(run: Run, tmp_path: Path) -> None:
    (tmp_path / "取水.txt").write_text(PAPER, "utf-8")
    lines = [line.strip() for line in run("inspect", str(tmp_path)).stdout.splitlines()]
    assert lines[0].startswith("取水.txt（txt，")
    assert lines[0].endswith("1章，2条）")
    assert "发文字号：示水〔2019〕5号（文首）" in lines
    assert lines[lines.index("印发日期：2019-05-08") + 1] == "版记：“示范区水利局办公室2019年5月8日印发”"
    working = "正文，印发之日取版记的印发日期2019-05-08，当日不计，满30日为2019-06-07，次日为2019-06-08"
    at = lines.index("施行日期：请核对，可能是2019-06-07或2019-06-08")
    assert lines[at + 1] == f"{working}：“自印发之日起30日后施行”"
    assert "公开属性：主动公开" in lines
    assert "有效期：2年" in lines
    assert "依据《取水条例》" in lines


def test_what_could_not_be_read_says_what_to_do(run: Run, tmp_path: Path) -> None:
    (tmp_path / "照片.docx").write_bytes(b"\x89PNG\r\n")
    result = run("inspect", str(tmp_path / "照片.docx"))
    assert result.exit_code == 1
    assert "请上传原来的 .docx 或 .pdf 文件" in result.stdout


def test_the_choices_and_the_outline_are_in_the_json(run: Run, tmp_path: Path) -> None:
    (tmp_path / "取水.txt").write_text(PAPER, "utf-8")
    read = json.loads(run("inspect", str(tmp_path / "取水.txt"), "--json").stdout)
    assert read["outline"] == {"章": 1, "条": 2}
    assert read["choices"]["effective_on"] == ["2019-06-07", "2019-06-08"]
    assert (read["issued_on"], read["effective_on"]) == ("2019-05-08", None)
