"""The rates, by the figures of a real bulletin (Inner Mongolia 2010)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.statistics import FilingCounts, IssueCounts, Rate, rates

FILED_2010 = FilingCounts(
    n_filed=197,
    n_on_time=100,
    n_conforming=144,
    n_to_correct=12,
    n_corrected=8,
)
ISSUED_2010 = IssueCounts(n_lists=12, n_authorities=12, n_issued=198, n_published=163, n_filed=197)


def test_the_five_rates_of_a_real_bulletin() -> None:
    assert {name: rate.text() for name, rate in rates(FILED_2010, ISSUED_2010).items()} == {
        "报备率": "197/198（99.5%）",
        "及时率": "100/197（50.8%）",
        "规范率": "144/197（73.1%）",
        "公布率": "163/198（82.3%）",
        "纠错率": "8/12（66.7%）",
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
    shown = {name: rate.text() for name, rate in rates(FILED_2010, IssueCounts(0, 12, 0, 0, 0)).items()}
    assert shown["报备率"] == shown["公布率"] == "—"
    assert shown["及时率"] == "100/197（50.8%）"


def test_an_issue_register_without_regulatory_documents_counts_as_handed_in() -> None:
    assert IssueCounts(1, 12, 0, 0, 0).filing_rate.text() == "0/0（—）"


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_percentage_is_off_by_at_most_half_a_tenth(n: int, d: int) -> None:
    percent = Rate(n, d).percent()
    assert percent is not None
    assert abs(int(percent * 10) * d - 1000 * n) * 2 <= d
