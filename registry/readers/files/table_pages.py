"""Tables that are written as web pages (what many systems export as .xls), or in the XML of Excel 2003."""

from collections.abc import Iterator

from lxml import etree, html

from registry.domain.normal import tidy

Rows = list[list[str]]
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_MOST_COLUMNS = 1000


def tables_of_page(text: str) -> list[tuple[str, Rows, list[tuple[int, int, int]]]]:
    """(name, rows, cells merged across columns) of every outermost table of a web page."""
    root = html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=False))
    tables = [table for table in root.iter("table") if next(table.iterancestors("table"), None) is None]
    return [(f"表{n}", *_filled(map(_cells, _rows(table)))) for n, table in enumerate(tables, 1)]


def tables_of_xml(data: bytes) -> list[tuple[str, Rows, list[tuple[int, int, int]]]]:
    """(name, rows, merged cells) of every sheet of a workbook in XML. Raises XMLSyntaxError for a broken one."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(data, parser)
    return [
        (sheet.get(f"{_SS}Name", ""), *_filled(_xml_rows(sheet))) for sheet in root.iter(f"{_SS}Worksheet")
    ]


_Cell = tuple[int, str, int, int]
"""The column of a cell (-1: the next free one), its text, and how many columns and rows it covers."""


def _rows(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is table:
            yield row


def _cells(row: html.HtmlElement) -> list[_Cell]:
    cells = (cell for cell in row if cell.tag in ("td", "th"))
    return [(-1, _text(cell), _count(cell.get("colspan")), _count(cell.get("rowspan"))) for cell in cells]


def _text(cell: html.HtmlElement) -> str:
    """The words of a cell; each line break stays one."""
    for line_break in cell.iter("br"):
        line_break.tail = f"\n{line_break.tail or ''}"
    lines = "".join(cell.itertext()).replace("\r", "").split("\n")
    return "\n".join(filter(None, map(tidy, lines)))


def _xml_rows(sheet: etree._Element) -> Iterator[list[_Cell]]:
    n_rows = 0
    for row in sheet.iter(f"{_SS}Row"):
        for _ in range(n_rows + 1, min(_count(row.get(f"{_SS}Index")), n_rows + 10_000)):
            n_rows += 1
            yield []
        n_rows += 1
        yield [
            (
                int(cell.get(f"{_SS}Index", "0")) - 1,
                "".join(str(text) for data in cell.iter(f"{_SS}Data") for text in data.itertext()).strip(),
                _count(cell.get(f"{_SS}MergeAcross"), 0) + 1,
                _count(cell.get(f"{_SS}MergeDown"), 0) + 1,
            )
            for cell in row.iter(f"{_SS}Cell")
        ]


def _filled(rows: Iterator[list[_Cell]]) -> tuple[Rows, list[tuple[int, int, int]]]:
    """The rows with the text of a cell that covers several rows in each of them, and the cells over several columns."""
    filled: Rows = []
    spans: list[tuple[int, int, int]] = []
    held: dict[int, tuple[str, int]] = {}  # column → text and rows still covered
    for index, cells in enumerate(rows):
        line: dict[int, str] = {column: text for column, (text, _) in held.items()}
        held = {column: (text, n - 1) for column, (text, n) in held.items() if n > 1}
        at = 0
        for place, text, n_columns, n_rows in cells:
            at = place if place >= 0 else at
            while at in line:
                at += 1
            for column in range(at, min(at + n_columns, _MOST_COLUMNS)):
                line[column] = text if column == at else ""
                if n_rows > 1:
                    held[column] = (line[column], n_rows - 1)
            if n_columns > 1:
                spans.append((index, at, at + n_columns - 1))
            at += n_columns
        filled.append([line.get(column, "") for column in range(max(line, default=-1) + 1)])
    width = max(map(len, filled), default=0)
    return [row + [""] * (width - len(row)) for row in filled], spans


def _count(written: str | None, otherwise: int = 1) -> int:
    return int(written) if written and written.isdecimal() and len(written) < 5 else otherwise
