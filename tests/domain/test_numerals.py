"""The numerals of headings."""

import pytest

from registry.domain.numerals import numeral


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
