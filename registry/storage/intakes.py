"""Intakes: an uploaded ledger or folder with its rows, their verdicts, and what applying them changed."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.documents import Disclosure
from registry.domain.intakes import (
    WAITING_STATES,
    FileOutcome,
    IntakeOptions,
    IntakeState,
    Missing,
    Placement,
    RowFilter,
    Verdict,
)
from registry.storage.columns import Instant, unchecked_word
from registry.storage.intake_options import OptionsColumn

_MISSING = {RowFilter.LACKS_ROW: Missing.ROW, RowFilter.LACKS_FILE: Missing.FILE}


class Intake(SQLModel, table=True):
    """One import of a ledger, of documents, or of both.

    `columns`: the header rows, by header key, each with its sheets, row and columns (label, field, sample).
    `n_read` grows towards `n_total` while rows are staged. `problem` says why an ordered intake was not written.
    """

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=255)
    sha256: str = Field(max_length=64)
    size: int
    options: IntakeOptions = Field(default_factory=IntakeOptions, sa_type=OptionsColumn)
    columns: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    warnings: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    state: IntakeState = Field(sa_type=unchecked_word(IntakeState, 20))
    n_total: int = 0
    n_read: int = 0
    n_added: int = 0
    n_unchanged: int = 0
    n_updated: int = 0
    n_refused: int = 0
    problem: str = Field(default="", max_length=1000)
    created_at: datetime = Field(sa_type=Instant)
    created_by: str = Field(default="", max_length=100)
    applied_at: datetime | None = Field(default=None, sa_type=Instant)


class IntakeRow(SQLModel, table=True):
    """One row or document file with its verdict, and the old and new values of what it changes.

    `cells` is the entry as it was read. `outlook`: the validity, disclosure and stated status that its document will
    have once the whole intake is written, and as `of` the key of the entry that adds the document.
    """

    __tablename__ = "intake_row"
    intake_id: int = Field(primary_key=True, foreign_key="intake.id")
    position: int = Field(primary_key=True)
    sheet: str = Field(default="", max_length=100)
    row: int = 0
    cells: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    verdict: Verdict = Field(sa_type=unchecked_word(Verdict, 20))
    problems: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    changes: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    lacks: Missing = Field(
        default=Missing.NOTHING, sa_type=unchecked_word(Missing, 10), sa_column_kwargs={"server_default": ""}
    )
    outlook: dict[str, str] = Field(
        default_factory=dict, sa_type=sa.JSON, sa_column_kwargs={"server_default": "{}"}
    )
    document_id: int | None = Field(default=None, foreign_key="document.id")


class ColumnMapping(SQLModel, table=True):
    """What a person said the columns of a ledger with this header mean: heading → field, "" for a note."""

    __tablename__ = "column_mapping"
    header_key: str = Field(primary_key=True, max_length=64)
    mapping: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    chosen_at: datetime = Field(sa_type=Instant)
    chosen_by: str = Field(default="", max_length=100)


def remembered_columns(session: Session) -> dict[str, dict[str, str]]:
    """Header key → heading → field, of every ledger whose columns were ever chosen. There are few of them."""
    return {mapping.header_key: mapping.mapping for mapping in session.exec(select(ColumnMapping))}


def intakes_query() -> Any:
    """The query of every intake, the newest first."""
    return select(Intake).order_by(col(Intake.id).desc())


def rows_of(session: Session, intake_id: int) -> list[IntakeRow]:
    """The rows of an intake in the order of the file."""
    query = select(IntakeRow).where(IntakeRow.intake_id == intake_id)
    return list(session.exec(query.order_by(col(IntakeRow.position))).all())


def waiting_intakes(session: Session, now: datetime) -> list[Intake]:
    """The intakes whose next step is the job's: those to be read, and those to be written. The oldest first."""
    query = select(Intake).where(col(Intake.state).in_(WAITING_STATES)).order_by(col(Intake.id))
    return [intake for intake in session.exec(query) if not is_busy(intake, now)]


def is_busy(intake: Intake, now: datetime) -> bool:
    """Whether a process is reading the intake; one past its `busy_until` is taken to have been killed."""
    until = intake.options.busy_until
    return intake.state is IntakeState.STAGING and until is not None and until > now


def rows_query(intake_id: int, kind: RowFilter | None = None) -> Any:
    """The query of an intake's rows, or of those of one kind, in the order of the file."""
    query = select(IntakeRow).where(IntakeRow.intake_id == intake_id)
    if kind:
        query = query.where(_is(kind))
    return query.order_by(col(IntakeRow.position))


def chosen_query(intake_id: int) -> Any:
    """The query of the rows for which a person chose something: which value stands, or whose a file is."""
    cells = col(IntakeRow.cells)
    is_chosen = sa.or_(
        sa.cast(cells["choices"], sa.Text) != "{}",
        cells["belongs"].as_string() != "",
    )
    return select(IntakeRow).where(IntakeRow.intake_id == intake_id, is_chosen)


def n_chosen(session: Session, intake_id: int) -> int:
    """The number of rows for which a person chose something."""
    return session.exec(select(sa.func.count()).select_from(chosen_query(intake_id).subquery())).one()


def n_files(session: Session, intake_id: int) -> dict[FileOutcome, int]:
    """The number of files of each outcome: every document file once, and every ledger that could not be read."""
    belongs = col(IntakeRow.cells)["belongs"].as_string()
    verdict = sa.type_coerce(col(IntakeRow.verdict), sa.String)
    is_chosen_new = sa.and_(belongs == Placement.NEW_DOCUMENT, verdict == Verdict.ADDED)
    outcome = sa.case(
        (col(IntakeRow.lacks) == Missing.ROW, FileOutcome.WAITING.value),
        (is_chosen_new, FileOutcome.CHOSEN_NEW.value),
        (belongs == Placement.LEFT_OUT, FileOutcome.LEFT_OUT.value),
        else_=verdict,
    )
    query = select(outcome, sa.func.count()).where(IntakeRow.intake_id == intake_id, IntakeRow.row == 0)
    return {FileOutcome(row[0]): row[1] for row in session.execute(query.group_by(outcome))}


def rows_of_documents(session: Session, intake_id: int) -> list[IntakeRow]:
    """The rows of an intake that are about registered documents."""
    query = select(IntakeRow).where(IntakeRow.intake_id == intake_id, col(IntakeRow.document_id).is_not(None))
    return list(session.exec(query.order_by(col(IntakeRow.position))))


def n_rows(session: Session, intake_id: int, kind: RowFilter) -> int:
    """The number of an intake's rows of one kind."""
    query = select(sa.func.count()).select_from(IntakeRow)
    return session.exec(query.where(IntakeRow.intake_id == intake_id, _is(kind))).one()


def n_public(session: Session, intake: Intake) -> int:
    """The number of new documents that the public can read as soon as they are written.

    Rows that were staged by the first release have no outlook: the disclosure that they state counts.
    """
    default = intake.options.disclosure
    disclosure = sa.func.coalesce(
        col(IntakeRow.outlook)["disclosure"].as_string(),
        col(IntakeRow.cells)["values", "disclosure"].as_string(),
        default.value if default else "",
    )
    query = select(sa.func.count()).select_from(IntakeRow)
    is_public = disclosure == Disclosure.PUBLIC
    return session.exec(query.where(IntakeRow.intake_id == intake.id, _is(RowFilter.ADDED), is_public)).one()


def n_opened(session: Session, intake_id: int) -> int:
    """The number of registered documents that the intake opens to the public."""
    new = col(IntakeRow.changes)["disclosure", 1].as_string()
    query = select(sa.func.count(sa.distinct(col(IntakeRow.document_id))))
    return session.exec(
        query.where(
            IntakeRow.intake_id == intake_id,
            col(IntakeRow.document_id).is_not(None),
            new == Disclosure.PUBLIC,
        )
    ).one()


def _is(kind: RowFilter) -> Any:
    if kind is RowFilter.DOUBTED:
        return sa.cast(IntakeRow.problems, sa.Text) != "[]"
    if kind in _MISSING:
        return col(IntakeRow.lacks) == _MISSING[kind]
    return col(IntakeRow.verdict) == Verdict(kind.value)
