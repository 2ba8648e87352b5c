"""Plain tables: .xlsx with real dates, and .csv for Excel; no cell of either is run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain, islice

from registry.domain.intakes import REFUSED_HEADING
from registry.exports._workbook import Cell as Cell
from registry.exports._workbook import Sheet, write_sheets
from registry.exports.wording import em_width

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_N_MEASURED, _NARROWEST, _WIDEST = 200, 8, 60


def render_table(
    headers: Sequence[str], rows: Iterable[Sequence[Cell]], sheet_name: str, suffix: str, author: str = ""
) -> bytes:
    """The bytes of a table as csv or xlsx."""
    return render_csv(headers, rows) if suffix == "csv" else render_xlsx(headers, rows, sheet_name, author)


def render_xlsx(
    headers: Sequence[str], rows: Iterable[Sequence[Cell]], sheet_name: str, author: str = ""
) -> bytes:
    """The bytes of a workbook of one sheet, its header frozen; every string is stored as a string."""
    return render_workbook([(sheet_name, headers, rows)], author)


def render_workbook(
    sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]], author: str = ""
) -> bytes:
    """The bytes of a workbook of these sheets, each with its name, headers and rows."""
    return write_sheets((_sheet(*sheet) for sheet in sheets), author)


def _sheet(name: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Sheet:
    rest = iter(rows)
    first = list(islice(rest, _N_MEASURED))
    return Sheet(name, _widths(headers, first), headers, chain(first, rest))


def render_refused(headers: Sequence[str], rows: Iterable[tuple[Sequence[Cell], str]]) -> bytes:
    """A workbook of a ledger's refused rows, with the reason as last column: corrected, it can be imported as it is."""
    kept = [at for at, header in enumerate(headers) if header != REFUSED_HEADING]
    filled = ([*(cells[at] if at < len(cells) else None for at in kept), reason] for cells, reason in rows)
    return render_xlsx([*(headers[at] for at in kept), REFUSED_HEADING], filled, "未能导入的行")


def render_csv(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The bytes of a .csv in UTF-8 with a byte order mark; dates as 2026-03-05; a ' before a formula disarms it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_plain(header) for header in headers])
    writer.writerows([_plain(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _plain(value: Cell) -> str:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def _widths(headers: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[float]:
    widths = [_width(header) for header in headers]
    for row in rows:
        for at, value in enumerate(row[: len(widths)]):
            widths[at] = max(widths[at], _width(value))
    return [min(max(width + 2, _NARROWEST), _WIDEST) for width in widths]


def _width(value: Cell) -> float:
    return 2 * em_width("" if value is None else str(value))
