"""Words and days as official paper prints them."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from registry.exports.wording import in_table, printable


def test_dates_have_no_leading_zeros():
    assert in_table(date(2026, 3, 5)) == "2026.3.5"
    assert in_table(None) == "—"


@given(st.text())
def test_printable_text_is_one_line_that_xml_can_hold(text: str):
    said = printable(text)
    assert "\n" not in said
    assert not [c for c in said if ord(c) < 32 or 0xD800 <= ord(c) <= 0xDFFF]
