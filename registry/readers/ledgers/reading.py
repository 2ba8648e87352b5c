"""Reading a ledger row by row. No row is dropped silently, and every problem names its row and column."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from registry.domain.errors import Refusal
from registry.domain.normal import tidy
from registry.readers.documents.dates import since_1900
from registry.readers.files.sheets import Sheet
from registry.readers.ledgers.columns import (
    DAY_FIELDS,
    FIELD_WORDS,
    ColumnMapping,
    Header,
    find_header,
    labels_of,
    other_header,
)
from registry.readers.ledgers.groups import Groups, speaks_of_all, words_of
from registry.readers.ledgers.row_kinds import is_aligned, is_heading, is_repeated_header, without_ditto
from registry.readers.ledgers.rows import LedgerRow, doubt_rows, read_row
from registry.readers.ledgers.stacked_headers import with_one_header

_WANTED = ("title", "doc_no", "authority", "signed_on", "published_on", "effective_on")
_SAMPLE = 40  # characters shown of a column's first cell
_VAGUE_DATES = ("日期", "时间", "年月日", "date", "发文日期", "发文时间", "印发日期", "印发时间", "制发日期")


@dataclass(frozen=True)
class SkippedRow:
    """A row without a document: a group heading, a total, or a repeated header."""

    sheet: str
    row: int
    text: str


@dataclass(frozen=True)
class SheetHeader:
    """The header row of one sheet as it was read; `columns` holds (label, field, first cell below) of each column."""

    sheet: str
    row: int
    key: str
    columns: list[tuple[str, str, str]]
    is_remembered: bool


class NoTitleColumn(Refusal):
    """No sheet has a column of titles. `sheet_headers` holds the header rows, for a person to choose the column."""

    def __init__(self, sentence: str, sheet_headers: list[SheetHeader]) -> None:
        super().__init__(sentence)
        self.sheet_headers = sheet_headers


@dataclass
class Ledger:
    """The content of a ledger file. `columns` maps field → heading; `headers` maps sheet → its headings.

    `sheet_headers` are the header rows of all sheets, those without a column of titles included. `grouped` counts the
    rows whose status comes from a heading above them, by sheet and heading.
    """

    file: str
    columns: dict[str, str] = field(default_factory=dict)
    headers: dict[str, list[str]] = field(default_factory=dict)
    rows: list[LedgerRow] = field(default_factory=list)
    sheet_headers: list[SheetHeader] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    grouped: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def missing(self) -> list[str]:
        """The fields that the register wants and no column of this ledger has."""
        return [name for name in _WANTED if name not in self.columns]


def read_ledger(
    name: str,
    sheets: list[Sheet],
    mapping: ColumnMapping | None = None,
    remembered: Mapping[str, ColumnMapping] | None = None,
) -> Ledger:
    """The ledger that the sheets hold. Raises NoTitleColumn when no sheet has a column of titles.

    `mapping` (heading → field, "" for a note) and the mappings `remembered` from earlier ledgers (header key →
    mapping) take precedence over the fields that the headings name.
    """
    ledger = Ledger(name)
    untitled = []
    for sheet in map(with_one_header, sheets):
        if not any(cell.strip() for row in sheet.rows for cell in row):
            continue
        header = find_header(sheet, mapping, remembered)
        if header:
            ledger.sheet_headers.append(_sheet_header(sheet, header))
        if header is None or "title" not in header.columns:
            untitled.append(_untitled(sheet, header))
            continue
        _read_sheet(ledger, sheet, header, {**(remembered or {}).get(header.key, {}), **(mapping or {})})
        ledger.warnings += sheet.remarks
    if not ledger.headers:
        raise NoTitleColumn(_no_title(name, untitled), ledger.sheet_headers)
    ledger.warnings += [f"{sentence}，整张表未读取" for sentence in untitled]
    return ledger


def _sheet_header(sheet: Sheet, header: Header) -> SheetHeader:
    """The header with its columns that are not wholly empty, each with the first filled cell below it."""
    below = sheet.rows[header.row :]
    columns = []
    for index, (label, name) in enumerate(zip(labels_of(header.headers), header.fields, strict=True)):
        cells = (row[index].strip() for row in below if index < len(row))
        sample = tidy(next(filter(None, cells), ""))[:_SAMPLE]
        if sample or header.headers[index]:
            columns.append((label, name, sample))
    return SheetHeader(sheet.name, header.row, header.key, columns, header.is_remembered)


def _read_sheet(ledger: Ledger, sheet: Sheet, header: Header, mapping: ColumnMapping) -> None:
    _note_header(ledger, sheet, header)
    spanned = {row for row, first, last in sheet.spans if last - first >= 2}
    groups = Groups()
    groups.name_sheet(sheet.name)
    for row in sheet.rows[: header.row - 1]:
        groups.head(words_of(row))
    above: list[str] = []
    n_before = len(ledger.rows)
    for index, row in _filled_rows(sheet, header):
        other = None if is_aligned(row, header) else other_header(index + 1, row, header, mapping)
        if other:
            header, above = other, []
            _note_header(ledger, sheet, header)
            ledger.sheet_headers.append(_sheet_header(sheet, header))
        elif is_repeated_header(row, header) or is_heading(row, header, is_spanned=index in spanned):
            groups.head(words_of(row))
            if speaks_of_all(words_of(row), above=True):
                doubt_rows(ledger.rows[n_before:], words_of(row))
            ledger.skipped.append(SkippedRow(sheet.name, index + 1, " ".join(filter(None, row))[:80]))
        else:
            above = without_ditto(row, above, header)
            group = groups.left_of(above, header) or groups.status
            ledger.rows.append(read_row(sheet.name, index + 1, above, header, group))
            if group:
                ledger.grouped[sheet.name, group.quote] += 1


def _note_header(ledger: Ledger, sheet: Sheet, header: Header) -> None:
    """Notes the headings of a table, with warnings about those that say too little."""
    headings = ledger.headers.setdefault(sheet.name, [])
    headings += [heading for heading in header.headers if heading and heading not in headings]
    for name in header.columns:
        ledger.columns.setdefault(name, header.name_of(name))
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


def _filled_rows(sheet: Sheet, header: Header) -> Iterator[tuple[int, list[str]]]:
    for index in range(header.row, len(sheet.rows)):
        if any(cell.strip() for cell in sheet.rows[index]):
            yield index, sheet.rows[index] if not sheet.is_1904 else _from_1904(sheet.rows[index], header)


def _from_1904(row: list[str], header: Header) -> list[str]:
    """The row with its date serials, counted from 1904, converted to serials counted from 1900."""
    day_columns = {header.columns.get(name) for name in DAY_FIELDS}
    return [since_1900(cell) if index in day_columns else cell for index, cell in enumerate(row)]


def _untitled(sheet: Sheet, header: Header | None) -> str:
    if header is None:
        return f"工作表“{sheet.name}”前30行里没有找到表头"
    headings = "、".join(heading for heading in header.headers if heading)
    return f"工作表“{sheet.name}”第{header.row}行的表头是：{headings}；其中没有文件名称一列"


def _no_title(name: str, sentences: list[str]) -> str:
    reasons = "；".join(sentences) or "所有工作表都是空的"
    return f"“{name}”不能作为台账导入：{reasons}。请补上“{FIELD_WORDS['title']}”或“文件名称”一列后再上传"
