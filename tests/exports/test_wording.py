"""Dates, numerals and titles as official paper spells them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.exports._wording import em_width, in_prose, in_table, numeral, printable, title_lines


def test_dates_have_no_leading_zeros():
    assert in_prose(date(2026, 3, 5)) == "2026年3月5日"
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


def test_a_title_is_broken_after_the_issuer_and_no_word_is_torn():
    issuer = "示范区人民政府"
    assert title_lines(f"{issuer}关于公布2026年度行政规范性文件清理结果的通告", issuer) == [
        issuer,
        "关于公布2026年度",
        "行政规范性文件清理结果的通告",
    ]


def test_a_short_title_stays_on_one_line():
    assert title_lines("规范性文件备案登记通知", "示范区司法局") == ["规范性文件备案登记通知"]


@given(st.text(st.sampled_from("区政府行政规范性文件的、《》（）2026年废止abc〇㟃"), min_size=1, max_size=90))
def test_every_line_of_a_title_fits_and_nothing_is_lost(title: str):
    lines = title_lines(title, "示范区人民政府")
    assert "".join(lines) == title
    assert all(0 < em_width(line) <= 19 for line in lines)


@given(st.text())
def test_printable_text_is_one_line_that_xml_can_hold(text: str):
    said = printable(text)
    assert "\n" not in said
    assert not [c for c in said if ord(c) < 32 or 0xD800 <= ord(c) <= 0xDFFF]
