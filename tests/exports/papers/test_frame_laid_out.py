"""Papers of every form as LibreOffice lays them out, against the millimetres of GB/T 9704-2012."""

from collections.abc import Callable

import pytest

from tests.building.libreoffice import needs_libreoffice
from tests.exports.laid_out import Glyph, Page, Rule
from tests.exports.papers.samples import DRAWN, FILLED, LONG_NAME, PAPERS, PREPRINTED

pytestmark = [pytest.mark.slow, needs_libreoffice]

LEFT, TOP, RIGHT, BOTTOM, MIDDLE = 28.0, 37.0, 184.0, 262.0, 106.0  # of the text block on the page
UPRIGHT, TURNED = (LEFT, TOP, RIGHT, BOTTOM), (35.0, 28.0, 260.0, 184.0)
LINE, CHARACTER, SMALL = 10.21, 5.56, 4.94  # the pitch of lines, a character of 3号, of 4号
INK = 3.4  # of a line is above the ink of its characters


class Laid(dict[str, list[Page]]):
    """The pages of each form, with short words for what is measured on them."""

    def ink(self, form: str, words: str, place: int = 0) -> Glyph:
        """On the first page."""
        return self[form][0].ink(words, place)

    def middle(self, form: str, words: str) -> float:
        ink = self.ink(form, words)
        return (ink.left + ink.right) / 2

    def red(self, form: str) -> list[Rule]:
        return [rule for rule in self[form][0].rules() if rule.is_red]

    def foot(self, form: str) -> list[Rule]:
        return [rule for rule in self[form][-1].rules() if not rule.is_red]

    def last(self, form: str, words: str, place: int = 0) -> Glyph:
        """On the last page."""
        return self[form][-1].ink(words, place)


Measure = Callable[[Laid], float]
MARK, NUMBER = "示范区人民政府文件", "示政〔2026〕12号"
# What is wanted in millimetres, with the part of the standard that wants it.
WANTED: dict[str, tuple[float, Measure]] = {
    "7.2.3 紧急程度 on the first line": (TOP + INK, lambda laid: laid.ink("corner", "特急").top),
    "7.2.4 mark 35 below the top": (TOP + 35, lambda laid: laid.ink("notice", MARK).top),
    "7.2.4 under 紧急程度": (TOP + 35, lambda laid: laid.ink("corner", MARK).top),
    "7.2.4 narrowed": (TOP + 35, lambda laid: laid.ink("long mark", f"{LONG_NAME}文件").top),
    "7.2.4 of a report": (TOP + 35, lambda laid: laid.ink("report", "示范区司法局文件").top),
    "7.2.4 mark in the middle": (MIDDLE, lambda laid: laid.middle("notice", MARK)),
    "7.2.5 number two lines below the mark": (
        2 * LINE + INK + 1.5,
        lambda laid: laid.ink("notice", "政〔").top - laid.ink("notice", MARK).bottom,
    ),
    "7.2.5 number in the middle": (MIDDLE, lambda laid: laid.middle("notice", NUMBER)),
    "7.2.5 number of a report one character in": (
        LEFT + CHARACTER,
        lambda laid: laid.ink("report", "示司〔").start,
    ),
    "7.2.5 on the line of the last name": (
        0,
        lambda laid: laid.ink("signed by three", "李丁").bottom - laid.ink("signed by three", "示司").bottom,
    ),
    "7.2.6 签发人 one character in": (RIGHT - CHARACTER, lambda laid: laid.ink("report", "王甲").end),
    "7.2.6 second line under the first name": (
        0,
        lambda laid: laid.ink("signed by three", "李丁").start - laid.ink("signed by three", "王甲").start,
    ),
    "7.2.7 red line 4 below the number": (
        4,
        lambda laid: laid.red("notice")[0].top - laid.ink("notice", NUMBER).bottom,
    ),
    "7.2.7 of a report": (
        4,
        lambda laid: laid.red("report")[0].top - laid.ink("report", "示司〔2026〕3号").bottom,
    ),
    "7.2.7 red line from the left": (LEFT, lambda laid: laid.red("notice")[0].left),
    "7.2.7 red line to the right": (RIGHT, lambda laid: laid.red("notice")[0].right),
    "7.3.1 title two lines below the red line": (
        2 * LINE + INK,
        lambda laid: laid.ink("notice", "示范区人民政府", 1).top - laid.red("notice")[0].bottom,
    ),
    "7.3.2 addressee a line below the title": (
        LINE,
        lambda laid: laid.ink("notice", "各镇").top - laid.ink("notice", "集中清理工作").bottom - 4.6,
    ),
    "7.3.5 date four characters in": (
        RIGHT - 4 * CHARACTER,
        lambda laid: laid["plain"][0].ink("2026年11月30日").end,
    ),
    "7.3.6 note under the date": (
        LINE,
        lambda laid: laid.last("corner", "联系人").bottom - laid.last("corner", "11月30").bottom,
    ),
    "7.3.6 note two characters in": (
        LEFT + 2 * CHARACTER,
        lambda laid: laid.last("corner", "（联系人").start,
    ),
    "7.4.1 last rule at the foot of the text": (BOTTOM, lambda laid: laid.foot("notice")[-1].top),
    "7.4.1 rules from the left": (LEFT, lambda laid: laid.foot("notice")[0].left),
    "7.4.1 rules to the right": (RIGHT, lambda laid: laid.foot("notice")[0].right),
    "7.4.2 抄送 one character in": (LEFT + SMALL, lambda laid: laid.last("notice", "抄送").start),
    "7.4.2 second line under the first name": (
        0,
        lambda laid: laid.last("notice", "区监委").start - laid.last("notice", "区委办公室").start,
    ),
    "7.4.3 printer one character in": (
        LEFT + SMALL,
        lambda laid: laid.last("notice", "示范区人民政府办公室").start,
    ),
    "7.4.3 day of printing one character in": (
        RIGHT - SMALL,
        lambda laid: laid.last("notice", "印发").end,
    ),
    "7.4.3 a long printer two lines above the last rule": (
        BOTTOM - 1.9 - 500 * 25.4 / 1440,
        lambda laid: laid.last("long printer", "示范苗族侗族自治州").bottom,
    ),
    "7.4.3 its day of printing beside the last line": (
        BOTTOM - 1.9,
        lambda laid: laid.last("long printer", "印发").bottom,
    ),
    "7.4.3 first rule above a long printer": (
        BOTTOM - 1060 * 25.4 / 1440,
        lambda laid: laid.foot("long printer")[0].top,
    ),
    "7.4.3 the copies above the longest": (
        4 * 500 * 25.4 / 1440,
        lambda laid: (
            laid.foot("longest printer")[-1].top - laid.foot("longest printer")[1].top - 60 * 25.4 / 1440
        ),
    ),
    "7.5 number 7 below the text": (BOTTOM + 7, lambda laid: _dash(laid["notice"][0])),
    "10.1 mark 30 below the edge": (30, lambda laid: laid.ink("letter", "示范区司法局", -1).top),
    "10.1 of a long name": (30, lambda laid: laid.ink("long letter", LONG_NAME, -1).top),
    "10.1 double line 4 below the mark": (
        4,
        lambda laid: laid.red("letter")[0].top - laid.ink("letter", "示范区司法局", -1).bottom,
    ),
    "10.1 double line from the left": (20, lambda laid: laid.red("letter")[0].left),
    "10.1 double line to the right": (190, lambda laid: laid.red("letter")[0].right),
    "10.1 lower line 20 above the edge": (277, lambda laid: laid.red("letter")[-1].bottom),
    "10.1 number ⅞ of a character below": (
        4.94,
        lambda laid: laid.ink("letter", "示司函").top - laid.red("letter")[1].bottom,
    ),
    "10.1 number at the right": (RIGHT, lambda laid: laid.ink("letter", "〕3号").end),
    "10.1 title two lines below": (
        2 * LINE + INK + 1.5,
        lambda laid: laid.ink("letter", "示范区司法局关于").top - laid.ink("letter", "示司函").bottom,
    ),
    "10.1 copies at the foot of the text": (
        BOTTOM - 1.9,
        lambda laid: laid.last("letter", "抄送").bottom,
    ),
    "preprinted: number 4 above the line": (
        PREPRINTED.reserve_mm - 4,
        lambda laid: laid.ink("preprinted", NUMBER).bottom,
    ),
    "preprinted letter: number ⅞ of a character below": (
        PREPRINTED.letter_reserve_mm + 4.94,
        lambda laid: laid.ink("preprinted letter", "示司函").top,
    ),
}


def _dash(page: Page) -> float:
    dash = page.number()[0]
    return (dash.top + dash.bottom) / 2


@pytest.fixture(scope="module")
def laid(laid_out: dict[str, list[Page]]) -> Laid:
    return Laid((name, laid_out[name]) for name in PAPERS)


@pytest.mark.parametrize("what", WANTED)
def test_everything_stands_where_the_standard_wants_it(laid: Laid, what: str):
    wanted, measure = WANTED[what]
    assert measure(laid) == pytest.approx(wanted, abs=0.6)


def test_the_rules_are_as_thick_as_the_standard_wants_them(laid: Laid):
    thick, thin, last = (rule.bottom - rule.top for rule in laid.foot("notice"))
    assert (thick, thin, last) == (
        pytest.approx(0.35, abs=0.1),
        pytest.approx(0.25, abs=0.1),
        pytest.approx(0.35, abs=0.1),
    )
    above, below, thin_above, thick_below = (rule.bottom - rule.top for rule in laid.red("letter"))
    assert above > 2 * below
    assert thick_below > 2 * thin_above


def test_a_letter_has_no_number_on_its_first_page_and_no_rules_at_its_foot(laid: Laid):
    first, second, *_ = laid["long letter"]
    assert first.number() == []
    assert "".join(glyph.text for glyph in second.number()) == "—2—"
    assert laid.foot("letter") == []


@pytest.mark.parametrize("n_lines", FILLED)
def test_the_foot_stands_at_the_bottom_of_the_last_page_and_on_no_words(laid: Laid, n_lines: int):
    pages = laid[f"filled {n_lines}"]
    upper, lower = laid.foot(f"filled {n_lines}")
    assert lower.top == pytest.approx(BOTTOM, abs=0.5)
    others = [glyph for glyph in pages[-1].body() if glyph.top < upper.top]
    assert max((glyph.bottom for glyph in others), default=0) < upper.top - 1
    words = "".join(glyph.text for page in pages for glyph in page.body())
    assert words.count("印发") == 1
    assert words.index("第0段") < words.index(f"第{n_lines - 1}段") < words.index("11月30日")


def test_the_foot_of_filled_pages_stands_on_the_first_or_moves_to_the_second(laid: Laid):
    n_pages = [len(laid[f"filled {n_lines}"]) for n_lines in FILLED]
    assert n_pages == sorted(n_pages)
    assert set(n_pages) == {1, 2}


@pytest.mark.parametrize("form", PAPERS)
def test_everything_of_the_text_stands_in_the_text_block_and_no_page_is_blank(laid: Laid, form: str):
    for page in laid[form]:
        block = TURNED if page.is_turned else UPRIGHT
        glyphs = [glyph for glyph in page.body() if page.is_turned or glyph.text not in "。，；、："]
        if page.at == 0 and "letter" in form:
            glyphs = [glyph for glyph in glyphs if glyph.bottom > 50]  # below the mark
        assert glyphs
        assert min(glyph.left for glyph in glyphs) >= block[0] - 0.3
        assert min(glyph.top for glyph in glyphs) >= block[1] - 0.3
        assert max(glyph.right for glyph in glyphs) <= block[2] + 0.3
        assert max(glyph.bottom for glyph in glyphs) <= block[3] + 0.3


@pytest.mark.parametrize("form", [*DRAWN])
def test_the_text_begins_on_the_first_page(laid: Laid, form: str):
    paper, _ = DRAWN[form]
    first = next(block for block in paper.body if isinstance(block, str))
    assert first[:4] in "".join(glyph.text for glyph in laid[form][0].body())


def test_the_foot_after_landscape_annexes_has_an_upright_page_of_its_own(laid: Laid):
    assert [page.is_turned for page in laid["annexes"]][-3:] == [True, True, False]
    assert [page.is_turned for page in laid["released"]][-2:] == [True, False]
    assert laid.foot("released")[-1].top == pytest.approx(BOTTOM, abs=0.5)


def test_a_full_page_has_22_lines_of_28_characters(laid: Laid):
    assert laid["full"][1].text.split("\r\n") == ["示" * 28] * 22 + ["— 2 —"]
