"""One import: its state, its counts, its tabs, and one page of its rows with what becomes of them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.actions.intakes.foresee_rows import foresee_rows
from registry.clock import now
from registry.domain.documents import DISCLOSURE_WORDS
from registry.domain.instants import day_of
from registry.domain.intakes import (
    FILE_OUTCOME_WORDS,
    INTAKE_STATE_WORDS,
    VERDICT_WORDS,
    WAITING_STATES,
    WORDS,
    FileOutcome,
    RowFilter,
    Verdict,
    is_ledger,
    shown,
)
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.storage.intakes import Intake, IntakeRow, n_files, n_rows, rows_query
from registry.storage.job_runs import JobRun
from registry.web.access import current_store, needs
from registry.web.addresses import asked_word
from registry.web.desk.intakes.columns import MEANINGS, headers_of
from registry.web.desk.intakes.finding import intake_at
from registry.web.paging import page_of

_JOB_SILENT = timedelta(minutes=2)
_TAB_WORDS = {
    **{RowFilter(verdict): word for verdict, word in VERDICT_WORDS.items()},
    RowFilter.DOUBTED: "有提醒",
}
_MISSING_WORDS = {RowFilter.LACKS_ROW: "未配上的文件", RowFilter.LACKS_FILE: "没有正文的"}
_TONES = {Verdict.ADDED: "ok", Verdict.UPDATED: "ok", Verdict.REFUSED: "danger"}


@needs(Permission.IMPORT_LEDGER)
def show(intake_id: int) -> ResponseReturnValue:
    """The dry run, or what was written: every row with its verdict, its problems, its changes and its outlook."""
    at = now()
    with reading(current_store()) as session:
        intake = intake_at(session, intake_id)
        rows = _rows_context(session, intake, asked_word("verdict", RowFilter), at)
        is_silent = _is_job_silent(session, intake, at)
    return render_template(
        "desk/intakes/show.html",
        intake=intake,
        is_silent=is_silent,
        is_at_work=intake.state in WAITING_STATES,
        **rows,
    )


@needs(Permission.IMPORT_LEDGER)
def progress(intake_id: int) -> ResponseReturnValue:
    """The progress bar, which the page asks for every two seconds; when the work is over the page is reloaded."""
    with reading(current_store()) as session:
        intake = intake_at(session, intake_id)
    answer = make_response(
        render_template("desk/intakes/progress.html", intake=intake, state_words=INTAKE_STATE_WORDS)
    )
    if intake.state not in WAITING_STATES:
        answer.headers["HX-Refresh"] = "true"
    return answer


def _rows_context(session: Session, intake: Intake, kind: RowFilter | None, at: datetime) -> dict[str, Any]:
    """The names of desk/intakes/show.html for the rows of one kind, or for all rows."""
    page = page_of(session, rows_query(intake.id or 0, kind))
    files = n_files(session, intake.id or 0)
    n_waiting = files.get(FileOutcome.WAITING, 0)
    headers = headers_of(session, intake)
    return {
        "verdict": kind or "",
        "page": page,
        "outlooks": foresee_rows(session, intake, page.items, day_of(at), at),
        "changed_fields": _in_order(row.changes for row in page.items if row.document_id),
        "offered_fields": _in_order(map(_offered_fields, page.items)),
        "headers": headers,
        "has_sheets": sum(len(header.sheets) for header in headers) > 1,
        "meanings": MEANINGS,
        "verdict_words": VERDICT_WORDS,
        "verdict_tiles": _tiles(intake, n_waiting),
        "n_waiting": n_waiting,
        "file_sums": [(n, word) for outcome, word in FILE_OUTCOME_WORDS.items() if (n := files.get(outcome))],
        "verdict_tabs": _tabs(session, intake, kind),
        "state_words": INTAKE_STATE_WORDS,
        "disclosure_words": DISCLOSURE_WORDS,
        "words": WORDS,
        "shown": shown,
    }


def _offered_fields(row: IntakeRow) -> list[str]:
    """The fields whose values were not imported and may be chosen."""
    return [problem["field"] for problem in row.problems if problem.get("field") and row.document_id]


def _in_order(fields_of_rows: Iterable[Iterable[str]]) -> list[str]:
    """The fields of all rows, each once, in the order of WORDS; the text of a document cannot be chosen."""
    fields = {name for fields in fields_of_rows for name in fields}
    return [name for name in WORDS if name in fields and name != "text"]


def _tabs(session: Session, intake: Intake, current: RowFilter | None) -> list[tuple[str, str, bool]]:
    """(label with its count, address, is current) of every kind of rows.

    What lacks its other half is counted only where document files came with the ledger.
    """
    words = _TAB_WORDS
    if not all(is_ledger(file.name) for file in intake.options.files):
        words = {**_TAB_WORDS, **_MISSING_WORDS}
    return [
        (f"{word}（{_n_rows(session, intake, kind)}）", _address(intake, kind), kind is current)
        for kind, word in words.items()
    ]


def _n_rows(session: Session, intake: Intake, kind: RowFilter) -> int:
    if kind.value in set(Verdict):
        return int(getattr(intake, f"n_{kind}"))
    return n_rows(session, intake.id or 0, kind)


def _tiles(intake: Intake, n_waiting: int) -> list[tuple[int, str, str, str]]:
    """(number, label, address, tone) of every verdict, then of the refused files that wait for a person."""
    tiles = []
    for verdict, word in VERDICT_WORDS.items():
        n = getattr(intake, f"n_{verdict}")
        tiles.append((n, word, _address(intake, RowFilter(verdict)), _TONES.get(verdict, "") if n else ""))
    if n_waiting:
        tiles.append((n_waiting, "其中未配上的文件", _address(intake, RowFilter.LACKS_ROW), "warn"))
    return tiles


def _address(intake: Intake, kind: RowFilter) -> str:
    return url_for("desk.intakes.show", intake_id=intake.id, verdict=kind)


def _is_job_silent(session: Session, intake: Intake, at: datetime) -> bool:
    """Whether the intake waits for a job that does not run."""
    if intake.state not in WAITING_STATES or at - intake.created_at < timedelta(seconds=30):
        return False
    run: Any = session.get(JobRun, "work_intakes")
    return run is None or at - run.started_at > _JOB_SILENT
