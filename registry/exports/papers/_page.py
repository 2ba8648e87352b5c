"""The page of the standard in millimetres, and low or tall paragraphs that bring what follows to its place on it."""

from collections.abc import Sequence

from registry.exports.styles import SONG_TITLE, faces

TOP, LEFT, WIDTH, HEIGHT = 37.0, 28.0, 156.0, 225.0  # of the text block (5.2.1)
TEXT_WIDTH = 8_845  # the same width in twentieths of a point
OFF_GRID = '<w:snapToGrid w:val="0"/>'
_TINY = '<w:rPr><w:sz w:val="2"/></w:rPr>'
_INK = 0.84  # of a Chinese character, above the line that it stands on
_ABOVE = 0.8  # of a line of fixed height is above the line that its characters stand on


def twips(mm: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(mm * 1440 / 25.4)


def mm(height: int) -> float:
    """Twentieths of a point in millimetres."""
    return height * 25.4 / 1440


def fixed(height: int) -> str:
    """A w:spacing that makes lines as high as this, in twentieths of a point."""
    return f'<w:spacing w:before="0" w:after="0" w:line="{height}" w:lineRule="exact"/>'


def gap(height: int, rule: str = "", content: str = "") -> str:
    """A paragraph of this height without words, with the rule (a w:pBdr) under it where it is given."""
    properties = f'<w:pStyle w:val="PaperNumber"/>{rule}{OFF_GRID}{fixed(height)}{_TINY}'
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def rule_below(kind: str, eighths: int) -> str:
    """A red w:pBdr under a paragraph, of that many eighths of a point."""
    return f'<w:pBdr><w:bottom w:val="{kind}" w:sz="{eighths}" w:space="0" w:color="FF0000"/></w:pBdr>'


def red(words: str, points: float, percent: int = 100) -> str:
    """A run of a red mark, its characters narrowed to a percentage of their width; the words are escaped."""
    size = round(points * 2)
    narrowed = f'<w:w w:val="{percent}"/>' if percent < 100 else ""
    return (
        f'<w:r><w:rPr>{faces(SONG_TITLE)}<w:color w:val="FF0000"/><w:spacing w:val="0"/>{narrowed}'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr><w:t>{words}</w:t></w:r>'
    )


def ink_from_top(height: int, points: float) -> int:
    """How far the ink of characters stands below the top of a line of fixed height."""
    return round(_ABOVE * height - _INK * points * 20)


def table(widths: Sequence[int], rows: str, place: str = "", borders: str = "", margin: int = 0) -> str:
    """A table of finished rows that shows no more than the borders given; `place` is a w:jc, the margin of cells."""
    margins = "".join(f'<w:{side} w:w="{margin}" w:type="dxa"/>' for side in ("left", "right"))
    ruled = f"<w:tblBorders>{borders}</w:tblBorders>" if borders else ""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{place}{ruled}<w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def row(cells: str, height: int = 0, rule: str = "exact") -> str:
    """A row that no page break splits, of this height where it is given."""
    tall = f'<w:trHeight w:val="{height}" w:hRule="{rule}"/>' if height else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{tall}</w:trPr>{cells}</w:tr>"


def cell(width: int, paragraphs: str, *, is_centred: bool = False) -> str:
    """A cell; its words stand at its top or in the middle of its height."""
    middle = '<w:vAlign w:val="center"/>' if is_centred else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{middle}</w:tcPr>{paragraphs}</w:tc>'
