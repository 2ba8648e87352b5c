"""What the page of an import shows: its counts, its tabs, and one page of its rows with what becomes of them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import url_for
from sqlmodel import Session

from registry.actions.intakes.foresee_rows import foresee_rows
from registry.domain.documents import DISCLOSURE_WORDS
from registry.domain.instants import day_of
from registry.domain.intakes import (
    ADDED,
    FILE_WORDS,
    INTAKE_STATE_WORDS,
    REFUSED,
    ROW,
    UPDATED,
    VERDICT_WORDS,
    WORDS,
    shown,
)
from registry.storage.intakes import (
    DOUBTED,
    LACKS_FILE,
    LACKS_ROW,
    Intake,
    IntakeRow,
    n_files,
    n_rows,
    rows_query,
)
from registry.web.desk.intakes.columns import MEANINGS, headers_of
from registry.web.paging import page_of

_TABS = {**VERDICT_WORDS, DOUBTED: "有提醒"}
_LACKING = {LACKS_ROW: "未配上的文件", LACKS_FILE: "没有正文的"}
_SHEETS = ("xlsx", "xls", "xlsm", "csv")
_TONES = {ADDED: "ok", UPDATED: "ok", REFUSED: "danger"}


def show_context(session: Session, intake: Intake, asked: str, at: datetime) -> dict[str, Any]:
    """The names of desk/intakes/show.html, for the rows of the `asked` tab."""
    verdict = asked if asked in (*_TABS, *_LACKING) else ""
    page = page_of(session, rows_query(intake.id or 0, verdict))
    files = n_files(session, intake.id or 0)
    headers = headers_of(session, intake)
    return {
        "verdict": verdict,
        "page": page,
        "outlooks": foresee_rows(session, intake, page.items, day_of(at), at),
        "changed_fields": _fields(row.changes for row in page.items if row.document_id),
        "offered_fields": _fields(map(_offered, page.items)),
        "headers": headers,
        "has_sheets": sum(len(header.sheets) for header in headers) > 1,
        "meanings": MEANINGS,
        "verdict_words": VERDICT_WORDS,
        "verdict_tiles": _tiles(intake, files.get(ROW, 0)),
        "n_waiting": files.get(ROW, 0),
        "file_sums": [(n, word) for kind, word in FILE_WORDS.items() if (n := files.get(kind, 0))],
        "verdict_tabs": _tabs(session, intake, verdict),
        "state_words": INTAKE_STATE_WORDS,
        "disclosure_words": DISCLOSURE_WORDS,
        "words": WORDS,
        "shown": shown,
    }


def _offered(row: IntakeRow) -> list[str]:
    return [problem["field"] for problem in row.problems if problem.get("field") and row.document_id]


def _fields(found: Iterable[Iterable[str]]) -> list[str]:
    """Each field once, in the order of the words; a document's text is not a matter of choice."""
    seen = {name for names in found for name in names}
    return [name for name in WORDS if name in seen and name != "text"]


def _tabs(session: Session, intake: Intake, verdict: str) -> list[tuple[str, str, bool]]:
    """Verdicts, doubts, and what lacks its other half where files came with the ledger."""
    counted = {DOUBTED: n_rows(session, intake.id or 0, DOUBTED)}
    has_documents = any(
        name.rpartition(".")[2].lower() not in _SHEETS for name, *_ in intake.options["files"]
    )
    if has_documents:
        counted |= {each: n_rows(session, intake.id or 0, each) for each in _LACKING}
    counted |= {each: getattr(intake, f"n_{each}") for each in VERDICT_WORDS}
    words = {**_TABS, **_LACKING} if has_documents else _TABS
    return [
        (f"{word}（{counted[each]}）", _of(intake, each), each == verdict) for each, word in words.items()
    ]


def _tiles(intake: Intake, n_waiting: int) -> list[tuple[int, str, str, str]]:
    """What was not taken counts the files that wait; these have their own number behind it."""
    tiles = []
    for verdict, word in VERDICT_WORDS.items():
        n = getattr(intake, f"n_{verdict}")
        tiles.append((n, word, _of(intake, verdict), _TONES.get(verdict, "") if n else ""))
    if n_waiting:
        tiles.append((n_waiting, "其中未配上的文件", _of(intake, LACKS_ROW), "warn"))
    return tiles


def _of(intake: Intake, verdict: str) -> str:
    return url_for("desk.intakes.show", intake_id=intake.id, verdict=verdict)
