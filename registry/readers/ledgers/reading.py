"""A ledger as offices really have it, read row by row: nothing is dropped, every doubt names its row and column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.domain.errors import Refusal
from registry.domain.normal import tidy
from registry.readers.documents.dates import since_1904
from registry.readers.files.sheets import Sheet
from registry.readers.ledgers.columns import DAY_FIELDS, FIELD_WORDS, Chosen, Header, find_header, labels_of
from registry.readers.ledgers.row_kinds import above_for_ditto, is_header_again, is_heading
from registry.readers.ledgers.rows import LedgerRow, read_row
from registry.readers.ledgers.stacked_headers import with_one_header

_WANTED = ("title", "doc_no", "authority", "signed_on", "published_on", "effective_on")
_SAMPLE = 40
_VAGUE_DATES = ("日期", "时间", "年月日", "date", "发文日期", "发文时间", "印发日期", "印发时间", "制发日期")


@dataclass(frozen=True)
class SkippedRow:
    """A row that holds no document: a group heading, a total, or the header printed again."""

    sheet: str
    row: int
    text: str


@dataclass(frozen=True)
class SheetHeader:
    """The header row of one sheet as it was understood: (label, field, a cell below it) of each column."""

    sheet: str
    row: int
    key: str
    columns: list[tuple[str, str, str]]
    is_remembered: bool


class Untitled(Refusal):
    """No sheet has a column of titles; `seen` holds the header rows, so that a person can point at it."""

    def __init__(self, sentence: str, seen: list[SheetHeader]) -> None:
        super().__init__(sentence)
        self.seen = seen


@dataclass
class Ledger:
    """What a ledger file holds. `columns` is field → heading; `headers` every heading seen, by sheet.

    `seen` are the header rows of all sheets, those without titles included.
    """

    file: str
    columns: dict[str, str] = field(default_factory=dict)
    headers: dict[str, list[str]] = field(default_factory=dict)
    rows: list[LedgerRow] = field(default_factory=list)
    seen: list[SheetHeader] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        """The fields a register wants that no column of this ledger gives."""
        return [wanted for wanted in _WANTED if wanted not in self.columns]


def understand(
    name: str,
    sheets: list[Sheet],
    mapping: Chosen | None = None,
    remembered: Mapping[str, Chosen] | None = None,
) -> Ledger:
    """The rows of the sheets as documents. Raises Untitled when no sheet has a column of titles.

    `mapping` (heading → field, "" for a note) overrules what the headings seem to say; so does what is
    `remembered` of a header (header key → mapping).
    """
    ledger = Ledger(name)
    without_title = []
    for sheet in map(with_one_header, sheets):
        if not any(cell.strip() for row in sheet.rows for cell in row):
            continue
        header = find_header(sheet, mapping, remembered)
        if header:
            ledger.seen.append(_seen(sheet, header))
        if header is None or "title" not in header.columns:
            without_title.append(_untitled(sheet, header))
            continue
        _read_sheet(ledger, sheet, header)
        ledger.warnings += sheet.remarks
    if not ledger.headers:
        raise Untitled(_no_title(name, without_title), ledger.seen)
    ledger.warnings += [f"{sentence}，整张表未读取" for sentence in without_title]
    return ledger


def _seen(sheet: Sheet, header: Header) -> SheetHeader:
    """The columns that hold anything, each with its first cell below the header."""
    below = sheet.rows[header.row :]
    columns = []
    for index, (label, what) in enumerate(zip(labels_of(header.headers), header.fields, strict=True)):
        cells = (row[index].strip() for row in below if index < len(row))
        sample = tidy(next(filter(None, cells), ""))[:_SAMPLE]
        if sample or header.headers[index]:
            columns.append((label, what, sample))
    return SheetHeader(sheet.name, header.row, header.key, columns, header.is_remembered)


def _read_sheet(ledger: Ledger, sheet: Sheet, header: Header) -> None:
    ledger.headers[sheet.name] = [heading for heading in header.headers if heading]
    for each in header.columns:
        ledger.columns.setdefault(each, header.name_of(each))
    published = header.columns.get("published_on")
    is_guessed = published is not None and not header.is_remembered
    if is_guessed and header.name_of("published_on") in _VAGUE_DATES:
        ledger.warnings.append(
            f"工作表“{sheet.name}”的“{header.name_of('published_on')}”列没有说明是哪一种日期，"
            "已按公布日期读入；如不是，请在“列的含义”中改成成文日期、印发日期等"
        )
    if header.has_drafters:
        ledger.warnings.append(
            f"工作表“{sheet.name}”没有制定机关列：标题开头写明机关的，以标题为准；其余按“{header.name_of('authority')}”列登记，请抽查"
        )
    spanned = {row for row, first, last in sheet.spans if last - first >= 2}
    above: list[str] = []
    for index, row in _filled(sheet, header):
        if is_header_again(row, header) or is_heading(row, header, is_spanned=index in spanned):
            ledger.skipped.append(SkippedRow(sheet.name, index + 1, " ".join(filter(None, row))[:80]))
        else:
            above = above_for_ditto(row, above, header)
            ledger.rows.append(read_row(sheet.name, index + 1, above, header))


def _filled(sheet: Sheet, header: Header) -> Iterator[tuple[int, list[str]]]:
    for index in range(header.row, len(sheet.rows)):
        if any(cell.strip() for cell in sheet.rows[index]):
            yield index, sheet.rows[index] if not sheet.is_1904 else _dated(sheet.rows[index], header)


def _dated(row: list[str], header: Header) -> list[str]:
    """The row of a workbook that counts its days from 1904, its days as other workbooks count them."""
    days = {header.columns.get(name) for name in DAY_FIELDS}
    return [since_1904(cell) if at in days else cell for at, cell in enumerate(row)]


def _untitled(sheet: Sheet, header: Header | None) -> str:
    if header is None:
        return f"工作表“{sheet.name}”前30行里没有找到表头"
    seen = "、".join(heading for heading in header.headers if heading)
    return f"工作表“{sheet.name}”第{header.row}行的表头是：{seen}；其中没有文件名称一列"


def _no_title(name: str, sentences: list[str]) -> str:
    seen = "；".join(sentences) or "所有工作表都是空的"
    return f"“{name}”不能作为台账导入：{seen}。请补上“{FIELD_WORDS['title']}”或“文件名称”一列后再上传"


def as_json(sheets: list[Sheet]) -> list[dict[str, Any]]:
    """The sheets as plain values, to cross from the worker to the caller."""
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


def from_json(values: list[dict[str, Any]]) -> list[Sheet]:
    """The sheets that `as_json` wrote."""
    return [
        Sheet(
            each["name"],
            each["rows"],
            [tuple(span) for span in each["spans"]],
            each["remarks"],
            each["is_1904"],
        )
        for each in values
    ]
