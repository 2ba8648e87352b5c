"""Days as people read them, and the days within kept sentences."""

from datetime import date

import pytest

from registry.domain.written_days import cn_date, cn_dates


def test_a_day_is_written_without_leading_zeros() -> None:
    assert cn_date(date(2026, 3, 5)) == "2026年3月5日"
    assert cn_date(None) == ""


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        (
            "自公布之日2026-03-05起算，15日届满为2026-03-20",
            "自公布之日2026年3月5日起算，15日届满为2026年3月20日",
        ),
        ("（2026-11-30）", "（2026年11月30日）"),
        ("2026-03-05 10:00", "2026年3月5日 10:00"),
        ("AB-2026-03-05、2026-03-05-1、12026-03-05", "AB-2026-03-05、2026-03-05-1、12026-03-05"),
        ("示规〔2026〕3号", "示规〔2026〕3号"),
    ],
)
def test_the_days_of_a_kept_sentence_are_read_and_nothing_else(kept: str, read: str) -> None:
    assert cn_dates(kept) == read
