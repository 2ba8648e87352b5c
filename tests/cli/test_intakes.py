"""`registry import` and `registry inspect`, as an operator runs them."""

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.building.ledgers import ledger
from tests.cli.conftest import Run, printed

GOOD = ("示范区水利局关于加强防汛的通知", "示水〔2019〕3号", "示范区水利局", "2019-05-06")
BAD = ("示范区水利局关于节水的通知", "示水〔2019〕4号", "示范区水利局", "2019-02-30")
PAPER = "示水〔2019〕5号\n\n示范区水利局关于取水许可的通知\n\n各镇人民政府：\n\n现就取水许可有关事项通知如下。\n\n示范区水利局\n2019年5月6日\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "台账.csv"
    path.write_bytes(ledger(GOOD, BAD))
    return path


def test_import_says_in_json_what_became_of_every_row(registry: Run, book: Path) -> None:
    result = registry("import", str(book), "--json")
    answer = printed(result)
    assert result.exit_code == 1
    assert [answer[name] for name in ("n_read", "n_added", "n_unchanged", "n_updated", "n_refused")] == [
        2,
        1,
        0,
        0,
        1,
    ]
    assert any(line["row"] == 2 and "制定机关名单" in line["sentence"] for line in answer["warnings"])
    assert [(line["file"], line["row"], line["title"]) for line in answer["refused"]] == [
        ("台账.csv", 3, BAD[0])
    ]
    assert "2月30日" in answer["refused"][0]["sentence"]


def test_a_second_import_changes_nothing(registry: Run, tmp_path: Path) -> None:
    (tmp_path / "台账.csv").write_bytes(ledger(GOOD))
    assert registry("import", str(tmp_path / "台账.csv")).exit_code == 0
    answer = printed(registry("import", str(tmp_path / "台账.csv"), "--json"))
    assert (answer["n_unchanged"], answer["n_added"], answer["n_updated"]) == (1, 0, 0)


def test_a_dry_run_says_the_same_and_writes_nothing(registry: Run, book: Path) -> None:
    dry = printed(registry("import", str(book), "--dry-run", "--json"))
    assert registry("show", "示水〔2019〕3号").exit_code == 1
    assert printed(registry("import", str(book), "--json")) == dry


def test_refused_rows_are_written_to_a_workbook(registry: Run, book: Path, tmp_path: Path) -> None:
    registry("import", str(book), "--refused", str(tmp_path / "refused.xlsx"))
    rows = list(openpyxl.load_workbook(tmp_path / "refused.xlsx").worksheets[0].values)
    assert rows[0] == ("文件名称", "发文字号", "制定机关", "公布日期", "未能导入的原因")
    assert rows[1][0] == BAD[0]
    assert len(rows) == 2


def test_disclosure_is_withheld_unless_it_is_chosen(registry: Run, tmp_path: Path) -> None:
    (tmp_path / "台账.csv").write_bytes(ledger(GOOD))
    registry("import", str(tmp_path / "台账.csv"))
    assert printed(registry("show", GOOD[1], "--json"))["disclosure"] == "不予公开"
    registry("import", str(tmp_path / "台账.csv"), "--update", "--disclosure", "public")
    assert printed(registry("show", GOOD[1], "--json"))["disclosure"] == "主动公开"


def test_a_folder_accounts_for_every_file(registry: Run, tmp_path: Path) -> None:
    folder = tmp_path / "文件"
    (folder / "水利").mkdir(parents=True)
    (folder / "水利" / "取水.txt").write_text(PAPER, "utf-8")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04")
    (folder / ".DS_Store").write_bytes(b"\x00")
    answer = printed(registry("import", str(folder), "--json"))
    assert (answer["n_read"], answer["n_added"], answer["n_refused"]) == (2, 1, 1)
    assert answer["refused"][0]["file"] == "坏.docx"


def test_inspect_prints_one_line_of_json_per_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "取水.txt").write_text(PAPER, "utf-8")
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.4 broken")
    result = run("inspect", str(tmp_path / "取水.txt"), str(tmp_path / "坏.pdf"), "--json")
    good, bad = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert (good["title"], good["doc_no"]) == ("示范区水利局关于取水许可的通知", "示水〔2019〕5号")
    assert (good["issuing_authority"], good["signed_on"]) == ("示范区水利局", "2019-05-06")
    assert good["evidence"]["doc_no"]["quote"]
    assert bad["problems"]
    assert bad["n_chars"] == 0


def test_a_column_can_be_named_on_the_command_line(registry: Run, tmp_path: Path) -> None:
    path = tmp_path / "怪台账.csv"
    path.write_text("事由,哪天,柜号\n示范区水利局关于取水的通知,2019-05-06,三\n", "utf-8")
    assert printed(registry("import", str(path), "--json"))["n_refused"] == 1
    columns = ("--column", "事由=标题", "--column", "哪天=成文日期", "--column", "柜号=不导入")
    assert printed(registry("import", str(path), *columns, "--json"))["n_added"] == 1
    answer = registry("import", str(path), "--column", "事由=题目")
    assert (answer.exit_code, "事由=题目" in answer.stderr) == (1, True)


def test_a_package_is_imported_like_a_folder(registry: Run, tmp_path: Path) -> None:
    path = tmp_path / "全部.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("台账.csv", ledger(GOOD))
        archive.writestr("正文/取水.txt", PAPER)
    tried = printed(registry("import", str(path), "--dry-run", "--json"))
    done = printed(registry("import", str(path), "--json"))
    assert tried["n_added"] == done["n_added"] == 1
    assert "没有配上台账" in done["refused"][0]["sentence"]
    assert printed(registry("import", str(path), "--new-files", "--json"))["n_added"] == 1


def test_a_ledger_and_a_folder_are_imported_together(registry: Run, tmp_path: Path) -> None:
    folder = tmp_path / "正文"
    folder.mkdir()
    (folder / "取水.txt").write_text(PAPER, "utf-8")
    (tmp_path / "台账.csv").write_bytes(
        ledger(("示范区水利局关于取水许可的通知", "示水〔2019〕5号", "示范区水利局", "2019-05-06"))
    )
    answer = printed(registry("import", str(tmp_path / "台账.csv"), str(folder), "--json"))
    assert (answer["n_read"], answer["n_added"], answer["n_updated"]) == (2, 1, 1)
