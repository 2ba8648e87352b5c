"""The rates, by the figures of a real bulletin (Inner Mongolia 2010)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.measures import BESIDE, Measure
from registry.domain.statistics import RATES, Figures, IssueCounts, Rate, RateKind, change_words

NUMBERS_2010 = {
    Measure.ISSUED: 198,
    Measure.ISSUED_FILED: 197,
    Measure.ISSUED_PUBLISHED: 163,
    Measure.SUBMITTED: 197,
    Measure.ON_TIME: 100,
    Measure.CHECKED: 197,
    Measure.CONFORMING: 144,
    Measure.OPINED: 12,
    Measure.CORRECTED: 8,
    Measure.REGISTERED: 197,
    Measure.REVIEWED: 193,
}


def test_the_rates_of_a_real_bulletin() -> None:
    assert {kind.word: rate.text() for kind, rate in Figures(NUMBERS_2010).rates.items()} == {
        "报备率": "197/198（99.5%）",
        "及时率": "100/197（50.8%）",
        "规范率": "144/197（73.1%）",
        "公布率": "163/198（82.3%）",
        "纠错率": "8/12（66.7%）",
        "审查办结率": "193/197（98.0%）",
    }


@pytest.mark.parametrize(
    ("n", "d", "text"),
    [
        (45, 72, "45/72（62.5%）"),
        (1, 2000, "1/2000（0.1%）"),
        (1, 2001, "1/2001（0.0%）"),
        (1, 16, "1/16（6.3%）"),
        (3, 3, "3/3（100.0%）"),
        (0, 7, "0/7（0.0%）"),
        (0, 0, "0/0（—）"),
        (197, None, "—"),
    ],
)
def test_a_rate_shows_its_count_and_rounds_half_up(n: int, d: int | None, text: str) -> None:
    assert Rate(n, d).text() == text


def test_without_an_issue_register_two_rates_are_unknown() -> None:
    shown = {kind.word: rate.text() for kind, rate in Figures(NUMBERS_2010, has_lists=False).rates.items()}
    assert shown["报备率"] == shown["公布率"] == "—"
    assert shown["及时率"] == "100/197（50.8%）"


def test_an_issue_register_without_regulatory_documents_counts_as_handed_in() -> None:
    assert IssueCounts(1, 12, 0, 0, 0).filing_rate.text() == "0/0（—）"
    assert Figures({}).rate(RateKind.FILING).text() == "0/0（—）"


def test_every_number_is_part_of_a_rate_or_stands_beside_with_its_reason() -> None:
    in_rates = {measure for rule in RATES.values() for measure in (rule.n, rule.d)}
    assert in_rates | BESIDE.keys() == set(Measure)
    assert not in_rates & BESIDE.keys()


@pytest.mark.parametrize(
    ("now", "then", "words"),
    [
        (Rate(197, 198), Rate(45, 50), "上升9.5个百分点"),
        (Rate(1, 2), Rate(3, 4), "下降25.0个百分点"),
        (Rate(1, 2), Rate(2, 4), "持平"),
        (Rate(1, 2), Rate(0, 0), "—"),
        (Rate(1, None), Rate(1, 2), "—"),
    ],
)
def test_a_change_is_between_the_percentages_as_printed(now: Rate, then: Rate, words: str) -> None:
    assert change_words(now, then) == words


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_percentage_is_off_by_at_most_half_a_tenth(n: int, d: int) -> None:
    percent = Rate(n, d).percent()
    assert percent is not None
    assert abs(int(percent * 10) * d - 1000 * n) * 2 <= d
