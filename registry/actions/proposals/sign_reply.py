"""Sign the reply to a proposal: its paper is kept, and the proposal is concluded."""

from datetime import date, datetime

from sqlmodel import Session

from registry.actions.filings.two_person import actor_key
from registry.actions.papers.keep_paper import draft_paper, draw_sample, keep_paper
from registry.actions.proposals._moving import check_version, make_step
from registry.actions.proposals.paper_facts import reply_facts
from registry.domain.errors import Refusal
from registry.domain.papers.kinds import PaperKind
from registry.domain.review_proposals import MOVES, ProposalMove, Result, check_move
from registry.domain.roles import Actor, require
from registry.exports.papers.model import Paper as Draft
from registry.storage import audit, office
from registry.storage.engine import Store, transaction
from registry.storage.review_proposals import (
    ProposalReply,
    ReviewProposal,
    lock_proposal,
)

_DRAFTS = {
    Result.UPHELD: "经审查，未发现该文件存在您所反映的与上位法不一致的问题，理由如下：",
    Result.TO_CORRECT: "经审查，您反映的问题属实，我单位已要求制定机关纠正，处理情况如下：",
    Result.CORRECTED: "经审查，您反映的问题属实，制定机关已经纠正，情况如下：",
}


def template_of(result: Result) -> str:
    """The words that the draft of a reply begins with."""
    return f"{_DRAFTS[result]}\n感谢您对规范性文件备案审查工作的关心和支持。"


def reply_draft(session: Session, proposal: ReviewProposal, signed_on: date) -> Draft:
    """The reply as it would be signed on a day, from its draft."""
    facts = reply_facts(session, proposal, proposal.draft)
    return draft_paper(session, PaperKind.PROPOSAL_REPLY, facts, signed_on)


def draw_reply(session: Session, proposal: ReviewProposal, signed_on: date) -> bytes:
    """The .docx of the reply as it would be signed on a day."""
    facts = reply_facts(session, proposal, proposal.draft)
    return draw_sample(session, PaperKind.PROPOSAL_REPLY, facts, signed_on)


def sign_reply(
    store: Store, actor: Actor, proposal_id: int, *, on: date, version: int | None = None, now: datetime
) -> ReviewProposal:
    """The proposal with its signed reply. Raises Refusal; where two people are asked for, also for who drafted it."""
    require(actor, MOVES[ProposalMove.REPLY].permission)
    with transaction(store) as session:
        proposal = lock_proposal(session, proposal_id)
        check_version(proposal, version)
        check_move(proposal.state, ProposalMove.REPLY)
        because = _alone(session, actor, proposal)
        make_step(session, proposal, ProposalMove.REPLY, by=actor.name, on=on, alone_because=because, now=now)
        facts = reply_facts(session, proposal, proposal.draft)
        keep_paper(session, actor.name, PaperKind.PROPOSAL_REPLY, facts, signed_on=on, now=now)
        session.add(
            ProposalReply(proposal_id=proposal_id, text=proposal.draft, signed_on=on, signed_by=actor.name)
        )
        if because:
            audit.record(
                session,
                now,
                actor.name,
                "conclude_alone",
                f"proposal:{proposal_id}",
                move=ProposalMove.REPLY.value,
                because=because,
            )
        return proposal


def _alone(session: Session, actor: Actor, proposal: ReviewProposal) -> str:
    """Why only one person drafted and signed, as it is kept; "" for two. Raises Refusal where the rule asks for two."""
    key = actor_key(actor)
    if key not in proposal.drafters:
        return ""
    if office.asks_for_two_people(session) and not actor.is_operator:
        raise Refusal(
            "您参与起草了这份答复，按“两人办理”须由另一位负责人签发。"
            "只有一位负责人的单位，可以请系统管理员在“设置”中关闭“两人办理”。"
        )
    return "签发人参与起草了答复"
