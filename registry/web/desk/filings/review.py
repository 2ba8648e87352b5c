"""What the page of a filing shows of its examination: signed findings with their answers, the way to the worksheet."""

from typing import Any

from sqlmodel import Session, col, select

from registry.domain.filings import Direction, Move
from registry.domain.roles import Actor, Permission
from registry.domain.worksheets import EXAMINED_IN, SIGNED_MOVES, WorksheetState
from registry.storage import office
from registry.storage.filings import Filing, FilingMove
from registry.storage.worksheets import AnsweredFinding, Worksheet, answered_findings, worksheets_of


def review_of(session: Session, filing: Filing, actor: Actor) -> dict[str, Any]:
    """The context of the page; an authority sees what was signed and its own answers, and nothing of a draft."""
    sheets = worksheets_of(session, filing.id or 0)
    signed = [sheet for sheet in sheets if sheet.state is WorksheetState.SIGNED]
    rows = answered_findings(session, [sheet.id or 0 for sheet in signed])
    is_office = actor.may(Permission.READ_ALL)
    is_examined = (
        filing.state in EXAMINED_IN and filing.direction is Direction.INCOMING and not filing.is_historic
    )
    return {
        "opinions": _by_round(session, signed, rows),
        "is_office": is_office,
        "has_sheets": is_office and bool(sheets),
        "may_examine": is_examined and actor.may(Permission.EXAMINE_FILING),
        "waits_to_be_signed": is_office and any(row.state is WorksheetState.HANDED_OVER for row in sheets),
    }


def needs_worksheet(session: Session, filing: Filing, move: Move, actor: Actor) -> bool:
    """Whether two people have to make the move, so that it is made from the worksheet and not on its own page."""
    is_asked_for = move in SIGNED_MOVES and filing.direction is Direction.INCOMING
    return is_asked_for and not actor.is_operator and office.asks_for_two_people(session)


def _by_round(
    session: Session, signed: list[Worksheet], rows: list[AnsweredFinding]
) -> list[tuple[int, bool, list[AnsweredFinding]]]:
    """(round, whether it passed the filing, its findings with their answers) of the signed worksheets with findings."""
    ids = [sheet.move_id for sheet in signed]
    passed = select(FilingMove.id).where(col(FilingMove.id).in_(ids), FilingMove.move == Move.PASS)
    passes = set(session.exec(passed)) if ids else set()
    rounds = [
        (sheet.round, sheet.move_id in passes, [row for row in rows if row.finding.worksheet_id == sheet.id])
        for sheet in signed
    ]
    return [(number, is_pass, of_round) for number, is_pass, of_round in rounds if of_round]
