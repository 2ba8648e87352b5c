"""Within a transaction: what a move owes to the worksheet it does not come from, and the two-person rule (两人办理)."""

from datetime import datetime

from sqlmodel import Session

from registry.domain.errors import Refusal
from registry.domain.filings import MOVES, Direction, FilingState, Move
from registry.domain.roles import Actor
from registry.domain.worksheets import (
    EXAMINED_IN,
    SIGNED_MOVES,
    WorksheetState,
    check_answers,
    check_settled,
    check_signer,
)
from registry.storage import audit, office
from registry.storage.filings import Filing
from registry.storage.worksheets import (
    Worksheet,
    answered_findings,
    findings_of,
    open_worksheet,
    opinion_worksheet,
)


def without_worksheet(session: Session, actor: Actor, filing: Filing, before: FilingState, move: Move) -> str:
    """Why a conclusion was not made by two people, as it is kept; "" for a move that does not ask for two.

    Raises Refusal for what must come from the worksheet. A worksheet that the filing leaves behind is set aside.
    """
    if move is Move.ANSWER:
        _check_plain_answer(session, filing)
    if move is Move.ACCEPT and (sheet := opinion_worksheet(session, filing.id or 0)):
        answers = (row.answer for row in answered_findings(session, [sheet.id or 0]))
        check_settled([answer.value() for answer in answers if answer])
    if before in EXAMINED_IN and filing.state not in EXAMINED_IN:
        _set_aside(session, filing)
    if move not in SIGNED_MOVES or filing.direction is Direction.OUTGOING:
        return ""
    if actor.is_operator:
        return "没有审查工作底稿，由命令行直接办理"
    if office.asks_for_two_people(session):
        raise Refusal(
            f"本单位实行两人办理：“{MOVES[move].word}”须由经办人在审查工作底稿上写明，再由负责人签发。"
            "请打开这件备案的审查工作底稿。"
        )
    return "没有审查工作底稿，由一人直接办理"


def alone_in_signing(session: Session, actor: Actor, sheet: Worksheet) -> str:
    """Why only one person drafted and signed, as it is kept; "" for two. Raises Refusal where the rule asks for two."""
    key = actor_key(actor)
    if key not in sheet.drafters:
        return ""
    if office.asks_for_two_people(session) and not actor.is_operator:
        check_signer(key, sheet.drafters)
    return "签发人参与起草了审查工作底稿"


def record_alone(
    session: Session, actor: Actor, filing: Filing, move: Move, because: str, now: datetime
) -> None:
    """Audits that a conclusion was not made by two people."""
    audit.record(
        session, now, actor.name, "conclude_alone", f"filing:{filing.id}", move=move.value, because=because
    )


def actor_key(actor: Actor) -> str:
    """What tells a person from every other one, whatever its name becomes."""
    return str(actor.user_id) if actor.user_id is not None else actor.name


def _check_plain_answer(session: Session, filing: Filing) -> None:
    sheet = opinion_worksheet(session, filing.id or 0)
    if sheet is not None:
        check_answers([None for _ in findings_of(session, sheet.id)])


def _set_aside(session: Session, filing: Filing) -> None:
    sheet = open_worksheet(session, filing)
    if sheet is not None:
        sheet.state = WorksheetState.SET_ASIDE
        sheet.version += 1
        session.add(sheet)
