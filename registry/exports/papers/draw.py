"""A paper drawn as a .docx; the same paper gives the same bytes."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from registry.exports.blocks import KEEP_WITH_NEXT, NEW_PAGE, paragraph, run, text
from registry.exports.list_tables import UPRIGHT_WIDTH, WIDTH, Column, Group, tables
from registry.exports.papers.frame import annex_heading, annex_list, bound
from registry.exports.papers.model import Block, OfficeStyle, Paper, PaperAnnex, Table
from registry.exports.sheet import Pages
from registry.exports.styles import KAI, LINE

_HEADING = re.compile(r"[一二三四五六七八九十]+、.*[^。；：，]")
_SUBHEADING = re.compile(r"（[一二三四五六七八九十]+）[^。；：]*(?:。|$)")
_LONGEST_HEADING = 60
_CHARACTERS_OF_A_LINE = 26  # of the first line of a paragraph
_LONGEST_KEPT = 220  # characters, about eight lines
_CENTRED = '<w:jc w:val="center"/>'
_HALF_A_LINE = f'<w:spacing w:line="{LINE // 2}" w:lineRule="exact"/>'
_NO_LONE_LINE = "<w:widowControl/>"


def draw_paper(paper: Paper, style: OfficeStyle) -> bytes:
    """The bytes of the paper in the office's style."""
    return bound(paper, style, _body(paper), [*_annexes(paper)])


def _body(paper: Paper) -> Iterator[str]:
    if paper.addressees:
        yield text("AddressedTo", f"{paper.addressees.rstrip('：:')}：")
    n_free = len(paper.body) - _n_kept(paper.body)
    for at, block in enumerate(paper.body):
        if isinstance(block, Table):
            yield from _table_in_text(block)
            continue
        keep = KEEP_WITH_NEXT if at >= max(n_free, 1) else ""  # the first page always has some of the text
        alone = _NO_LONE_LINE if at >= len(paper.body) - 2 and at else ""
        yield from _block(block, UPRIGHT_WIDTH, keep + alone)
    yield from annex_list([annex.title for annex in paper.annexes], paper.enclosures)


def _table_in_text(table: Table) -> Iterator[str]:
    """The table under its title, which stays with it, and with half a line before the text goes on."""
    yield text("GroupHeading", table.title, tail=_CENTRED)
    yield from _block(table, UPRIGHT_WIDTH)
    yield paragraph("Cell", lead=_HALF_A_LINE)


def _n_kept(body: Sequence[Block]) -> int:
    """How many of the last paragraphs go with the signature: the last, and the one before a last of a single line.

    None if they are long: LibreOffice would move them whole to the next page.
    """
    n_last = 2 if len(body) > 1 and len(str(body[-1])) <= _CHARACTERS_OF_A_LINE else 1
    last = body[-n_last:]
    is_kept = all(isinstance(block, str) for block in last) and sum(map(len, map(str, last))) <= _LONGEST_KEPT
    return n_last if is_kept else 0


def _annexes(paper: Paper) -> Iterator[Pages]:
    """The annexes on pages of their own, landscape where one of their tables is wide."""
    for is_turned, annexes in groupby(
        enumerate(paper.annexes, 1), key=lambda numbered: _is_wide(numbered[1])
    ):
        blocks = (
            block
            for at, (number, annex) in enumerate(annexes)
            for block in _annex(paper, number, annex, is_turned=is_turned, lead=NEW_PAGE if at else "")
        )
        yield Pages([*blocks], is_turned)


def _is_wide(annex: PaperAnnex) -> bool:
    return any(isinstance(block, Table) and block.is_wide for block in annex.blocks)


def _annex(paper: Paper, number: int, annex: PaperAnnex, *, is_turned: bool, lead: str) -> Iterator[str]:
    yield from annex_heading(
        number, len(paper.annexes), annex.title, paper.issuer, is_turned=is_turned, lead=lead
    )
    if not is_turned:
        yield paragraph("PaperNumber")
    for block in annex.blocks:
        yield from _block(block, WIDTH if is_turned else UPRIGHT_WIDTH)


def _block(block: Block, width: int, lead: str = "") -> Iterator[str]:
    if isinstance(block, Table):
        columns = [Column(heading, _cell(at), kind) for at, (heading, kind) in enumerate(block.columns)]
        yield from tables(block.title, columns, block.groups or [Group(block.rows)], width)
    elif len(block) <= _LONGEST_HEADING and _HEADING.fullmatch(block):
        yield text("Heading1", block)
    elif (sub := _SUBHEADING.match(block)) and len(sub.group()) <= _LONGEST_HEADING:
        rest = run(words) if (words := block[sub.end() :]) else ""
        yield paragraph("Normal", run(sub.group(), KAI) + rest, lead)
    else:
        yield text("Normal", block, lead)


def _cell(at: int) -> Callable[[tuple[str, ...]], str]:
    return lambda row: row[at]
