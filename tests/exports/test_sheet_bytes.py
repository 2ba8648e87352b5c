"""The same facts give the same bytes, whoever asks, when and where."""

import hashlib
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import time_machine

from registry.exports.release import render_rows
from registry.exports.tables import render_xlsx
from tests.exports.hard import HARD
from tests.exports.papers.samples import PAPERS

PROGRAM = "from tests.exports.test_sheet_bytes import digests; print(digests())"


def workbook() -> bytes:
    return render_xlsx(
        ["标题", "公布日期"], [["关于〇号渠的通告", date(2026, 3, 5)], ["无", None]], "目录", "示范区司法局"
    )


def digests() -> str:
    files = (
        HARD["release"](),
        HARD["30 groups"](),
        HARD["columns"](),
        PAPERS["notice"](),
        PAPERS["signed by three"](),
        PAPERS["letter"](),
        PAPERS["annexes"](),
        workbook(),
        render_rows([], ["title"], "xlsx"),
    )
    return " ".join(hashlib.sha256(content).hexdigest() for content in files)


@pytest.mark.parametrize(
    ("zone", "locale", "seed"), [("America/New_York", "C", "1"), ("Asia/Kathmandu", "zh_CN.UTF-8", "2")]
)
def test_another_process_zone_and_locale_write_the_same_bytes(zone: str, locale: str, seed: str):
    elsewhere = {**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", PROGRAM]
    ran = subprocess.run(
        command, cwd=Path(__file__).parents[2], env=elsewhere, check=True, capture_output=True, text=True
    )
    assert ran.stdout.strip() == digests()


def test_a_workbook_does_not_tell_when_it_was_downloaded():
    with time_machine.travel("2026-03-05T10:00:00Z"):
        first = workbook()
    with time_machine.travel("2031-08-09T23:59:59Z"):
        assert workbook() == first
