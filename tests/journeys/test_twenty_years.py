"""A county lived through day by day: every deadline and every notice are what an independent loop says."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from chinese_calendar import constants

from bench.county.counting import WallCalendar
from registry.storage.engine import Store

ROOT = Path(__file__).resolve().parents[2]


def test_a_month_of_a_small_county(empty_store: Store) -> None:
    _live_through(empty_store, "--years 0.08 --authorities 4 --papers 60 --trouble 0.3 --seed 1")


@pytest.mark.slow
def test_months_of_a_larger_county(another_store: Callable[[str], Store]) -> None:
    _live_through(another_store("empty"), "--years 0.3 --authorities 6 --papers 12 --seed 2")


@pytest.mark.parametrize(
    ("published_on", "due_on"),
    [
        (date(2025, 3, 3), date(2025, 3, 18)),
        (date(2025, 3, 1), date(2025, 3, 17)),
        (date(2025, 1, 14), date(2025, 2, 5)),
        (date(2025, 1, 11), date(2025, 1, 26)),
        (date(2025, 4, 12), date(2025, 4, 27)),
        (date(2025, 9, 16), date(2025, 10, 9)),
        (date(2025, 12, 17), date(2026, 1, 4)),
        (date(2026, 2, 1), date(2026, 2, 24)),
        (date(2024, 2, 14), date(2024, 2, 29)),
    ],
)
def test_the_oracle_counts_the_fifteen_days_of_the_rules(published_on: date, due_on: date) -> None:
    assert _wall_calendar().last_day(published_on, 15, True) == due_on


@pytest.mark.parametrize(
    ("start_on", "n", "due_on"),
    [
        (date(2025, 1, 23), 5, date(2025, 2, 6)),
        (date(2025, 4, 24), 7, date(2025, 5, 7)),
        (date(2025, 9, 19), 15, date(2025, 10, 16)),
    ],
)
def test_the_oracle_counts_working_days(start_on: date, n: int, due_on: date) -> None:
    assert _wall_calendar().nth_worked_day(start_on, n) == due_on


def _live_through(store: Store, options: str) -> None:
    """In a process of its own, since it forks schedulers that are killed."""
    url = store.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "bench.twenty_years", *options.split(), "--database", url]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _wall_calendar() -> WallCalendar:
    calendar = WallCalendar()
    for year in {day.year for day in constants.holidays}:
        off = frozenset(day for day in constants.holidays if day.year == year)
        calendar.hang(year, off, frozenset(day for day in constants.workdays if day.year == year))
    return calendar
