"""The look of a paper on the screen has the measures of print."""

from dataclasses import replace

import pytest

from registry.exports.papers.look import Line, Words, look
from registry.exports.papers.model import PLAIN, OfficeStyle, Paper
from tests.exports.papers.samples import DIGITAL, LONG_PRINTER, OFFICE, PREPRINTED, letter, sample


def lines(paper: Paper, style: OfficeStyle) -> list[Line]:
    return [piece for piece in look(paper, style) if isinstance(piece, Line)]


def words(paper: Paper, style: OfficeStyle) -> list[str]:
    return [piece.text for piece in look(paper, style) if isinstance(piece, Words)]


def test_the_red_line_and_the_rules_stand_where_they_are_printed():
    red, first, last = lines(sample(), DIGITAL)
    assert red.y == pytest.approx(123.5, abs=0.5)
    assert (red.left, red.width, red.is_red) == (28, 156, True)
    assert (first.y, last.y) == (252, 262)


def test_a_long_printer_raises_the_first_rule_line_by_line():
    style = replace(DIGITAL, printed_by=LONG_PRINTER)
    _, first, last = lines(sample(), style)
    assert (first.y, last.y) == (pytest.approx(252 - 500 * 25.4 / 1440), 262)
    assert "".join(reversed(words(sample(), style)[-3:-1])) == LONG_PRINTER


def test_a_letter_has_its_double_lines_and_no_imprint():
    assert sorted(round(line.y) for line in lines(letter(), DIGITAL)) == [54, 55, 276, 276]
    assert OFFICE in words(letter(), DIGITAL)


def test_the_room_for_a_preprinted_head_is_marked():
    (kept, *_) = lines(sample(), PREPRINTED)
    assert (kept.y, kept.is_kept, kept.is_red) == (125, True, False)
    (kept,) = lines(letter(), PREPRINTED)
    assert kept.y == 60


def test_without_a_letterhead_the_number_stands_under_the_title():
    said = words(sample(title="关于甲的通知"), PLAIN)
    assert said[:2] == ["关于甲的通知", "示政〔2026〕12号"]
