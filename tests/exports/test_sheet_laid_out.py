"""Hard lists and a release as LibreOffice lays them out, against the millimetres of GB/T 9704-2012."""

import re

import pytest

from registry.exports._widths import number_parts
from registry.exports.wording import in_table
from tests.building.libreoffice import needs_libreoffice
from tests.exports.hard import HARD, ended, of_many, ordinary
from tests.exports.laid_out import Page

pytestmark = [pytest.mark.slow, needs_libreoffice]

# From the upper left of the page. A page number is one character (4.9 mm) in from the edge of the text block, which is
# 156 × 225 mm at 28 and 37 mm upright, and at 35 and 28 mm turned; the stand-in faces are some tenths wider.
UPRIGHT, TURNED = (28.0, 37.0, 184.0, 262.0), (35.0, 28.0, 260.0, 184.0)
ODD, EVEN, BESIDE = 179.1, 33.0, 35.0 - 6.65
DATE_RIGHT = 184.0 - 4 * 5.56


@pytest.fixture(scope="module")
def lists(laid_out: dict[str, list[Page]]) -> dict[str, list[Page]]:
    return {name: laid_out[name] for name in HARD}


def test_page_numbers_stand_where_the_portrait_page_has_them(lists: dict[str, list[Page]]):
    for pages in lists.values():
        for number, page in enumerate(pages, 1):
            glyphs = page.number()
            assert "".join(glyph.text for glyph in glyphs) == f"—{number}—"
            starts, ends = (
                (min(glyph.top for glyph in glyphs), max(glyph.bottom for glyph in glyphs))
                if page.is_turned
                else (glyphs[0].left, glyphs[-1].right)
            )
            assert (ends if number % 2 else starts) == pytest.approx(ODD if number % 2 else EVEN, abs=0.5)
            if page.is_turned:
                dashes = [glyph for glyph in glyphs if glyph.text == "—"]
                assert (dashes[0].left + dashes[0].right) / 2 == pytest.approx(BESIDE, abs=1)


def test_everything_stands_in_the_text_block(lists: dict[str, list[Page]]):
    for name, pages in lists.items():
        for page in pages:
            left, top, right, bottom = TURNED if page.is_turned else UPRIGHT
            # LibreOffice 7.4 reads overflowPunct the wrong way round and hangs full stops over the edge.
            glyphs = [glyph for glyph in page.body() if page.is_turned or glyph.text not in "。，；、："]
            assert min(glyph.left for glyph in glyphs) >= left - 0.3, name
            assert max(glyph.right for glyph in glyphs) <= right + 0.3, name
            assert min(glyph.top for glyph in glyphs) >= top - 0.3, name
            assert max(glyph.bottom for glyph in glyphs) <= bottom + 0.3, name


def test_the_mark_of_an_annex_stands_first_and_its_title_on_the_third_line(lists: dict[str, list[Page]]):
    marked = [page for page in lists["release"] if page.is_turned and page.pieces()[0].startswith("附件")]
    assert [page.pieces()[0] for page in marked] == ["附件1", "附件2", "附件3"]
    for page in marked:
        mark, title = page.body()[0], page.body()[len(page.pieces()[0])]
        assert mark.left == pytest.approx(35, abs=0.7)
        assert 28 < mark.top < 28 + 10.2
        assert 28 + 2 * 10.2 < title.top < 28 + 3 * 10.2


def test_a_long_signature_wraps_over_a_date_that_stays_four_characters_in(lists: dict[str, list[Page]]):
    (page,) = (page for page in lists["release"] if "2026年11月5日" in page.pieces())
    *_, last = page.body()
    assert last.text == "日"
    assert last.end == pytest.approx(DATE_RIGHT, abs=0.5)
    names = page.pieces()[-5:-1]
    assert "".join(names).endswith("示范区自然资源和规划局、示范区发展和改革委员会")
    assert min(map(len, names)) >= 6


def test_no_page_is_blank_and_every_page_of_a_list_has_the_heading(lists: dict[str, list[Page]]):
    for name, pages in lists.items():
        for page in pages:
            assert len(page.body()) > 60, name
            assert not page.is_turned or "序号" in page.pieces(), name


@pytest.mark.parametrize(
    ("name", "least"), [("ordinary", 9), ("30 groups", 9), ("one of each", 9), ("ended", 7)]
)
def test_so_many_rows_stand_on_a_page(lists: dict[str, list[Page]], name: str, least: int):
    counts = [page.items() for page in lists[name]]
    assert min(counts[1:-1]) >= least
    assert sum(counts) / len(counts) >= least


def test_no_heading_of_a_group_ends_a_page(lists: dict[str, list[Page]]):
    for name, pages in lists.items():
        for page in (page for page in pages if page.is_turned):
            lowest = max(glyph.bottom for glyph in page.body())
            last = "".join(glyph.text for glyph in page.body() if glyph.bottom > lowest - 3)
            assert not re.search(r"（\d+件）$", last), name


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("ordinary", ordinary(120)),
        ("ended", ended(60)),
        ("30 groups", of_many(30)),
        ("long numbers", ordinary(12, doc_no="示范区人民政府通告2021年第2号")),
    ],
)
def test_no_day_and_no_number_is_torn(lists: dict[str, list[Page]], name: str, rows: tuple):
    """A long number may break where one would break it by hand, so that titles get its room; nowhere else."""
    pieces = {piece for page in lists[name] for piece in page.pieces()}
    for row in rows:
        assert set(number_parts(row.doc_no)) <= pieces
        days = (row.published_on, row.ended_on) if row.ended_on else (row.published_on, row.valid_until)
        assert {in_table(day) for day in days} <= pieces


def test_the_columns_of_a_desk_list_keep_their_days_and_numbers_whole(lists: dict[str, list[Page]]):
    pieces = {piece for page in lists["columns"] for piece in page.pieces()}
    assert {"2024.10.15", "示政办规〔2024〕112号", "备〔2026〕115号", "逾期12日"} <= pieces


def test_rare_characters_are_set_and_forbidden_ones_left_out(lists: dict[str, list[Page]]):
    (page,) = lists["rare"]
    text = "".join(page.pieces())
    assert all(words in text for words in ("㟃", "〇", "<a>&", "㟃政〔2020〕1号"))
