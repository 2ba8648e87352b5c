"""The marks of an .xlsx workbook that calamine leaves out: errors, formulas without a result, what is hidden."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

NO_RESULT = "（公式没有结果）"
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_SHEET = re.compile(r"<sheet\b([^>]*)/?>")
_RELATION = re.compile(r"<Relationship\b([^>]*)/?>")
_ERROR = re.compile(rb'<c\b([^>]*\bt="e"[^>]*)>.*?<v>(#[^<]*)</v>')
_BLANK_FORMULA = re.compile(rb"<c\b([^>]*)><f\b[^>]*?(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>")
_HIDDEN_ROW = re.compile(rb'<row\b([^>]*\bhidden="(?:1|true)"[^>]*)>')
_PLACE = re.compile(r"([A-Z]{1,3})(\d+)")
_MANY = 10  # hidden rows that a remark names

Overlay = dict[tuple[int, int], str]
"""(row, column), both from 0 → the cell's text."""


@dataclass(frozen=True)
class Marks:
    """The marks of one sheet: cells that calamine reads as blank, sentences about hidden rows, and whether dates
    count from 1904."""

    cells: Overlay = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    is_1904: bool = False


def marks_of(path: Path) -> dict[str, Marks]:
    """The marks by sheet name. Empty for a workbook that is not written as Excel and WPS write it."""
    with zipfile.ZipFile(path) as archive:
        try:
            book = archive.read("xl/workbook.xml").decode()
            relations = archive.read("xl/_rels/workbook.xml.rels").decode()
        except (KeyError, UnicodeDecodeError):
            return {}
        targets = {
            relation["Id"]: relation["Target"]
            for relation in _attributes(_RELATION, relations)
            if "Id" in relation
        }
        is_1904 = bool(re.search(r'date1904="(?:1|true)"', book))
        members = set(archive.namelist())
        marks = {}
        for sheet in _attributes(_SHEET, book):
            target = targets.get(sheet.get("r:id", ""), "").lstrip("/")
            member = target if target.startswith("xl/") else f"xl/{target}"
            if member in members:
                xml = archive.read(member)
                rows = [row for attributes in _HIDDEN_ROW.findall(xml) if (row := _row(attributes))]
                is_hidden = sheet.get("state", "visible") != "visible"
                remarks = hidden_remarks(sheet["name"], rows, is_hidden=is_hidden)
                marks[sheet["name"]] = Marks(_cells(xml), remarks, is_1904)
        return marks


def _attributes(tag: re.Pattern[str], xml: str) -> Iterator[dict[str, str]]:
    for match in tag.finditer(xml):
        yield {name: unescape(value) for name, value in _ATTRIBUTE.findall(match[1])}


def _cells(xml: bytes) -> Overlay:
    overlay = {_place(match[1]): match[2].decode() for match in _ERROR.finditer(xml)}
    for match in _BLANK_FORMULA.finditer(xml):
        if b't="str"' not in match[1]:
            overlay[_place(match[1])] = NO_RESULT
    return overlay


def _place(attributes: bytes) -> tuple[int, int]:
    match = _PLACE.search(dict(_ATTRIBUTE.findall(attributes.decode())).get("r", ""))
    if match is None:
        return -1, -1
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def hidden_remarks(sheet: str, rows: Sequence[object], *, is_hidden: bool) -> list[str]:
    """The sentences that say that the sheet is hidden and which of its rows are."""
    name, remarks = f"工作表“{sheet}”", []
    if is_hidden:
        remarks.append(f"{name}是隐藏的，也照样读入，请核对；不要的，请在表格中删去后重新上传")
    if rows:
        shown = "、".join(f"第{row}行" for row in rows[:_MANY])
        more = f"等{len(rows)}行" if len(rows) > _MANY else ""
        remarks.append(f"{name}有隐藏的行，也照样读入，请核对：{shown}{more}")
    return remarks


def _row(attributes: bytes) -> str:
    return dict(_ATTRIBUTE.findall(attributes.decode())).get("r", "")
