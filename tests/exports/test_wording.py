"""Dates and numerals as official paper spells them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.exports.wording import in_table, numeral, printable


def test_dates_have_no_leading_zeros():
    assert in_table(date(2026, 3, 5)) == "2026.3.5"
    assert in_table(None) == "—"


@pytest.mark.parametrize(
    ("n", "spelled"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (35, "三十五"),
        (100, "一百"),
        (101, "一百零一"),
        (112, "一百一十二"),
    ],
)
def test_numerals(n: int, spelled: str):
    assert numeral(n) == spelled


@given(st.text())
def test_printable_text_is_one_line_that_xml_can_hold(text: str):
    said = printable(text)
    assert "\n" not in said
    assert not [c for c in said if ord(c) < 32 or 0xD800 <= ord(c) <= 0xDFFF]
