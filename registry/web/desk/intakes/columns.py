"""The columns of an import's ledgers: the page on which a person checks and changes their fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.actions.intakes.map_columns import map_columns
from registry.clock import now
from registry.domain.errors import Denied, Refusal
from registry.domain.intakes import IntakeState
from registry.domain.roles import Permission
from registry.readers.ledgers.columns import FIELD_WORDS, IGNORED, NOTE
from registry.storage.engine import reading
from registry.storage.intakes import ColumnMapping, Intake, n_chosen
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.intakes.finding import intake_at
from registry.web.desk.intakes.upload import stage_if_small

MEANINGS: dict[str, str] = {
    **{field: word for field, word in FIELD_WORDS.items() if field != "date"},
    NOTE: "记入备注",
    IGNORED: "不导入",
}


@dataclass(frozen=True)
class Column:
    """One column: the name of its control, its heading (`label`), its field, and a cell below the heading."""

    name: str
    label: str
    field: str
    sample: str


@dataclass(frozen=True)
class Header:
    """The header row that some sheets share; `chosen` is the mapping that a person chose for it, if any."""

    key: str
    sheets: list[str]
    row: int
    columns: list[Column]
    chosen: ColumnMapping | None

    @property
    def has_title(self) -> bool:
        return any(column.field == "title" for column in self.columns)


@needs(Permission.IMPORT_LEDGER)
def columns(intake_id: int) -> ResponseReturnValue:
    """The field of every heading; POST remembers the changed ones, and the ledger is read again."""
    with reading(current_store()) as session:
        intake = intake_at(session, intake_id)
        headers = headers_of(session, intake, request.form)
        n_rows = n_chosen(session, intake_id)
    here, problem = url_for(".show", intake_id=intake_id), ""
    if request.method == "POST":
        try:
            map_columns(current_store(), current_actor(), intake_id, _chosen_in(headers), now())
            stage_if_small(intake_id, intake.size, len(intake.options.files))
            return redirect(here, 303)
        except Denied:
            raise
        except Refusal as refusal:
            problem = refusal.sentence
    if not headers or intake.state is not IntakeState.STAGED:
        return redirect(here)
    page = render_template(
        "desk/intakes/columns.html",
        intake=intake,
        headers=headers,
        meanings=MEANINGS,
        problem=problem,
        n_chosen=n_rows,
    )
    return page, 422 if problem else 200


def headers_of(session: Session, intake: Intake, typed: Mapping[str, str] | None = None) -> list[Header]:
    """The headers of the intake; a field that was `typed` (control → field) replaces the one that was read.

    Intakes of the first release have no headers, only fields with their headings.
    """
    headers = ((key, header) for key, header in intake.columns.items() if isinstance(header, dict))
    return [_header(session, key, header, typed or {}) for key, header in headers]


def _chosen_in(headers: list[Header]) -> dict[str, dict[str, str]]:
    """The fields that were chosen in the form: header key → label → field."""
    return {header.key: {column.label: column.field for column in header.columns} for header in headers}


def _header(session: Session, key: str, header: dict[str, Any], typed: Mapping[str, str]) -> Header:
    shown_columns = []
    for n, (label, field, sample) in enumerate(header["columns"]):
        name = f"{key[:12]}-{n}"
        shown_columns.append(Column(name, label, typed.get(name, field), sample))
    chosen = session.get(ColumnMapping, key) if header["is_remembered"] else None
    return Header(key, header["sheets"], header["row"], shown_columns, chosen)
