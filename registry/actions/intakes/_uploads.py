"""Uploaded files and the entries read from them: ledgers first, so that documents find their rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from registry.actions.intakes._entries import Entry, entries_of_ledger, entry_of_document, refused_file
from registry.domain.errors import Refusal
from registry.domain.intakes import is_package
from registry.readers.ledgers.columns import ColumnMapping
from registry.readers.ledgers.reading import Ledger, NoTitleColumn, SheetHeader
from registry.readers.ledgers.telling import is_ledger_file
from registry.readers.sandbox import read_files, read_ledger_safely

_SHOWN = 10
_QUOTED = 30  # characters of a row that is not a document

Progress = Callable[[int, int], None]
"""Called with the number of files or rows done, and the number of all."""


@dataclass(frozen=True)
class Upload:
    """A file to read, under the name its owner gave it."""

    path: Path
    name: str
    sha256: str
    size: int

    @property
    def is_ledger(self) -> bool:
        return is_ledger_file(self.path, self.name)

    @property
    def is_package(self) -> bool:
        return is_package(self.name)


@dataclass
class Reading:
    """The entries of an intake, the headers of its ledgers by header key, and the warnings about whole files.

    A header has its sheets, its row, its columns as (label, field, sample), and whether an earlier choice of columns
    was used.
    """

    entries: list[Entry] = field(default_factory=list)
    columns: dict[str, dict[str, Any]] = field(default_factory=dict)
    warnings: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class ColumnMeaning:
    """The fields of columns: chosen for this intake (label → field), and remembered (header key → the same)."""

    chosen: ColumnMapping = field(default_factory=dict)
    remembered: Mapping[str, ColumnMapping] = field(default_factory=dict)


def read_uploads(uploads: Sequence[Upload], meaning: ColumnMeaning, progress: Progress) -> Reading:
    """The entries of the files. Never raises for the content of a file: an unreadable one is a refused entry."""
    reading = Reading()
    ledgers = [upload for upload in uploads if upload.is_ledger]
    documents = [upload for upload in uploads if upload not in ledgers]
    for n, upload in enumerate(ledgers, 1):
        _read_ledger(reading, upload, meaning)
        progress(n, len(uploads))
    for n, entry in enumerate(_documents(documents), len(ledgers) + 1):
        reading.entries.append(entry)
        progress(n, len(uploads))
    return reading


def _read_ledger(reading: Reading, upload: Upload, meaning: ColumnMeaning) -> None:
    try:
        ledger = read_ledger_safely(upload.path, upload.name, meaning.chosen, meaning.remembered)
    except NoTitleColumn as untitled:
        _add_headers(reading, upload.name, untitled.sheet_headers)
        reading.entries.append(refused_file(upload.name, f"{untitled.sentence}，或在“列的含义”中选定标题列"))
        return
    except Refusal as refusal:
        reading.entries.append(refused_file(upload.name, refusal.sentence))
        return
    _add_headers(reading, upload.name, ledger.sheet_headers)
    entries = entries_of_ledger(ledger)
    reading.entries += entries
    sentences = _ledger_warnings(ledger)
    if not entries:
        sentences.append("表头下面没有读到任何一行文件")
    reading.warnings += [{"file": upload.name, "sentence": sentence} for sentence in sentences]


def _add_headers(reading: Reading, file: str, seen: Sequence[SheetHeader]) -> None:
    for header in seen:
        noted = reading.columns.setdefault(
            header.key,
            {
                "sheets": [],
                "row": header.row,
                "columns": [list(column) for column in header.columns],
                "is_remembered": header.is_remembered,
            },
        )
        noted["sheets"].append(f"{file}·{header.sheet}")


def _ledger_warnings(ledger: Ledger) -> list[str]:
    """The warnings about the ledger as a whole."""
    sentences = list(ledger.warnings)
    if "authority" not in ledger.columns:
        n_from_title = sum("authority_quote" in row.values for row in ledger.rows)
        sentences.append(f"台账没有“制定机关”列：{n_from_title}行的制定机关取自标题开头，请抽查")
    if "disclosure" not in ledger.columns:
        sentences.append(
            "台账没有“公开属性”列：没有另选公开属性、正文也没有注明的，新增文件先按“不予公开”登记，公众看不到；"
            "补上该列（主动公开、依申请公开、不予公开）或另选公开属性，并选择以台账为准后重新导入，即可公开"
        )
    if n_periods := sum("validity_months" in row.values for row in ledger.rows):
        sentences.append(
            f"{n_periods}行只写了有效期的年限，有效期至按施行日期（没有的按公布日期）起算，请抽查"
        )
    sentences += [
        f"工作表“{sheet}”有{n}行的时效性取自行外的字样（{heading[:_QUOTED]}），请抽查"
        for (sheet, heading), n in ledger.grouped.items()
    ]
    if ledger.skipped:
        rows = "、".join(f"第{row.row}行（{row.text[:_QUOTED]}）" for row in ledger.skipped[:_SHOWN])
        more = f"等{len(ledger.skipped)}行" if len(ledger.skipped) > _SHOWN else ""
        sentences.append(
            f"{len(ledger.skipped)}行是分组标题、合计、重复的表头或填表人、审核人等落款，没有作为文件读入：{rows}{more}"
        )
    return sentences


def _documents(uploads: Iterable[Upload]) -> Iterator[Entry]:
    """The entries of document files, in order."""
    files = list(uploads)
    readings = read_files((upload.path, upload.name) for upload in files)
    for upload, reading in zip(files, readings, strict=True):
        yield entry_of_document(reading, upload.sha256, upload.size)
