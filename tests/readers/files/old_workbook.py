"""The bytes of a small .xls workbook: a container of sectors around its records ([MS-CFB], [MS-XLS])."""

import struct
from collections.abc import Mapping, Sequence

SECTOR = 512
Cell = str | int | None
"""Words, a number (an error, when negative), or nothing."""


def old_workbook(
    sheets: Mapping[str, Sequence[Sequence[Cell]]],
    *,
    hidden_rows: Sequence[int] = (),
    hidden_sheets: Sequence[str] = (),
    is_1904: bool = False,
    number_format: str = "",
    is_packed: bool = False,
) -> bytes:
    """`hidden_rows` count from 1, in every sheet. Numbers have the `number_format`; `is_packed` writes them as RK."""
    parts = [_sheet(rows, hidden_rows, bool(number_format), is_packed) for rows in sheets.values()]
    formats = _formats(number_format) if number_format else b""
    at = len(_globals(sheets, [0] * len(parts), hidden_sheets, is_1904, formats))
    places = [at + sum(map(len, parts[:n])) for n in range(len(parts))]
    return _container(_globals(sheets, places, hidden_sheets, is_1904, formats) + b"".join(parts))


def _formats(code: str) -> bytes:
    """Two styles: 0 is general, 1 has the format."""
    words = struct.pack("<HHB", 164, len(code), 1) + code.encode("utf-16-le")
    styles = [_record(0xE0, struct.pack("<HH", 0, number) + bytes(16)) for number in (0, 164)]
    return b"".join([_record(0x41E, words), *styles])


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _begin(kind: int) -> bytes:
    return _record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 0))


def _globals(
    sheets: Mapping[str, object], places: Sequence[int], hidden: Sequence[str], is_1904: bool, formats: bytes
) -> bytes:
    names = [
        _record(0x85, struct.pack("<IBBBB", at, name in hidden, 0, len(name), 1) + name.encode("utf-16-le"))
        for name, at in zip(sheets, places, strict=True)
    ]
    return b"".join([_begin(5), _record(0x22, struct.pack("<H", is_1904)), formats, *names, _record(0x0A)])


def _sheet(rows: Sequence[Sequence[Cell]], hidden: Sequence[int], style: int, is_packed: bool) -> bytes:
    parts = [_begin(0x10)]
    for n, row in enumerate(rows):
        flags = 0x20 if n + 1 in hidden else 0
        parts.append(_record(0x208, struct.pack("<HHHHHHI", n, 0, len(row), 255, 0, 0, flags)))
        parts += [_cell(n, at, cell, style, is_packed) for at, cell in enumerate(row) if cell is not None]
    return b"".join([*parts, _record(0x0A)])


def _cell(row: int, at: int, cell: Cell, style: int, is_packed: bool) -> bytes:
    if isinstance(cell, str):
        words = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
        return _record(0x204, struct.pack("<HHH", row, at, 0) + words)
    number = cell or 0
    if number < 0:
        return _record(0x205, struct.pack("<HHHBB", row, at, 0, -number, 1))
    if is_packed:
        return _record(0x27E, struct.pack("<HHHI", row, at, style, number << 2 | 2))
    return _record(0x203, struct.pack("<HHHd", row, at, style, number))


def _container(book: bytes) -> bytes:
    book = book.ljust(max(4096, -(-len(book) // SECTOR) * SECTOR), b"\0")
    n_sectors = len(book) // SECTOR
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, n_sectors + 2), 0xFFFFFFFE]
    fat = struct.pack(f"<{len(table)}I", *table).ljust(SECTOR, b"\xff")
    none = 0xFFFFFFFF
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", 0, *[none] * 108)
    root = _entry("Root Entry", 5, none, 0, child=1)
    entries = root + _entry("Workbook", 2, 2, len(book), child=none)
    return head + fat + entries.ljust(SECTOR, b"\0") + book


def _entry(name: str, kind: int, start: int, size: int, *, child: int) -> bytes:
    words = name.encode("utf-16-le")
    none = 0xFFFFFFFF
    entry = words.ljust(64, b"\0") + struct.pack("<HBBIII", len(words) + 2, kind, 1, none, none, child)
    return entry + bytes(36) + struct.pack("<IQ", 0xFFFFFFFE if start == none else start, size)
