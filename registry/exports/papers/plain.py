"""A paper as plain words and tables, to be read before it is made."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from registry.domain.written_days import cn_date
from registry.exports.papers.frame import annex_mark
from registry.exports.papers.model import Block, Paper, Table

MOST_SHOWN = 20
MIDDLE, FLUSH, BODY, RIGHT = "middle", "flush", "body", "right"


@dataclass(frozen=True)
class TableStart:
    """The first rows of a table; a heading between them is a row of a single cell. `n_rows` is the whole."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    n_rows: int


class Line(NamedTuple):
    """A paragraph; `place` says how it stands: in the middle, flush, as text of the body, or at the right."""

    words: str
    place: str


def paper_blocks(paper: Paper) -> list[Line | TableStart]:
    """The lines and the tables of a paper in their order."""
    n_annexes = len(paper.annexes) + len(paper.enclosures)
    names = [*(annex.title for annex in paper.annexes), *paper.enclosures]
    blocks: list[Line | TableStart] = [
        Line(paper.urgency.word if paper.urgency else "", FLUSH),
        Line(paper.title, MIDDLE),
        Line(paper.number, MIDDLE),
        Line(f"{paper.addressees}：" if paper.addressees else "", FLUSH),
    ]
    blocks += _blocks(paper.body)
    blocks += [
        Line(f"附件：{name}" if n_annexes == 1 else f"附件：{n}.{name}", BODY)
        for n, name in enumerate(names, 1)
    ]
    blocks += [Line(paper.issuer, RIGHT), Line(cn_date(paper.signed_on), RIGHT)]
    blocks += [
        Line(f"（{paper.note}）" if paper.note else "", BODY),
        Line(f"抄送：{paper.copies_to}" if paper.copies_to else "", FLUSH),
    ]
    for number, annex in enumerate(paper.annexes, 1):
        blocks += [
            Line(annex_mark(number, n_annexes), FLUSH),
            Line(annex.title, MIDDLE),
            *_blocks(annex.blocks),
        ]
    return [block for block in blocks if isinstance(block, TableStart) or block.words]


def _blocks(blocks: tuple[Block, ...]) -> Iterator[Line | TableStart]:
    for block in blocks:
        yield _start(block) if isinstance(block, Table) else Line(block, BODY)


def _start(table: Table) -> TableStart:
    columns = tuple(heading for heading, _ in table.columns)
    return TableStart(table.title, columns, tuple(islice(_rows(table), MOST_SHOWN)), table.n_rows)


def _rows(table: Table) -> Iterator[tuple[str, ...]]:
    yield from table.rows
    for group in table.groups:
        yield from ((words,) for words, _ in group.headings)
        yield from group.rows
        yield from [group.total] if group.total else []
