"""Intakes: an uploaded ledger or folder with its rows, their verdicts, and what applying them changed."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.documents import Disclosure
from registry.domain.intakes import ADDED, ANEW, FILE, NOWHERE, ROW
from registry.storage.columns import Instant

DOUBTED, LACKS_ROW, LACKS_FILE = "doubted", "lacks_row", "lacks_file"
_LACKS = {LACKS_ROW: ROW, LACKS_FILE: FILE}


class Intake(SQLModel, table=True):
    """States: uploaded → staging → staged → to_apply → applied, or discarded.

    `options`: is_update (overwrite what differs), disclosure (of documents whose row states none), what was `said` of
    its rows before it is read anew, and `busy_until`, the end of the lease of who reads it.
    `columns`: the header rows found, by header key, each with its sheets, row and columns (label, field, sample).
    `n_read` grows towards `n_total` while rows are staged.
    """

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=255)
    sha256: str = Field(max_length=64)
    size: int
    options: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    columns: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    warnings: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    state: str = Field(max_length=20)
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
    """One row with its verdict (added, unchanged, updated, refused) and the old and new values of what it changes.

    `lacks` is "row" for a document file that matched nothing, "file" for a ledger row without a document file.
    `outlook`: what the document of the row will say of its life and its readers once all is written; and `of`, the
    key of the entry that adds it.
    """

    __tablename__ = "intake_row"
    intake_id: int = Field(primary_key=True, foreign_key="intake.id")
    position: int = Field(primary_key=True)
    sheet: str = Field(default="", max_length=100)
    row: int = 0
    cells: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    verdict: str = Field(max_length=20)
    problems: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    changes: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    lacks: str = Field(default="", max_length=10, sa_column_kwargs={"server_default": ""})
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
    """Every choice that was made: header key → label → field. There are as many as offices have kinds of ledgers."""
    return {each.header_key: each.mapping for each in session.exec(select(ColumnMapping))}


def intakes_query() -> Any:
    """Every intake, the newest first."""
    return select(Intake).order_by(col(Intake.id).desc())


def rows_of(session: Session, intake_id: int) -> list[IntakeRow]:
    """The rows of an intake in the order of the file."""
    query = select(IntakeRow).where(IntakeRow.intake_id == intake_id)
    return list(session.exec(query.order_by(col(IntakeRow.position))).all())


def waiting_intakes(session: Session, now: datetime) -> list[Intake]:
    """The intakes whose next step the job takes: those to be read, and those to be written."""
    query = select(Intake).where(col(Intake.state).in_(["uploaded", "staging", "to_apply"]))
    found = session.exec(query.order_by(col(Intake.id))).all()
    return [intake for intake in found if not is_busy(intake, now)]


def is_busy(intake: Intake, now: datetime) -> bool:
    """Whether somebody is reading it; who has not finished by `busy_until` is taken to have been killed."""
    until = intake.options.get("busy_until", "")
    return intake.state == "staging" and until != "" and datetime.fromisoformat(until) > now


def rows_query(intake_id: int, verdict: str = "") -> Any:
    """The rows of an intake in the order of the file: those of one verdict, with DOUBTED those with a problem, with
    LACKS_ROW or LACKS_FILE those that lack the other half."""
    query = select(IntakeRow).where(IntakeRow.intake_id == intake_id)
    if verdict:
        query = query.where(_is(verdict))
    return query.order_by(col(IntakeRow.position))


def chosen_query(intake_id: int) -> Any:
    """The rows that a person said something of: which value stands, or whose the file is."""
    cells = col(IntakeRow.cells)
    said = sa.or_(
        sa.cast(cells["choices"], sa.Text) != "{}",
        cells["belongs"].as_string() != "",
    )
    return select(IntakeRow).where(IntakeRow.intake_id == intake_id, said)


def n_chosen(session: Session, intake_id: int) -> int:
    """How many rows a person said something of."""
    return session.exec(select(sa.func.count()).select_from(chosen_query(intake_id).subquery())).one()


def n_files(session: Session, intake_id: int) -> dict[str, int]:
    """Every file of an intake once, ledgers that could be read apart: the number of those that wait (ROW), that a
    person registers (ANEW) or leaves out (NOWHERE), and of the others by verdict."""
    belongs = col(IntakeRow.cells)["belongs"].as_string()
    kind = sa.case(
        (col(IntakeRow.lacks) == ROW, ROW),
        (sa.and_(belongs == ANEW, col(IntakeRow.verdict) == ADDED), ANEW),
        (belongs == NOWHERE, NOWHERE),
        else_=col(IntakeRow.verdict),
    )
    query = select(kind, sa.func.count()).where(IntakeRow.intake_id == intake_id, IntakeRow.row == 0)
    return {row[0]: row[1] for row in session.execute(query.group_by(kind))}


def rows_of_documents(session: Session, intake_id: int) -> list[IntakeRow]:
    """The rows of an intake that speak of registered documents."""
    query = select(IntakeRow).where(IntakeRow.intake_id == intake_id, col(IntakeRow.document_id).is_not(None))
    return list(session.exec(query.order_by(col(IntakeRow.position))))


def n_rows(session: Session, intake_id: int, *kinds: str) -> int:
    """How many rows are all of these: a verdict, DOUBTED, LACKS_ROW, LACKS_FILE."""
    query = select(sa.func.count()).select_from(IntakeRow).where(IntakeRow.intake_id == intake_id)
    for kind in kinds:
        query = query.where(_is(kind))
    return session.exec(query).one()


def n_public(session: Session, intake: Intake) -> int:
    """How many of the documents to be added anybody may read as soon as they are written. Rows that were staged by
    the first release have no outlook: what they state counts."""
    disclosure = sa.func.coalesce(
        col(IntakeRow.outlook)["disclosure"].as_string(),
        col(IntakeRow.cells)["values", "disclosure"].as_string(),
        intake.options.get("disclosure") or "",
    )
    query = select(sa.func.count()).select_from(IntakeRow)
    return session.exec(
        query.where(IntakeRow.intake_id == intake.id, _is(ADDED), disclosure == Disclosure.PUBLIC)
    ).one()


def n_opened(session: Session, intake_id: int) -> int:
    """How many of the registered documents the intake opens to the public."""
    new = col(IntakeRow.changes)["disclosure", 1].as_string()
    query = select(sa.func.count(sa.distinct(col(IntakeRow.document_id))))
    return session.exec(
        query.where(
            IntakeRow.intake_id == intake_id,
            col(IntakeRow.document_id).is_not(None),
            new == Disclosure.PUBLIC,
        )
    ).one()


def _is(kind: str) -> Any:
    if kind == DOUBTED:
        return sa.cast(IntakeRow.problems, sa.Text) != "[]"
    return IntakeRow.lacks == _LACKS[kind] if kind in _LACKS else IntakeRow.verdict == kind
