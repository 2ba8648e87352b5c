"""The marks of an .xls workbook that calamine leaves out: errors, hidden rows and sheets, dates counted from 1904.

Sources: [MS-CFB] 2 for the container, [MS-XLS] 2.1.4 and 2.4 for the records.
"""

import math
import struct
from collections.abc import Iterator, Mapping

from registry.readers.files.workbook_marks import Marks, hidden_remarks, month_as_shown, month_styles

_END = 0xFFFFFFFE  # and above: no sector
_STREAMS = ("Workbook", "Book")
_DATEMODE, _BOUNDSHEET, _EOF = 0x22, 0x85, 0x0A
_ROW, _BOOLERR, _FORMULA = 0x208, 0x205, 0x06
_FORMAT, _XF, _NUMBER, _RK, _MULRK = 0x41E, 0xE0, 0x203, 0x27E, 0xBD
_HIDDEN_ROW = 0x20
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def old_marks_of(content: bytes) -> dict[str, Marks]:
    """The marks by sheet name. Empty for a file that is not built as Excel and WPS build it."""
    try:
        book = _workbook(content)
        is_1904 = any(kind == _DATEMODE and data[:1] == b"\x01" for kind, data in _records(book, 0))
        sheets = [data for kind, data in _records(book, 0) if kind == _BOUNDSHEET]
        styles = _styles(book)
        return {_name(data): _marks(book, data, styles, is_1904=is_1904) for data in sheets}
    except (struct.error, IndexError, UnicodeDecodeError):
        return {}


def _workbook(content: bytes) -> bytes:
    """The stream of the container with the workbook's records; empty when there is none."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    first, small = struct.unpack_from("<I", content, 48)[0], struct.unpack_from("<I", content, 56)[0]
    table = _table(content, size)
    entries = _chain(content, table, first, size)
    for at in range(0, len(entries) - 127, 128):
        entry = entries[at : at + 128]
        length = struct.unpack_from("<H", entry, 64)[0]
        if entry[: max(length - 2, 0)].decode("utf-16-le", "replace") in _STREAMS:
            start, n_bytes = struct.unpack_from("<II", entry, 116)
            return _chain(content, table, start, size)[:n_bytes] if n_bytes >= small else b""
    return b""


def _table(content: bytes, size: int) -> list[int]:
    """The allocation table: sector → the sector that follows it."""
    table_sectors = list(struct.unpack_from("<109I", content, 76))
    following, visited = struct.unpack_from("<I", content, 68)[0], set[int]()
    while following < _END and following not in visited:
        visited.add(following)
        *sectors, following = struct.unpack_from(f"<{size // 4}I", content, (following + 1) * size)
        table_sectors += sectors
    table: list[int] = []
    for sector in table_sectors:
        if sector < _END and (sector + 2) * size <= len(content):
            table += struct.unpack_from(f"<{size // 4}I", content, (sector + 1) * size)
    return table


def _chain(content: bytes, table: list[int], sector: int, size: int) -> bytes:
    """The content of a sector and those that follow it."""
    parts, visited = [], set[int]()
    while sector < len(table) and sector not in visited:
        visited.add(sector)
        parts.append(content[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    return b"".join(parts)


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """(kind, data) of every record from `at` to the end of its substream."""
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        yield kind, book[at + 4 : at + 4 + length]
        if kind == _EOF:
            return
        at += 4 + length


def _name(data: bytes) -> str:
    length, is_wide = data[6], data[7] & 1
    return data[8 : 8 + length * 2].decode("utf-16-le") if is_wide else data[8 : 8 + length].decode("latin-1")


def _styles(book: bytes) -> dict[int, str]:
    """style of a cell → how it shows a day, for the styles that leave the day of the month out."""
    codes, styles = {}, []
    for kind, data in _records(book, 0):
        if kind == _FORMAT:
            number, length, is_wide = struct.unpack_from("<HHB", data)
            wide = data[5 : 5 + length * 2].decode("utf-16-le", "replace")
            codes[number] = wide if is_wide & 1 else data[5 : 5 + length].decode("latin-1")
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", data, 2)[0])
    return month_styles(codes, styles)


def _numbers(kind: int, data: bytes) -> Iterator[tuple[int, int, int, float]]:
    """(row, column, style, number) of each cell in a record."""
    if kind in (_NUMBER, _FORMULA):
        row, column, style, number = struct.unpack_from("<HHHd", data)
        yield row, column, style, number
    elif kind == _RK:
        row, column, style, packed = struct.unpack_from("<HHHI", data)
        yield row, column, style, _unpacked(packed)
    elif kind == _MULRK:
        row, first = struct.unpack_from("<HH", data)
        for n in range((len(data) - 6) // 6):
            style, packed = struct.unpack_from("<HI", data, 4 + n * 6)
            yield row, first + n, style, _unpacked(packed)


def _unpacked(packed: int) -> float:
    """The number of an RK value: an integer or the upper half of a float, both perhaps a hundredfold."""
    if packed & 2:
        number = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        number = struct.unpack("<d", struct.pack("<II", 0, packed & 0xFFFFFFFC))[0]
    return number / 100 if packed & 1 else number


def _marks(book: bytes, sheet: bytes, styles: Mapping[int, str], *, is_1904: bool) -> Marks:
    cells, rows = {}, []
    months = {}
    for kind, data in _records(book, struct.unpack_from("<I", sheet)[0]):
        for row, column, style, number in _numbers(kind, data) if styles else ():
            if style in styles and math.isfinite(number):
                months[row, column] = month_as_shown(number, styles[style], is_1904=is_1904)
        if kind == _ROW and data[12] & _HIDDEN_ROW:
            rows.append(struct.unpack_from("<H", data)[0] + 1)
        elif kind == _BOOLERR and data[7]:
            cells[struct.unpack_from("<HH", data)] = data[6]
        elif kind == _FORMULA and data[6] == 2 and data[12:14] == b"\xff\xff":
            cells[struct.unpack_from("<HH", data)] = data[8]
    texts = {(row, column): _ERRORS.get(code, "#VALUE!") for (row, column), code in cells.items()}
    return Marks(texts, hidden_remarks(_name(sheet), rows, is_hidden=bool(sheet[4] & 3)), is_1904, months)
