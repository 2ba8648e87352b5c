"""Sign the worksheet that was handed over: the filing makes the move it proposes, with the text of the findings."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from registry.actions.filings.hand_over_worksheet import check_nothing_left_out, hold_handed_over
from registry.actions.filings.move_filing import make_move
from registry.actions.filings.two_person import alone_in_signing
from registry.domain.filings import Move
from registry.domain.roles import Actor
from registry.domain.worksheets import Verdict, WorksheetState, compose_opinion
from registry.storage import audit
from registry.storage.engine import Store, transaction
from registry.storage.filings import Filing, FilingMove
from registry.storage.worksheets import FindingAnswer, findings_of


def sign_worksheet(
    store: Store,
    actor: Actor,
    filing_id: int,
    *,
    number: int,
    on: date,
    correct_by: date | None = None,
    now: datetime,
) -> Filing:
    """The filing after the move, with its 改正期限, if any. Raises Refusal for another version than `number`, and for
    whoever drafted it."""
    with transaction(store) as session:
        held, sheet, frozen = hold_handed_over(session, actor, filing_id, number)
        alone_because = alone_in_signing(session, actor, sheet)
        rows = findings_of(session, sheet.id)
        check_nothing_left_out(session, held, rows)
        findings = [row.value() for row in rows]
        _object(session, actor, [row.earlier_id for row in rows if row.earlier_id], now)
        is_opinion = frozen.conclusion is not Move.PASS
        filing = make_move(
            session,
            actor,
            filing_id,
            frozen.conclusion,
            on=on,
            reason=compose_opinion(findings) if is_opinion else "",
            correct_by=correct_by,
            from_worksheet=True,
            findings=findings,
            alone_because=alone_because,
            now=now,
        )
        sheet.state, sheet.move_id = WorksheetState.SIGNED, last_move_id(session, filing_id)
        sheet.version += 1
        frozen.signed_at, frozen.signed_by = now, actor.name
        session.add_all([sheet, frozen])
        audit.record(
            session,
            now,
            actor.name,
            "sign_worksheet",
            f"filing:{filing_id}",
            round=sheet.round,
            number=number,
            conclusion=frozen.conclusion.value,
        )
        return filing


def _object(session: Session, actor: Actor, earlier_ids: Sequence[int], now: datetime) -> None:
    """Says of the answers to findings that are raised again that the office objects to them."""
    query = select(FindingAnswer).where(
        col(FindingAnswer.finding_id).in_(earlier_ids), FindingAnswer.verdict == Verdict.OPEN
    )
    for answer in session.exec(query):
        answer.verdict, answer.verdict_by, answer.verdict_at = Verdict.OBJECTED, actor.name, now
        session.add(answer)


def last_move_id(session: Session, filing_id: int) -> int | None:
    """The id of the move that was made last."""
    session.flush()
    query = select(FilingMove.id).where(FilingMove.filing_id == filing_id)
    return session.exec(query.order_by(col(FilingMove.id).desc()).limit(1)).first()
