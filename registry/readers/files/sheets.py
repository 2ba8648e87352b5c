"""A spreadsheet or .csv as plain rows of text, each cell as a person would copy it."""

import csv
import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from lxml import etree
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from registry.domain.errors import Refusal
from registry.readers.files.archives import ENCRYPTED, OLE, ZIP, check_size, member_names
from registry.readers.files.encodings import decode, is_binary
from registry.readers.files.kinds import SPREADSHEET_XML, Kind, kind_of
from registry.readers.files.old_workbooks import old_marks_of
from registry.readers.files.table_pages import tables_of_page, tables_of_xml
from registry.readers.files.workbook_marks import Marks, marks_of

Cell = int | float | str | bool | time | date | datetime | timedelta
_MAX_CELLS = 5_000_000

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"%PDF")
_DELIMITERS = ",\t;|"
_AS_XLSX = "请用 Excel 或 WPS 打开后另存为 .xlsx 再上传"
_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
TEXT_SHEET = "CSV"
"""The name of the only sheet of a text file."""


@dataclass(frozen=True)
class Sheet:
    """One sheet; `rows[0]` is row 1.

    `spans` holds (row, first column, last column) of cells merged across columns, all counted from 0. `remarks` are
    sentences about hidden rows and sheets. With `is_1904`, dates written as plain numbers count from 1904.
    """

    name: str
    rows: list[list[str]]
    spans: list[tuple[int, int, int]]
    remarks: list[str] = field(default_factory=list)
    is_1904: bool = False


def read_sheets(path: Path, name: str) -> list[Sheet]:
    """Every sheet of a workbook, or the table of a text or web page, by the file's bytes and not by its name's ending.

    Raises Refusal saying what the file is instead and what to do.
    """
    check_size(path, name)
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith((ZIP, OLE)):
        _check_workbook(path, name, head)
        return _workbook(path, name)
    if head.startswith(_PICTURES) or is_binary(head):
        kind = "PDF" if head.startswith(b"%PDF") else "图片" if head.startswith(_PICTURES) else ""
        raise Refusal(
            f"“{name}”{f'其实是{kind}，' if kind else ''}不是表格文件，请上传 .xlsx、.xls 或 .csv 格式的台账"
        )
    text = decode(path.read_bytes())
    if text is None:
        raise Refusal(f"“{name}”的文字编码认不出来，{_AS_XLSX}")
    if head.startswith(b"MIME-Version"):
        raise Refusal(f"“{name}”其实是网页文件（单个文件网页），{_AS_XLSX}")
    if text.lstrip("\ufeff \r\n\t").startswith("<"):
        return _page(text, name)
    return [Sheet(TEXT_SHEET, _csv_rows(text, name), [])]


def _check_workbook(path: Path, name: str, head: bytes) -> None:
    """Raises Refusal for an archive or container that is no workbook, naming what it is."""
    is_archive = head.startswith(ZIP)
    if is_archive:
        member_names(path, name)
    elif ENCRYPTED in path.read_bytes():
        raise Refusal(f"“{name}”加了密码，请去掉密码后再上传")
    kind = kind_of(path)
    if kind is Kind.DOCUMENT:
        raise Refusal(f"“{name}”其实是 Word 等文档，不是表格；要当文件登记的，请和台账一起从“导入”上传")
    if kind is Kind.UNKNOWN and name.lower().endswith((".et", ".ett")):
        raise Refusal(f"“{name}”是 WPS 表格（.et），这种格式读不出来；请用 WPS 打开，另存为 .xlsx 再上传")
    if kind is Kind.UNKNOWN and is_archive:
        raise Refusal(f"“{name}”不是 Excel 工作簿（可能是压缩包或别的办公文件），{_AS_XLSX}")


def _page(text: str, name: str) -> list[Sheet]:
    """The tables of a web page or of a workbook in XML."""
    try:
        is_xml = SPREADSHEET_XML.search(text[:4000])
        tables = tables_of_xml(_DECLARATION.sub("", text).encode()) if is_xml else tables_of_page(text)
    except (etree.LxmlError, ValueError, AssertionError) as broken:
        raise Refusal(f"“{name}”其实是网页文件，表格读不出来，{_AS_XLSX}") from broken
    if not any(rows for _, rows, _ in tables):
        raise Refusal(f"“{name}”其实是网页文件，里面没有表格，{_AS_XLSX}")
    return [Sheet(sheet, rows, spans) for sheet, rows, spans in tables]


def sheets_as_json(sheets: list[Sheet]) -> list[dict[str, Any]]:
    """Plain values of the sheets, for the answer of the worker process."""
    return [
        {
            "name": sheet.name,
            "rows": sheet.rows,
            "spans": sheet.spans,
            "remarks": sheet.remarks,
            "is_1904": sheet.is_1904,
        }
        for sheet in sheets
    ]


def sheets_from_json(values: list[dict[str, Any]]) -> list[Sheet]:
    """The sheets that `sheets_as_json` wrote."""
    return [
        Sheet(
            sheet["name"],
            sheet["rows"],
            [tuple(span) for span in sheet["spans"]],
            sheet["remarks"],
            sheet["is_1904"],
        )
        for sheet in values
    ]


def _workbook(path: Path, name: str) -> list[Sheet]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))  # by its bytes
        marks = marks_of(path) if zipfile.is_zipfile(path) else old_marks_of(path.read_bytes())
        return [
            _sheet(workbook.get_sheet_by_name(sheet_name), name, marks.get(sheet_name, Marks()))
            for sheet_name in workbook.sheet_names
        ]
    except (CalamineError, ValueError, OSError) as broken:
        raise Refusal(f"“{name}”打不开：没有传完整，或者不是 Excel 写的工作簿，{_AS_XLSX}") from broken


def _sheet(sheet: CalamineSheet, name: str, marks: Marks) -> Sheet:
    if sheet.total_height * sheet.total_width > _MAX_CELLS:
        raise Refusal(f"“{name}”工作表“{sheet.name}”超过 500 万个单元格，请删去无关的空行空列后再上传")
    rows = [[_cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (index, column), text in marks.cells.items():
        if 0 <= index < len(rows) and column < len(rows[index]) and not rows[index][column]:
            rows[index][column] = text
    for (index, column), text in marks.months.items():
        if 0 <= index < len(rows) and column < len(rows[index]) and text:
            rows[index][column] = text
    spans = []
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if top >= len(rows):
            continue
        spans.append((top, left, right))
        for below in rows[top + 1 : bottom + 1]:
            below[left] = rows[top][left]
    return Sheet(
        sheet.name, rows, [span for span in spans if span[2] > span[1]], marks.remarks, marks.is_1904
    )


def _cell_text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return cell if isinstance(cell, str) else str(cell)


def _csv_rows(text: str, name: str) -> list[list[str]]:
    counts = Counter(char for char in text[:20_000] if char in _DELIMITERS)
    delimiter = max(_DELIMITERS, key=lambda char: counts[char])
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as broken:
        raise Refusal(f"“{name}”不是规范的 .csv 文件，{_AS_XLSX}") from broken
