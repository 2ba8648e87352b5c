"""Make a move of a filing: check it by the table of moves, write it, audit it, and notify the other side."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, select

from registry.actions.documents.attaching import add_attachment
from registry.actions.documents.record_event import make_event, write_act
from registry.actions.filings.add_materials import hand_in
from registry.actions.filings.deadlines import begin_step, review_day_before_stop
from registry.actions.filings.keep_move_paper import keep_move_paper
from registry.actions.filings.moved import Act, Moved, acts_on_record
from registry.actions.filings.moving_rights import check_mover
from registry.actions.filings.telling import tell, told_of, told_old_day
from registry.actions.filings.two_person import record_alone, without_worksheet
from registry.actions.papers.telling import paper_told
from registry.domain.decisions import Decision, check_decision
from registry.domain.doc_numbers import filing_no as spell_filing_no
from registry.domain.errors import Refusal
from registry.domain.filing_steps import Made, MoveMade, check_correct_by
from registry.domain.filings import (
    CONCLUDED,
    MOVES,
    OPINIONS,
    Direction,
    FilingState,
    Move,
    Party,
    is_on_behalf,
)
from registry.domain.instants import day_of
from registry.domain.moving import check_day, state_after
from registry.domain.notices import NoticeKind
from registry.domain.papers.filing import PAPER_OF, check_elsewhere
from registry.domain.review_clock import ClockStep
from registry.domain.roles import Actor
from registry.domain.worksheets import Finding
from registry.domain.written_days import cn_date
from registry.storage import audit, changes, counters, office
from registry.storage.documents.locks import lock_documents
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, transaction
from registry.storage.files import KeptFile
from registry.storage.filings import Filing, FilingMove, lock_filing, moves_of
from registry.storage.papers import Paper
from registry.storage.recipients import NO_CONTACT, NO_OFFICE
from registry.storage.rulebook import load_rulebook


def move_filing(
    store: Store,
    actor: Actor,
    filing_id: int,
    move: Move,
    *,
    on: date,
    reason: str = "",
    filing_no: str = "",
    correct_by: date | None = None,
    decision: Decision | None = None,
    file: KeptFile | None = None,
    materials: Sequence[KeptFile] = (),
    paper_elsewhere: str = "",
    version: int | None = None,
    now: datetime,
) -> Filing:
    """The filing as it is after the move.

    `on` is the true day, today or earlier, also when the move is typed in later from paper (代录). `filing_no` is
    the upper reviewer's number for a filing that goes upward; ours are numbered here. `correct_by` is the 改正期限 that
    an opinion sets; without one, that of an earlier opinion stays. `decision` is the act on the document that a
    concluding move records with it, `file` the paper that says so; `materials` are handed in with the move, all of
    them or neither. `paper_elsewhere` says how the office issued the paper of the move without the register; else it is
    made and kept with the move. Raises Refusal.
    """
    with transaction(store) as session:
        if materials and (refused := hand_in(session, actor, filing_id, materials, now)):
            raise Refusal("；".join(refused))
        filing = make_move(
            session,
            actor,
            filing_id,
            move,
            on=on,
            reason=reason,
            filing_no=filing_no,
            correct_by=correct_by,
            decision=decision,
            paper_elsewhere=paper_elsewhere,
            version=version,
            now=now,
        )
        if file is not None:
            document = session.get_one(Document, filing.document_id)
            add_attachment(session, actor, document, file, filing_id=filing_id, now=now)
        if MOVES[move].decides:
            by_document = decision.by_document_id if decision else None
            changes.touch(session, {filing.document_id} | ({by_document} if by_document else set()), now)
        return filing


def make_move(
    session: Session,
    actor: Actor,
    filing_id: int,
    move: Move,
    *,
    on: date,
    reason: str = "",
    filing_no: str = "",
    correct_by: date | None = None,
    decision: Decision | None = None,
    paper_elsewhere: str = "",
    version: int | None = None,
    is_by_rules: bool = False,
    from_worksheet: bool = False,
    findings: Sequence[Finding] = (),
    alone_because: str = "",
    now: datetime,
) -> Filing:
    """The filing after a move made within the caller's transaction; `move_filing` says more.

    `is_by_rules` marks the withdrawal of what the rules do not ask for.
    `from_worksheet` when a worksheet was signed, with its `findings`, or its findings answered; `alone_because` as
    FilingMove has it.
    """
    if decision is not None:
        _hold_documents(session, filing_id, decision)  # held before their filings
    filing = lock_filing(session, filing_id)
    check_mover(session, actor, filing, move, version)
    moves = moves_of(session, filing_id)
    _check_day(filing, moves, on, day_of(now))
    reason = reason.strip()
    before, due_before = filing.state, filing.step_due_on
    filing.state = state_after(before, move, reason, filing.direction, [made.move for made in moves])
    if not from_worksheet:
        alone_because = without_worksheet(session, actor, filing, before, move)
    acts: list[Act] = [*acts_on_record(session, filing, move)]
    check_decision(move, decision, {act.kind for act in acts})
    check_correct_by(move, on, correct_by)
    check_elsewhere(move, filing.direction is Direction.INCOMING, paper_elsewhere.strip())
    begin_step(session, load_rulebook(session), filing, [*moves, MoveMade(move, on)])
    _write_days(filing, move, on)
    filing.correct_by = correct_by or filing.correct_by
    if MOVES[move].gives_number:
        filing.filing_no = _number(session, filing, on, filing_no.strip())
    if move in OPINIONS:
        filing.opinion = reason
    filing.version += 1
    session.add(filing)
    line = FilingMove(
        filing_id=filing_id,
        move=move,
        before=before,
        after=filing.state,
        on=on,
        recorded_at=now,
        by=actor.name,
        is_on_behalf=is_on_behalf(move, actor),
        reason=reason,
        correct_by=correct_by,
        is_by_rules=is_by_rules,
        alone_because=alone_because,
        paper_elsewhere=paper_elsewhere.strip(),
    )
    session.add(line)
    if decision is not None:
        acts.append(decision)
    paper = keep_move_paper(session, actor, Moved(filing, line, moves, due_before, findings, acts), now)
    if alone_because:
        record_alone(session, actor, filing, move, alone_because, now)
    _tell(session, filing, line, paper, due_before)
    _record(session, actor, filing, line)
    if decision is not None:
        _write_decision(session, actor, filing, decision, on, now)
    return filing


def _check_day(filing: Filing, moves: Sequence[Made], on: date, today: date) -> None:
    if on <= today and filing.start_on and on < filing.start_on:
        raise Refusal(f"办理日期{cn_date(on)}早于公布日期（{cn_date(filing.start_on)}），请核对。", "on")
    check_day(on, today, moves[-1].on if moves else None)


def _write_days(filing: Filing, move: Move, on: date) -> None:
    """Writes the days of this move; `filing.state` is the new one."""
    if move is Move.SUBMIT:
        filing.submitted_on = on
        filing.first_submitted_on = filing.first_submitted_on or on
    if filing.state is FilingState.OWED:
        filing.submitted_on = filing.first_submitted_on = None
    if MOVES[move].gives_number:
        filing.registered_on = on
    if filing.state in CONCLUDED:
        filing.concluded_on = on


def _hold_documents(session: Session, filing_id: int, decision: Decision) -> None:
    document_id = session.exec(select(Filing.document_id).where(Filing.id == filing_id)).first()
    lock_documents(session, sorted({held for held in (document_id, decision.by_document_id) if held}))


def _write_decision(
    session: Session, actor: Actor, filing: Filing, decision: Decision, on: date, now: datetime
) -> None:
    """Records the act on the document's timeline, in the transaction of the move that heard of it."""
    event = make_event(
        actor,
        filing.document_id,
        decision.kind,
        effective_on=decision.effective_on,
        source=decision.source_of_act(on),
        by_document_id=decision.by_document_id,
        now=now,
    )
    write_act(session, actor, event)


def _number(session: Session, filing: Filing, on: date, filing_no: str) -> str:
    """The 备案登记号: the next of the year when we register, else the upper reviewer's, which must be given."""
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


def _tell(
    session: Session, filing: Filing, line: FilingMove, paper: Paper | None, due_before: date | None
) -> None:
    """Tells the other side, and names the paper; a moved deadline tells the day before, also to who was told that."""
    rule = MOVES[line.move]
    if rule.notice is None:
        return
    document = session.get_one(Document, filing.document_id)
    people = told_of(session, filing, line.move)
    facts = {
        "before": due_before.isoformat() if due_before else "",
        "again": "yes" if line.move is Move.OPINE_AGAIN else "",
    }
    if paper:
        facts |= paper_told(paper)
    elif line.paper_elsewhere:
        facts |= {"paper": f"{PAPER_OF[line.move].word}（{line.paper_elsewhere}）", "paper_path": ""}
    if rule.clock is ClockStep.RESUME:
        stopped_at = review_day_before_stop(session, load_rulebook(session), filing)
        facts["review_before"] = stopped_at.isoformat() if stopped_at else ""
    nobody = NO_OFFICE if rule.by is Party.AUTHORITY else NO_CONTACT
    tell(
        session,
        rule.notice,
        filing,
        document,
        people,
        line.reason,
        line.recorded_at,
        nobody=nobody,
        facts=facts,
    )
    others = told_old_day(session, filing, line.move, due_before, people, day_of(line.recorded_at))
    if others:
        reason = f"{rule.word}：{line.reason}"
        tell(
            session,
            NoticeKind.FILING_RECOMPUTED,
            filing,
            document,
            others,
            reason,
            line.recorded_at,
            nobody="",
            facts=facts | {"is_step": "yes"},
        )


def _record(session: Session, actor: Actor, filing: Filing, line: FilingMove) -> None:
    audit.record(
        session,
        line.recorded_at,
        actor.name,
        "move_filing",
        f"filing:{filing.id}",
        move=line.move.value,
        before=line.before.value,
        after=line.after.value,
        on=line.on.isoformat(),
        reason=line.reason,
        filing_no=filing.filing_no or "",
        on_behalf=line.is_on_behalf,
        correct_by=line.correct_by.isoformat() if line.correct_by else "",
        paper_elsewhere=line.paper_elsewhere,
    )
