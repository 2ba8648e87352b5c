"""The marks of an .xlsx workbook that calamine leaves out: errors, formulas without a result, what is hidden."""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import unescape
from pathlib import Path

NO_RESULT = "（公式没有结果）"
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_SHEET = re.compile(r"<sheet\b([^>]*)/?>")
_RELATION = re.compile(r"<Relationship\b([^>]*)/?>")
_ERROR = re.compile(rb'<c\b([^>]*\bt="e"[^>]*)>.*?<v>(#[^<]*)</v>')
_BLANK_FORMULA = re.compile(rb"<c\b([^>]*)><f\b[^>]*?(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>")
_HIDDEN_ROW = re.compile(rb'<row\b([^>]*\bhidden="(?:1|true)"[^>]*)>')
_STYLES = "xl/styles.xml"
_FORMAT = re.compile(r"<numFmt\b([^>]*)/?>")
_STYLES_OF_CELLS = re.compile(r"<cellXfs\b[^>]*>(.*?)</cellXfs>", re.DOTALL)
_STYLE = re.compile(r"<xf\b([^>]*)/?>")
_UNSHOWN = re.compile(r"\"[^\"]*\"|\[[^\]]*\]|\\.")
"""The parts of a number format that are words, colours and conditions."""
_BUILT_IN_MONTHS = (17, 27, 36, 50, 52, 57)
"""The formats of Excel that show a year and a month, those of the Chinese edition included."""
_YEAR_AND_MONTH, _YEAR = "{day.year}年{day.month}月", "{day.year}年"
_NUMBER = re.compile(rb"<c\b([^>]*)>(?:<f\b[^>]*?(?:/>|>[^<]*</f>))?<v>(\d+(?:\.\d+)?)</v>")
_LAST_SERIAL = 2_900_000
_PLACE = re.compile(r"([A-Z]{1,3})(\d+)")
_MANY = 10  # hidden rows that a remark names

Overlay = dict[tuple[int, int], str]
"""(row, column), both from 0 → the cell's text."""


@dataclass(frozen=True)
class Marks:
    """The marks of one sheet: cells that calamine reads as blank, sentences about hidden rows, and whether dates
    count from 1904. `months` are the days of which a cell shows only the year and the month, or only the year."""

    cells: Overlay = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    is_1904: bool = False
    months: Overlay = field(default_factory=dict)


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
        styles = _month_styles(archive.read(_STYLES).decode()) if _STYLES in members else {}
        marks = {}
        for sheet in _attributes(_SHEET, book):
            target = targets.get(sheet.get("r:id", ""), "").lstrip("/")
            member = target if target.startswith("xl/") else f"xl/{target}"
            if member in members:
                xml = archive.read(member)
                rows = [row for attributes in _HIDDEN_ROW.findall(xml) if (row := _row(attributes))]
                is_hidden = sheet.get("state", "visible") != "visible"
                remarks = hidden_remarks(sheet["name"], rows, is_hidden=is_hidden)
                months = _months(xml, styles, is_1904=is_1904)
                marks[sheet["name"]] = Marks(_cells(xml), remarks, is_1904, months)
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


def _month_styles(xml: str) -> dict[int, str]:
    """style of a cell → how it shows a day, for the styles that leave the day of the month out."""
    codes = {
        int(number_format["numFmtId"]): number_format.get("formatCode", "")
        for number_format in _attributes(_FORMAT, xml)
    }
    styles = _STYLES_OF_CELLS.search(xml)
    numbers = [int(style.get("numFmtId", "0")) for style in _attributes(_STYLE, styles[1] if styles else "")]
    return month_styles(codes, numbers)


def month_styles(codes: Mapping[int, str], styles: Sequence[int]) -> dict[int, str]:
    """index of a style → how it shows a day, for those whose format leaves the day of the month out.

    `codes`: number of a format → its code; `styles`: the number of the format of each style.
    """
    formats = dict.fromkeys(_BUILT_IN_MONTHS, _YEAR_AND_MONTH)
    for number, written in codes.items():
        code = _UNSHOWN.sub("", written).partition(";")[0].lower()
        if "y" in code and "d" not in code:
            formats[number] = _YEAR_AND_MONTH if "m" in code else _YEAR
        else:
            formats.pop(number, None)
    return {index: formats[number] for index, number in enumerate(styles) if number in formats}


def month_as_shown(serial: float, shown: str, *, is_1904: bool) -> str:
    """What a cell shows of a day; empty for a number that is no day."""
    if not 0 < int(serial) < _LAST_SERIAL:
        return ""
    day = (date(1904, 1, 1) if is_1904 else date(1899, 12, 30)) + timedelta(days=int(serial))
    return shown.format(day=day)


def _months(xml: bytes, styles: dict[int, str], *, is_1904: bool) -> Overlay:
    """The cells whose style leaves out the day of the month, as they are shown."""
    overlay: Overlay = {}
    for match in _NUMBER.finditer(xml) if styles else ():
        attributes = dict(_ATTRIBUTE.findall(match[1].decode()))
        shown = styles.get(int(attributes.get("s", "0")))
        if shown and attributes.get("t", "n") == "n":
            overlay[_place(match[1])] = month_as_shown(float(match[2]), shown, is_1904=is_1904)
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
