"""Paragraphs and tables as WordprocessingML text, of which every official paper is made."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Generic, TypeVar

from registry.exports._styles import faces
from registry.exports._wording import printable

Row = TypeVar("Row")

NEW_PAGE = "<w:pageBreakBefore/>"
KEEP_WITH_NEXT = "<w:keepNext/>"
NUMBER_WIDTH = 640  # of the first column of a table, which numbers its rows
# Word needs a paragraph after the last table; one this low never starts a new page.
AFTER_TABLE = (
    '<w:p><w:pPr><w:pStyle w:val="Cell"/><w:spacing w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)


def run(text: str, face: str = "") -> str:
    """A run of text, in `face` where it is given, otherwise in the face of its paragraph."""
    properties = f"<w:rPr>{faces(face)}</w:rPr>" if face else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(printable(text), quote=False)}</w:t></w:r>'


def paragraph(style: str, content: str = "", lead: str = "", tail: str = "") -> str:
    """A paragraph of finished runs; `lead` and `tail` are w:pPr children before and after its spacing."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{lead}{tail}</w:pPr>{content}</w:p>'


def text(style: str, words: str, lead: str = "", tail: str = "") -> str:
    """A paragraph of plain words."""
    return paragraph(style, run(words), lead, tail)


def lines(style: str, words: Iterable[str]) -> str:
    """A paragraph with a line break after each of the words."""
    return paragraph(style, "<w:r><w:br/></w:r>".join(run(line) for line in words))


def indent(**chars: float) -> str:
    """A w:ind in characters of 3号, and in twentieths of a point for readers that ignore the characters."""
    sides = (f'w:{side}Chars="{round(n * 100)}" w:{side}="{round(n * 315)}"' for side, n in chars.items())
    return f"<w:ind {' '.join(sides)}/>"


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: its heading, width in twentieths of a point, the words of a row, and whether they are centred."""

    heading: str
    width: int
    words: Callable[[Row], str]
    is_centred: bool = True


def table(columns: Sequence[Column[Row]], rows: Iterable[Row], first: int) -> str:
    """A table of fixed widths numbered from `first`: its heading repeats on every page and no row is split."""
    width = NUMBER_WIDTH + sum(column.width for column in columns)
    widths = (NUMBER_WIDTH, *(column.width for column in columns))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    heads = [_cell_head(width, "CellHeading") for width in widths]
    styles = ["CellCentred", *("CellCentred" if column.is_centred else "Cell" for column in columns)]
    cells = [_cell_head(width, style) for width, style in zip(widths, styles, strict=True)]
    body = [
        _row(cells, [str(number), *(column.words(row) for column in columns)])
        for number, row in enumerate(rows, first)
    ]
    heading = _row(heads, ["序号", *(column.heading for column in columns)], "<w:tblHeader/>")
    return f"<w:tbl>{_table_properties(width)}<w:tblGrid>{grid}</w:tblGrid>{heading}{''.join(body)}</w:tbl>"


def _table_properties(width: int) -> str:
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(
        f'<w:{side} w:w="{gap}" w:type="dxa"/>'
        for side, gap in (("top", 40), ("left", 50), ("bottom", 40), ("right", 50))
    )
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
    )


def _cell_head(width: int, style: str) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
    )


def _row(cells: Sequence[str], words: Sequence[str], kind: str = "") -> str:
    filled = "".join(f"{cell}{run(word)}</w:p></w:tc>" for cell, word in zip(cells, words, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/>{kind}</w:trPr>{filled}</w:tr>"
