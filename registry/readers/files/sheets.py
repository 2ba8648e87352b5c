"""A spreadsheet or .csv as plain rows of text, each cell as a person would copy it."""

import csv
import io
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from registry.domain.errors import Refusal
from registry.readers.files.archives import ENCRYPTED, OLE, ZIP, check_size, member_names
from registry.readers.files.encodings import decode, is_binary
from registry.readers.files.old_workbooks import old_marks_of
from registry.readers.files.workbook_marks import Marks, marks_of

Cell = int | float | str | bool | time | date | datetime | timedelta
_MAX_CELLS = 5_000_000

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"%PDF")
_DELIMITERS = ",\t;|"


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
    """Every sheet of an .xlsx, .xls or .csv file. Raises Refusal saying what the file is instead and what to do."""
    check_size(path, name)
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(ZIP):
        member_names(path, name)
        return _workbook(path, name)
    if head.startswith(OLE):
        if ENCRYPTED in path.read_bytes():
            raise Refusal(f"“{name}”加了密码，请去掉密码后再上传")
        return _workbook(path, name)
    if head.startswith(_PICTURES) or is_binary(head):
        raise Refusal(f"“{name}”不是表格文件，请上传 .xlsx、.xls 或 .csv 格式的台账")
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"<", b"MIME-Version")):
        raise Refusal(f"“{name}”其实是网页文件，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传")
    return [Sheet("CSV", _csv_rows(path.read_bytes(), name), [])]


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
        workbook = CalamineWorkbook.from_path(path)
        marks = marks_of(path) if zipfile.is_zipfile(path) else old_marks_of(path.read_bytes())
        return [
            _sheet(workbook.get_sheet_by_name(sheet_name), name, marks.get(sheet_name, Marks()))
            for sheet_name in workbook.sheet_names
        ]
    except (CalamineError, ValueError, OSError) as broken:
        raise Refusal(
            f"“{name}”已损坏或不是表格文件，打不开，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传"
        ) from broken


def _sheet(sheet: CalamineSheet, name: str, marks: Marks) -> Sheet:
    if sheet.total_height * sheet.total_width > _MAX_CELLS:
        raise Refusal(f"“{name}”工作表“{sheet.name}”超过 500 万个单元格，请删去无关的空行空列后再上传")
    rows = [[_cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (index, column), text in marks.cells.items():
        if 0 <= index < len(rows) and column < len(rows[index]) and not rows[index][column]:
            rows[index][column] = text
    for (index, column), text in marks.months.items():
        if 0 <= index < len(rows) and column < len(rows[index]):
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


def _csv_rows(data: bytes, name: str) -> list[list[str]]:
    text = decode(data)
    if text is None:
        raise Refusal(f"“{name}”的文字编码认不出来，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传")
    counts = Counter(char for char in text[:20_000] if char in _DELIMITERS)
    delimiter = max(_DELIMITERS, key=lambda char: counts[char])
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as broken:
        raise Refusal(
            f"“{name}”不是规范的 .csv 文件，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传"
        ) from broken
