"""One move of a filing inside a transaction: locked, checked against the one table, written, audited, told."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from registry.actions.filings.owing import tell
from registry.domain.calendars import DueDate, after_days, after_working_days
from registry.domain.errors import Refusal
from registry.domain.filings import (
    CONCLUDED,
    Direction,
    Move,
    permission_for,
    state_after,
)
from registry.domain.filings import (
    filing_no as spell_filing_no,
)
from registry.domain.instants import day_of
from registry.domain.notices import NoticeKind
from registry.domain.roles import Actor, Role, require
from registry.domain.rules import RuleProfile
from registry.storage import audit, counters, office
from registry.storage.documents.tables import Document
from registry.storage.filings import Filing, FilingMove
from registry.storage.rulebook import Rulebook, load_rulebook

NOTICE_OF_MOVE: dict[Move, NoticeKind] = {
    Move.SUBMIT: NoticeKind.FILING_SUBMITTED,
    Move.REGISTER: NoticeKind.FILING_REGISTERED,
    Move.DEFER: NoticeKind.FILING_DEFERRED,
    Move.REFUSE: NoticeKind.FILING_REFUSED,
    Move.PASS: NoticeKind.FILING_PASSED,
    Move.OPINE: NoticeKind.FILING_OPINION,
    Move.ANSWER: NoticeKind.FILING_FEEDBACK,
    Move.CORRECT: NoticeKind.FILING_CONCLUDED,
    Move.ANNUL: NoticeKind.FILING_CONCLUDED,
    Move.SUSPEND: NoticeKind.FILING_CONCLUDED,
    Move.WITHDRAW: NoticeKind.FILING_WITHDRAWN,
}
MOVES_TOWARDS_OFFICE = frozenset({Move.SUBMIT, Move.ANSWER, Move.WITHDRAW})


def move_filing(
    session: Session,
    actor: Actor,
    filing_id: int,
    move: Move,
    *,
    on: date,
    now: datetime,
    reason: str = "",
    filing_no: str = "",
    version: int | None = None,
) -> Filing:
    """Makes one move of the table: locks, checks, writes the state, the move, the audit line and the notice.

    `on` is the true day of the move, today or earlier (代录). Raises Refusal.
    """
    filing = lock_filing(session, filing_id, version)
    document = session.get_one(Document, filing.document_id)
    require(actor, permission_for(move), [filing.authority_id])
    _check_day(session, filing, move, on, day_of(now))
    before = filing.state
    filing.state = state_after(before, move, reason)
    book = load_rulebook(session)
    _write_step(session, book, filing, move, on, filing_no.strip())
    if move is Move.OPINE:
        filing.opinion = reason.strip()
    filing.version += 1
    session.add(filing)
    is_on_behalf = move in MOVES_TOWARDS_OFFICE and actor.role is not Role.CONTACT
    session.add(
        FilingMove(
            filing_id=filing_id,
            move=move,
            before=before,
            after=filing.state,
            on=on,
            recorded_at=now,
            by=actor.name,
            is_on_behalf=is_on_behalf,
            reason=reason.strip(),
        )
    )
    if move in NOTICE_OF_MOVE:
        to_office = move in MOVES_TOWARDS_OFFICE
        tell(session, NOTICE_OF_MOVE[move], filing, document, reason, now, to_office=to_office)
    audit.record(
        session,
        now,
        actor.name,
        "move_filing",
        f"filing:{filing.id}",
        move=move.value,
        before=before.value,
        after=filing.state.value,
        on=on.isoformat(),
        reason=reason.strip(),
        filing_no=filing.filing_no or "",
        on_behalf=is_on_behalf,
    )
    return filing


def lock_filing(session: Session, filing_id: int, version: int | None = None) -> Filing:
    """The filing, its row held until the end. Raises Refusal when it is gone or was moved meanwhile."""
    filing = session.exec(
        select(Filing).where(Filing.id == filing_id).with_for_update(key_share=True)
    ).first()
    if filing is None:
        raise Refusal("该备案事项不存在。")
    if version is not None and filing.version != version:
        raise Refusal("该备案事项刚被他人办理，本次操作没有保存。请刷新页面，核对当前状态后再办。")
    return filing


def _check_day(session: Session, filing: Filing, move: Move, on: date, today: date) -> None:
    if on > today:
        raise Refusal(f"办理日期{on}晚于今天（{today}），请填写实际办理的日期。", "on")
    if filing.start_on and on < filing.start_on:
        raise Refusal(f"办理日期{on}早于公布日期（{filing.start_on}），请核对。", "on")
    last = select(col(FilingMove.on)).where(FilingMove.filing_id == filing.id)
    previous = session.exec(last.order_by(col(FilingMove.id).desc()).limit(1)).first()
    if previous and on < previous:
        raise Refusal(f"办理日期{on}早于上一步的日期（{previous}），请核对。", "on")


def _write_step(
    session: Session, book: Rulebook, filing: Filing, move: Move, on: date, filing_no: str
) -> None:
    profile = book.profile_for(filing.start_on or on)
    filing.step_due_on, filing.step_working = step_due(book, profile, move, on, filing)
    if move is Move.SUBMIT:
        filing.submitted_on = on
        filing.first_submitted_on = filing.first_submitted_on or on
    elif move is Move.REGISTER:
        filing.registered_on = on
        filing.filing_no = _registration_no(session, filing, on, filing_no)
    if filing.state in CONCLUDED:
        filing.concluded_on = on


def _registration_no(session: Session, filing: Filing, on: date, filing_no: str) -> str:
    if filing.direction is Direction.INCOMING:
        _check_not_paused(session)
        return spell_filing_no(on.year, counters.take(session, f"registration-{on.year}"))
    if not filing_no:
        raise Refusal("由我方上报的文件，请填写上级备案机关给出的备案登记号。", "filing_no")
    query = select(Filing.id).where(Filing.filing_no == filing_no, Filing.direction == filing.direction)
    if session.exec(query.limit(1)).first() is not None:
        raise Refusal(f"备案登记号{filing_no}已用于另一件备案，请核对。", "filing_no")
    return filing_no


def _check_not_paused(session: Session) -> None:
    because = office.setting(session, "sending_paused_because")
    if because:
        raise Refusal(f"备案登记号暂停编发：{because}")


def step_due(
    book: Rulebook, profile: RuleProfile, move: Move, on: date, filing: Filing
) -> tuple[date | None, str]:
    """The next step's own deadline; the review clock is kept when a review starts."""
    due: DueDate | None = None
    if move is Move.SUBMIT:
        days = profile.formal_check_working_days
        due = after_working_days(on, days, book.calendar, label="报送之日", source=profile.source)
    elif move is Move.START_REVIEW:
        return filing.step_due_on, filing.step_working
    else:
        periods = {
            Move.DEFER: (profile.supplement_days, "通知补正之日"),
            Move.REGISTER: (profile.review_days, "登记之日"),
            Move.OPINE: (profile.opinion_answer_days, "送达审查意见之日"),
        }
        if move in periods:
            days, label = periods[move]
            due = after_days(
                on, days, book.calendar, rollover=profile.rollover, label=label, source=profile.source
            )
    return (due.due_on, due.working()) if due else (None, "")
