"""The parts of a workbook that only a spreadsheet program sees."""

import io
import zipfile
from datetime import date

from lxml import etree
from openpyxl import load_workbook

from registry.exports._workbook import Sheet, write_sheets


def test_every_part_is_well_formed_whatever_the_cells_and_the_sheet_are_called() -> None:
    rows = [("]]>\x07\ud800", date(1900, 3, 1)), (None, 1.5)]
    content = write_sheets([Sheet("审计/记录'[1]", [8, 9.5], ["<甲>", "乙&丙"], rows)])
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            etree.fromstring(package.read(name))
    book = load_workbook(io.BytesIO(content))
    sheet = book.active
    assert sheet.title == "审计记录1"
    assert [cell.value for cell in sheet[1]] == ["<甲>", "乙&丙"]
    assert sheet["A2"].value == "]]>"
    assert sheet["B2"].value.date() == date(1900, 3, 1)
    assert sheet["B3"].value == 1.5
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A2", "A1:B3", "$1:$1")
    assert sheet.column_dimensions["B"].width == 9.5


def test_a_workbook_names_the_office_and_neither_the_library_nor_the_hour() -> None:
    content = write_sheets([Sheet("目录", [8], ["标题"], [["甲"]])], "示范区<司法局>\x0b")
    properties = load_workbook(io.BytesIO(content)).properties
    assert (properties.creator, properties.lastModifiedBy) == ("示范区<司法局>", "示范区<司法局>")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert b"openpyxl" not in b"".join(package.read(name) for name in package.namelist())
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms" not in package.read("docProps/core.xml")
