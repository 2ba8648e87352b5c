"""Reading an issue register (发文登记簿), from pasted text or from a ledger file."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from registry.domain import doc_numbers
from registry.domain.errors import Refusal
from registry.domain.normal import tidy, visible
from registry.readers.documents.authorities import is_authority
from registry.readers.documents.dates import parse_date
from registry.readers.documents.publication import is_secret
from registry.readers.files.sheets import Sheet
from registry.readers.ledgers.columns import SYNONYMS, find_header
from registry.readers.ledgers.reading import Ledger, read_ledger
from registry.readers.ledgers.row_kinds import is_blank
from registry.readers.ledgers.rows import LedgerRow

_PLACE = "位置"
_DAYS = ("issued_on", "published_on", "signed_on")
_HEADINGS = ("标题", "发文字号", "制定机关", "印发日期")
_DRAFTING = re.compile("起草|拟稿|承办|主办")
_GAPS = re.compile(r" *\t *|[ 　]{2,}|　")
_ITEM = re.compile(r"\s*(?:[(（]\d{1,4}[)）]|\d{1,4}[.．、](?!\d))\s*")
_IN_BRACKETS = re.compile(r"(.+?)[(（]([^，,()（）]*号)(?:[，,]\s*([^()（）]+))?[)）]")
_LONGEST_TITLE, _LONGEST_NUMBER = 500, 200
_SECRET = "标有密级。涉密文件不得录入本系统，该行没有读入，请按保密规定另行登记"


@dataclass(frozen=True)
class IssueLine:
    """One line of an issue register, by its place in the file or text; `problem` says why it cannot be taken in."""

    place: str
    title: str
    doc_no: str = ""
    authority: str = ""
    issued_on: date | None = None
    day_as_written: str = ""
    problem: str = ""


def read_issue_text(text: str) -> list[IssueLine]:
    """The lines of a pasted list, with or without a header row. Raises Refusal when there are none."""
    rows = [_cells(line) for line in text.splitlines()]
    if not any(any(row) for row in rows):
        raise Refusal("没有内容，请粘贴发文登记簿，或者选择文件。", "text")
    n_added = 0
    if not _has_header(rows):
        rows = [[*_HEADINGS], *(_in_order_of_headings(row) for row in rows)]
        n_added = 1
    ledger = read_ledger("粘贴的内容", [Sheet("", rows, [])])
    return [_line(row, ledger, f"第{row.row - n_added}行") for row in ledger.rows]


def issue_lines(ledger: Ledger) -> list[IssueLine]:
    """The rows of every sheet of a ledger file."""
    is_single = len(ledger.headers) == 1
    return [
        _line(row, ledger, f"第{row.row}行" if is_single else f"工作表“{row.sheet}”第{row.row}行")
        for row in ledger.rows
    ]


def issue_text(lines: Iterable[IssueLine]) -> str:
    """The lines as text that `read_issue_text` reads back unchanged, places included. Secret lines are left out."""
    head = "\t".join((_PLACE, *_HEADINGS))
    rows = (
        "\t".join((line.place, line.title, line.doc_no, line.authority, line.day_as_written))
        for line in lines
        if line.title or line.doc_no
    )
    return "\n".join([head, *rows])


def _has_header(rows: list[list[str]]) -> bool:
    """Whether a row is a header. One heading alone must equal a known word: a title may contain one by chance."""
    header = find_header(Sheet("", rows, []))
    if header is None or "title" not in header.columns:
        return False
    return len(header.columns) > 1 or header.name_of("title") in SYNONYMS["title"]


def _line(row: LedgerRow, ledger: Ledger, place: str) -> IssueLine:
    cells = {name: tidy(cell) for name, cell in row.cells.items()}
    place = row.extra.get(_PLACE, place)
    if is_secret([*cells.values(), *row.extra.values()][:8], list(row.extra.values())):
        return IssueLine(place, "", problem=_SECRET)
    day = next((name for name in _DAYS if row.values.get(name)), None)
    day_as_written = next((cells[name] for name in ((day,) if day else _DAYS) if cells.get(name)), "")
    number = row.values.get("doc_no")
    title = row.values.get("title", "")
    as_written = "" if is_blank(cells.get("doc_no", "")) else cells["doc_no"]
    doc_no = number.raw if number else as_written
    return IssueLine(
        place,
        title,
        doc_no,
        _authority(row, ledger),
        row.values[day] if day else None,
        day_as_written,
        _problem(row, title, doc_no),
    )


def _problem(row: LedgerRow, title: str, doc_no: str) -> str:
    for problem in row.problems:
        if problem.is_refusal and problem.field in ("title", *_DAYS):
            return problem.sentence if problem.field != "title" else "没有标题，请补上"
    if len(title) > _LONGEST_TITLE:
        return f"标题有{len(title)}字，超过{_LONGEST_TITLE}字，请核对是否把几行并成了一行"
    if len(doc_no) > _LONGEST_NUMBER:
        return f"发文字号有{len(doc_no)}字，超过{_LONGEST_NUMBER}字，请核对"
    return ""


def _authority(row: LedgerRow, ledger: Ledger) -> str:
    """The lead authority from its column. A drafting unit is a part of the authority, not the authority itself."""
    if "authority" not in row.cells or "authority_quote" in row.values:
        return ""
    names: Sequence[str] = row.values.get("authority", [])
    is_drafting = _DRAFTING.search(ledger.columns.get("authority", ""))
    return "" if is_drafting or not names else names[0]


def _cells(line: str) -> list[str]:
    """The cells of a pasted line: split at tabs, else at wide gaps, else around a number or day between spaces."""
    line = _ITEM.sub("", line.strip("\r\n"), count=1) if _ITEM.match(line) else line.strip("\r\n")
    cells = [cell.strip() for cell in _GAPS.split(line)]
    if "\t" not in line and (named := _IN_BRACKETS.fullmatch(cells[0])) and _is_number(named[2]):
        return [named[1].removeprefix("《").removesuffix("》"), named[2], named[3] or "", *cells[1:]]
    return cells if len(cells) > 1 or "\t" in line else _split_at_spaces(line.strip())


def _split_at_spaces(line: str) -> list[str]:
    """The other words joined, then the numbers and days as cells of their own; the whole line if there are none."""
    words = line.split(" ")
    recognised = [word for word in words if _is_number(word) or _is_day(word)]
    if len(words) == 1 or not recognised:
        return [line]
    rest = " ".join(word for word in words if word not in recognised)
    return [rest, *recognised]


def _in_order_of_headings(row: Sequence[str]) -> list[str]:
    """The cells of a row without headings, in the order title, number, authority, day."""
    number = next((cell for cell in row if _is_number(cell)), "")
    day = next((cell for cell in row if cell != number and _is_day(cell)), "")
    authority = next((cell for cell in row if cell not in (number, day) and _is_name(cell)), "")
    rest = [cell for cell in row if cell and cell not in (number, day, authority) and not cell.isdigit()]
    return [max(rest, key=len, default=""), number, authority, day]


def _is_number(cell: str) -> bool:
    return bool(cell) and len(cell) < 40 and doc_numbers.key(cell) is not None


def _is_day(cell: str) -> bool:
    if not re.search(r"\d{4}|[〇○零一二三四五六七八九]{4}年", visible(cell)) or len(cell) > 20:
        return False
    try:
        parse_date(cell)
    except Refusal:
        return bool(re.fullmatch(r"\d{4}[-年./]\d{1,2}[-月年./]?\d{0,2}日?", visible(cell)))
    return True


def _is_name(cell: str) -> bool:
    return is_authority(visible(cell)) and "关于" not in cell
