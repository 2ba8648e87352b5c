"""A workbook of sheets, each with its header row frozen, with filters, and repeated in print."""

import io
import re
import shutil
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from registry.exports.wording import printable

Cell = str | int | float | date | None

_A4 = 9
_PROPERTIES = "docProps/core.xml"
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNNAMEABLE = str.maketrans("", "", "[]:*?/\\'")


@dataclass(frozen=True)
class Sheet:
    """A table of a workbook; its rows are streamed."""

    name: str
    widths: Sequence[float]
    headers: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def write_sheets(sheets: Iterable[Sheet], author: str = "") -> bytes:
    """The bytes of an .xlsx with real dates; no string becomes a formula. The rows are streamed.

    The same cells give the same bytes: the file says who made it and not when.
    """
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write_sheet(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return dateless(out, author)


def _write_sheet(book: Workbook, table: Sheet) -> None:
    sheet = begin_sheet(book, table.name, table.widths)
    sheet.append([heading(sheet, words) for words in table.headers])
    last = 1
    for last, row in enumerate(table.rows, 2):  # noqa: B007 - the number of the last row is used below
        sheet.append([_text(sheet, value) if isinstance(value, str) else value for value in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.headers))}{last}"


def begin_sheet(book: Workbook, name: str, widths: Sequence[float]) -> Any:
    """A sheet whose first row is frozen, and repeated on every page of a landscape print.

    It can do more than the types of openpyxl tell.
    """
    sheet: Any = book.create_sheet(name.translate(_UNNAMEABLE)[:31])
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    return sheet


def dateless(book: io.BytesIO, author: str) -> bytes:
    """The workbook with this author in place of the library, and without the hour in which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            if name == _PROPERTIES:
                target.writestr(info, _properties(author))
                continue
            with source.open(name) as part, target.open(info, "w") as copy:
                shutil.copyfileobj(part, copy, 1 << 20)
    return out.getvalue()


def _properties(author: str) -> str:
    name = escape(printable(author)[:255])
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{name}</dc:creator>'
        f"<cp:lastModifiedBy>{name}</cp:lastModifiedBy></cp:coreProperties>"
    )


def heading(sheet: WriteOnlyWorksheet, words: str) -> SheetCell:
    cell = WriteOnlyCell(sheet, words)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return cell


def _text(sheet: WriteOnlyWorksheet, words: str) -> str | SheetCell:
    """The value of a text cell, typed as text where Excel would read a formula or an error."""
    words = UNWRITABLE.sub("", words)
    if not words.startswith(("=", "#")):
        return words
    cell = WriteOnlyCell(sheet, words)
    cell.data_type = "s"
    return cell
