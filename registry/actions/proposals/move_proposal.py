"""Make a move of a proposal: accept, refuse, forward, hand in the result with a draft, return, merge, withdraw."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from registry.actions.filings.two_person import actor_key
from registry.actions.papers.keep_paper import keep_paper
from registry.actions.proposals._moving import check_version, make_step, reopen_merged
from registry.actions.proposals.paper_facts import PAPERS, step_facts
from registry.actions.proposals.telling import tell, tell_office
from registry.domain.errors import Refusal
from registry.domain.normal import tidy, tidy_lines
from registry.domain.notices import NoticeKind
from registry.domain.review_proposals import CONCLUDED, MOVES, ProposalMove, Result
from registry.domain.roles import Actor, require
from registry.domain.written_days import cn_date
from registry.storage.engine import Store, transaction
from registry.storage.recipients import NO_LEAD, NO_OFFICE, clerks, leads
from registry.storage.review_proposals import (
    ReviewProposal,
    id_with_number,
    lock_proposal,
    merged_into,
    proposal_of_code,
)

LONGEST_DRAFT = 10_000
BY_PROPOSER = "提出人"


@dataclass(frozen=True)
class Details:
    """What a move needs besides its day: the reason, the receiver, the result with the draft, or the other number."""

    reason: str = ""
    receiver: str = ""
    result: Result | None = None
    draft: str = ""
    into: str = ""


def move_proposal(
    store: Store,
    actor: Actor,
    proposal_id: int,
    move: ProposalMove,
    details: Details,
    *,
    on: date,
    version: int | None = None,
    now: datetime,
) -> ReviewProposal:
    """The proposal after any move but the reply. `on` is the true day, today or earlier. Raises Refusal."""
    require(actor, MOVES[move].permission)
    if move is ProposalMove.REPLY:
        raise Refusal("答复由负责人在“签发答复”中签发。")
    with transaction(store) as session:
        other_id = id_with_number(session, details.into) if move is ProposalMove.MERGE else proposal_id
        locked = {key: lock_proposal(session, key) for key in sorted({proposal_id, other_id})}
        proposal = locked[proposal_id]
        check_version(proposal, version)
        step = make_step(
            session,
            proposal,
            move,
            by=actor.name,
            on=on,
            reason=tidy_lines(details.reason),
            receiver=tidy(details.receiver)[:200],
            now=now,
        )
        if move in PAPERS:
            facts = step_facts(session, proposal, step)
            keep_paper(session, actor.name, PAPERS[move], facts, signed_on=on, now=now)
        if move is ProposalMove.EXAMINE:
            _write_draft(proposal, actor, details)
            tell(session, NoticeKind.PROPOSAL_EXAMINED, proposal, leads(session), now, nobody=NO_LEAD)
        if move is ProposalMove.RETURN:
            tell(session, NoticeKind.PROPOSAL_RETURNED, proposal, clerks(session), now, nobody=NO_OFFICE)
        if move is ProposalMove.MERGE:
            other = locked[other_id]
            _merge(session, proposal, other)
            step.reason = f"并入{other.number}。{step.reason}"
        if move is ProposalMove.WITHDRAW:
            reopen_merged(session, proposal, by=actor.name, on=on, now=now)
        session.add(proposal)
        return proposal


def withdraw_by_code(store: Store, code: str, *, on: date, now: datetime) -> ReviewProposal:
    """The proposal that its proposer withdrew with the receipt code. Raises Refusal, also for an unknown code."""
    with transaction(store) as session:
        named = proposal_of_code(session, code)
        if named is None:
            raise Refusal("没有这个查询码对应的审查建议，请核对查询码。", "code")
        proposal = lock_proposal(session, named.id or 0)
        make_step(
            session,
            proposal,
            ProposalMove.WITHDRAW,
            by=BY_PROPOSER,
            on=on,
            reason="提出人凭查询码撤回。",
            now=now,
        )
        tell_office(session, NoticeKind.PROPOSAL_WITHDRAWN, proposal, now)
        reopen_merged(session, proposal, by=BY_PROPOSER, on=on, now=now)
        return proposal


def _write_draft(proposal: ReviewProposal, actor: Actor, details: Details) -> None:
    draft = tidy_lines(details.draft)
    if details.result is None:
        raise Refusal("请选择审查结果。", "result")
    if not draft:
        raise Refusal("请写明答复的内容。", "draft")
    if len(draft) > LONGEST_DRAFT:
        raise Refusal(f"答复最多{LONGEST_DRAFT}个字，请精简。", "draft")
    proposal.result, proposal.draft = details.result, draft
    proposal.drafters = {**proposal.drafters, actor_key(actor): actor.name}


def _merge(session: Session, proposal: ReviewProposal, other: ReviewProposal) -> None:
    """Merges the first into the other, with all that was merged into it. Raises Refusal."""
    if other.id == proposal.id:
        raise Refusal("不能并入自己，请填写另一件的登记号。", "into")
    if other.state in CONCLUDED:
        raise Refusal(f"{other.number}已经办结（{other.state.word}），不能再并入；请分别答复。", "into")
    if proposal.due_on < other.due_on:
        raise Refusal(
            f"{proposal.number}应在{cn_date(proposal.due_on)}前答复，早于{other.number}的{cn_date(other.due_on)}；"
            f"请反过来，把{other.number}并入{proposal.number}，按早的期限一并答复。",
            "into",
        )
    for earlier in [proposal, *merged_into(session, proposal.id or 0)]:
        earlier.merged_into_id = other.id
        session.add(earlier)
