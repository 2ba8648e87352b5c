"""What an address that means nothing asks for."""

from datetime import date

import pytest
from flask import Flask

from registry.domain.filings import Track
from registry.web.addresses import asked_date, asked_number, asked_word, record_id


@pytest.mark.parametrize(
    ("written", "number", "word", "day"),
    [
        ("7", 7, None, None),
        ("-7", None, None, None),
        ("7000000000", None, None, None),
        ("government", None, Track.GOVERNMENT, None),
        ("2026-03-05", None, None, date(2026, 3, 5)),
        ("2026-02-30", None, None, None),
        ("", None, None, None),
    ],
)
def test_a_value_that_means_nothing_asks_for_nothing(
    written: str, number: int | None, word: Track | None, day: date | None
) -> None:
    with Flask(__name__).test_request_context(query_string={"asked": written}):
        assert (asked_number("asked"), asked_word("asked", Track), asked_date("asked")) == (number, word, day)


@pytest.mark.parametrize("text", ["9223372036854775808", "-1", "１２", "²", "", "9" * 5000])
def test_what_no_id_can_be_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        record_id(text)
