"""A paper as plain lines, to be read before it is made."""

from collections.abc import Iterator

from registry.domain.instants import day_words
from registry.exports.papers.model import Block, Paper, Table


def paper_lines(paper: Paper) -> list[str]:
    """The lines of a paper in their order; of a table its name, and how many rows it has."""
    lines = [paper.title, paper.number, f"{paper.addressees}：" if paper.addressees else ""]
    lines += [*_blocks(paper.body), *(f"附件：{name}" for name in paper.enclosures)]
    lines += [*paper.issuers, day_words(paper.signed_on)]
    lines += [
        f"（{paper.note}）" if paper.note else "",
        f"抄送：{paper.copies_to}" if paper.copies_to else "",
    ]
    for annex in paper.annexes:
        lines += ["附件", annex.title, *_blocks(annex.blocks)]
    return [line for line in lines if line]


def _blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        yield f"【表格{block.title}，{block.n_rows}行】" if isinstance(block, Table) else block
