"""A paper drawn as a .docx; the same paper gives the same bytes."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, time

from registry.domain.instants import SHANGHAI
from registry.exports.blocks import NEW_PAGE, paragraph, text
from registry.exports.list_tables import UPRIGHT_WIDTH, WIDTH, Column, Group, tables
from registry.exports.papers.frame import closing, heading
from registry.exports.papers.model import Block, OfficeStyle, Paper, Table
from registry.exports.sheet import Imprint, write

_HEADING = re.compile(r"[一二三四五六七八九十]+、.*[^。；：，]")
_LONGEST_HEADING = 60


def draw_paper(paper: Paper, style: OfficeStyle) -> bytes:
    """The bytes of the paper in the office's style."""
    imprint = Imprint(paper.title, paper.issuers[0], datetime.combine(paper.signed_on, time(), SHANGHAI))
    return write(_upright(paper), imprint, _turned(paper))


def _upright(paper: Paper) -> Iterator[str]:
    yield from heading(paper.title, paper.issuers[0], paper.number)
    if paper.addressees:
        yield text("AddressedTo", f"{paper.addressees}：")
    for block in paper.body:
        yield from _block(block, UPRIGHT_WIDTH)
    yield from closing("、".join(paper.issuers), paper.signed_on)
    if paper.note:
        yield text("Normal", f"（{paper.note}）")


def _turned(paper: Paper) -> Iterator[str]:
    for number, annex in enumerate(paper.annexes, 1):
        mark = f"附件{number}" if len(paper.annexes) > 1 else "附件"
        yield text("AnnexMark", mark, lead=NEW_PAGE if number > 1 else "")
        yield paragraph("PaperNumber")
        yield text("AnnexTitle", annex.title)
        for block in annex.blocks:
            yield from _block(block, WIDTH)


def _block(block: Block, width: int) -> Iterator[str]:
    if isinstance(block, Table):
        columns = [Column(heading, _cell(at), kind) for at, (heading, kind) in enumerate(block.columns)]
        yield from tables(block.title, columns, block.groups or [Group(block.rows)], width)
    else:
        is_heading = len(block) <= _LONGEST_HEADING and _HEADING.fullmatch(block) is not None
        yield text("Heading1" if is_heading else "Normal", block)


def _cell(at: int) -> Callable[[tuple[str, ...]], str]:
    return lambda row: row[at]
