"""Within a transaction: a move of a proposal by the table of moves, its line, its audit, and the state after it."""

from datetime import date, datetime

from sqlmodel import Session

from registry.actions.proposals.telling import tell
from registry.domain.errors import Outdated, Refusal
from registry.domain.instants import day_of
from registry.domain.moving import check_day
from registry.domain.notices import NoticeKind
from registry.domain.review_proposals import CONCLUDED, MOVES, ProposalMove, ProposalState, check_move
from registry.domain.written_days import cn_date
from registry.storage import audit
from registry.storage.recipients import NO_OFFICE, clerks
from registry.storage.review_proposals import ProposalStep, ReviewProposal, merged_into, steps_of

LONGEST_REASON = 5_000


def check_version(proposal: ReviewProposal, version: int | None) -> None:
    """Raises Outdated when somebody moved or changed the proposal since the page was read."""
    if version is not None and version != proposal.version:
        raise Outdated(
            f"审查建议{proposal.number}在您打开页面之后已经办理过，现为“{proposal.state.word}”，请核对后再办。"
        )


def make_step(
    session: Session,
    proposal: ReviewProposal,
    move: ProposalMove,
    *,
    by: str,
    on: date,
    reason: str = "",
    receiver: str = "",
    alone_because: str = "",
    now: datetime,
) -> ProposalStep:
    """The line of a move, written with the new state. Raises Refusal when the move is not open or not explained."""
    rule = MOVES[move]
    check_move(proposal.state, move)
    _check_day(session, proposal, on, day_of(now))
    if rule.reason and not reason:
        raise Refusal(f"请写明{rule.reason}。", "reason")
    if len(reason) > LONGEST_REASON:
        raise Refusal(f"{rule.reason or '说明'}最多{LONGEST_REASON}个字，请精简。", "reason")
    if rule.names_receiver and not receiver:
        raise Refusal("请写明转送给哪个机关。", "receiver")
    before, proposal.state = proposal.state, rule.after
    if proposal.state in CONCLUDED:
        proposal.concluded_on = on
    proposal.version += 1
    step = ProposalStep(
        proposal_id=proposal.id or 0,
        move=move,
        before=before,
        after=proposal.state,
        on=on,
        recorded_at=now,
        by=by,
        reason=reason,
        receiver=receiver if rule.names_receiver else "",
        alone_because=alone_because,
    )
    session.add_all([proposal, step])
    _record(session, proposal, step)
    return step


def reopen_merged(session: Session, withdrawn: ReviewProposal, *, by: str, on: date, now: datetime) -> None:
    """What was merged into a withdrawn proposal goes on by itself, where it stood, with its own day to reply by."""
    for proposal in merged_into(session, withdrawn.id or 0):
        merge = steps_of(session, proposal.id or 0)[-1]
        proposal.state, proposal.merged_into_id, proposal.concluded_on = merge.before, None, None
        proposal.version += 1
        because = (
            f"所并入的{withdrawn.number}已撤回，这件恢复单独办理，答复期限仍为{cn_date(proposal.due_on)}。"
        )
        step = ProposalStep(
            proposal_id=proposal.id or 0,
            move=ProposalMove.RETURN,
            before=ProposalState.MERGED,
            after=proposal.state,
            on=max(on, merge.on),
            recorded_at=now,
            by=by,
            reason=because,
        )
        session.add_all([proposal, step])
        _record(session, proposal, step)
        facts = {"besides": because}
        tell(
            session,
            NoticeKind.PROPOSAL_RECEIVED,
            proposal,
            clerks(session),
            now,
            nobody=NO_OFFICE,
            facts=facts,
        )


def _record(session: Session, proposal: ReviewProposal, step: ProposalStep) -> None:
    audit.record(
        session,
        step.recorded_at,
        step.by,
        "move_proposal",
        f"proposal:{proposal.id}",
        number=proposal.number,
        proposal_move=step.move.value,
        state_before=step.before.value,
        state_after=step.after.value,
        on=step.on.isoformat(),
    )


def _check_day(session: Session, proposal: ReviewProposal, on: date, today: date) -> None:
    if on <= today and on < proposal.received_on:
        raise Refusal(f"办理日期{cn_date(on)}早于收到之日（{cn_date(proposal.received_on)}），请核对。", "on")
    steps = steps_of(session, proposal.id or 0)
    check_day(on, today, steps[-1].on if steps else None)
