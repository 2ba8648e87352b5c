"""`registry figures`: the same numbers as the page, for people and as JSON, and workbooks."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from registry.cli import main
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store
from tests.building.documents import register
from tests.building.filings import filing_of, make_move
from tests.building.issue_registers import import_list
from tests.cast import NOW

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def filled(store: Store) -> None:
    make_move(store, OPERATOR, filing_of(store, register(store, OPERATOR, NOW)), "submit", NOW)
    import_list(store, OPERATOR)


@pytest.fixture
def run(store: Store) -> Run:
    def run(*words: str) -> Result:
        with time_machine.travel(NOW):
            return CliRunner().invoke(main, ["--instance", str(store.folder), *words])

    return run


def test_the_rates_are_printed_as_n_of_d_with_what_they_stand_on(run: Run) -> None:
    told = run("figures", "--year", "2026", "--by", "authority")
    assert told.exit_code == 0
    assert "报备率\t1/3（33.3%）" in told.stdout
    assert "示范区农业农村局\t1/3（33.3%）" in told.stdout
    assert "应交发文登记簿的3个机关，已交1个" in told.stderr


def test_json_has_every_number(run: Run) -> None:
    told = json.loads(
        run("figures", "--from", "2026-01-01", "--to", "2026-12-31", "--by", "quarter", "--json").stdout
    )
    assert told["total"]["rates"]["报备率"] == {"n": 1, "d": 3, "percent": 33.3}
    assert told["total"]["rates"]["纠错率"] == {"n": 0, "d": 0, "percent": None}
    assert [group["numbers"]["issued"] for group in told["groups"]] == [2, 0, 0, 0, 1]
    assert told["year_before"]["rates"]["报备率"] == {"n": None, "d": None, "percent": None}


@pytest.mark.parametrize("quarter", [("--quarter", "2026Q1"), ("--year", "2026", "--quarter", "1")])
def test_a_quarter_is_asked_in_two_ways(run: Run, quarter: tuple[str, ...]) -> None:
    told = json.loads(run("figures", *quarter, "--authority", "示范区农业农村局", "--json").stdout)
    assert (told["from"], told["to"]) == ("2026-01-01", "2026-03-31")
    assert told["total"]["rates"]["报备率"]["d"] == 2


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--from", "2026-03-01", "--to", "2026-02-01"), "晚于截止日"),
        (("--from", "2026-03-01", "--year", "2026"), "请只写一种"),
        (("--quarter", "5"), "看不懂季度"),
        (("--quarter", "2025Q1", "--year", "2026"), "请改成一致"),
        (("--year", "1"), "年份“1”不对"),
        (("-o", "统计.docx"), "请把文件名改为 .xlsx"),
        (("--authority", "没有的局"), "没有代码或名称为“没有的局”的制定机关"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(run: Run, options: tuple[str, ...], words: str) -> None:
    told = run("figures", *options)
    assert told.exit_code == 1
    assert words in told.output


def test_workbooks_are_written(run: Run, tmp_path: Path) -> None:
    one, each = tmp_path / "统计.xlsx", tmp_path / "统计.zip"
    assert run("figures", "--year", "2026", "-o", str(one)).exit_code == 0
    assert {row[0]: row[1] for row in load_workbook(one)["指标"].values}["报备率"] == 1
    assert run("figures", "--year", "2026", "-o", str(each)).exit_code == 0
    archive = zipfile.ZipFile(io.BytesIO(each.read_bytes()))
    assert len(archive.namelist()) == 4
