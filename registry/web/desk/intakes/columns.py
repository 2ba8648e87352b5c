"""The columns of an intake's ledgers, as a person checks and changes what each of them means."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from registry.readers.ledgers.columns import FIELD_WORDS, IGNORED, NOTE
from registry.storage.intakes import ColumnMapping, Intake

MEANINGS: dict[str, str] = {
    **{field: word for field, word in FIELD_WORDS.items() if field != "date"},
    NOTE: "记入备注",
    IGNORED: "不导入",
}


@dataclass(frozen=True)
class Column:
    """One column: the name of its control, its heading, what it means now, and a cell below it."""

    name: str
    label: str
    field: str
    sample: str


@dataclass(frozen=True)
class Header:
    """The header row that some sheets share; `chosen` is who said what it means, None when nobody did."""

    key: str
    sheets: list[str]
    row: int
    columns: list[Column]
    chosen: ColumnMapping | None

    @property
    def has_title(self) -> bool:
        return any(column.field == "title" for column in self.columns)


def headers_of(session: Session, intake: Intake, typed: Mapping[str, str] | None = None) -> list[Header]:
    """Every header of the intake, with what was `typed` (control → field) in place of what was understood.

    Intakes of the first release noted fields with their headings, and no headers.
    """
    found = ((key, seen) for key, seen in intake.columns.items() if isinstance(seen, dict))
    return [_header(session, key, seen, typed or {}) for key, seen in found]


def chosen_in(headers: list[Header]) -> dict[str, dict[str, str]]:
    """What the form says: header key → label → field."""
    return {header.key: {column.label: column.field for column in header.columns} for header in headers}


def _header(session: Session, key: str, seen: dict[str, Any], typed: Mapping[str, str]) -> Header:
    columns = []
    for n, (label, field, sample) in enumerate(seen["columns"]):
        name = f"{key[:12]}-{n}"
        columns.append(Column(name, label, typed.get(name, field), sample))
    chosen = session.get(ColumnMapping, key) if seen["is_remembered"] else None
    return Header(key, seen["sheets"], seen["row"], columns, chosen)
