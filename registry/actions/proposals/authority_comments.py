"""Ask the authority that issued a document for its comment on a proposal, and give that comment."""

from datetime import date, datetime

from sqlmodel import col, select

from registry.actions.proposals.telling import tell, tell_office
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.normal import tidy_lines
from registry.domain.notices import NoticeKind
from registry.domain.review_proposals import CONCLUDED
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.authorities import Authority
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, transaction
from registry.storage.people import authority_people
from registry.storage.recipients import NO_CONTACT
from registry.storage.review_proposals import ProposalComment, lock_proposal

LONGEST = 10_000


def ask_comment(
    store: Store, actor: Actor, proposal_id: int, *, told: str, answer_by: date | None, now: datetime
) -> ProposalComment:
    """What the lead authority of the document was asked: it reads `told` and nothing else. Raises Refusal."""
    require(actor, Permission.HANDLE_PROPOSAL)
    told = tidy_lines(told)
    if not 1 <= len(told) <= LONGEST:
        raise Refusal(f"请写明转告制定机关的内容，最多{LONGEST}个字。", "told")
    if answer_by and answer_by < day_of(now):
        raise Refusal("答复的日期不能早于今天。", "answer_by")
    with transaction(store) as session:
        proposal = lock_proposal(session, proposal_id)
        if proposal.state in CONCLUDED:
            raise Refusal(f"{proposal.number}已经办结，不再征求意见。")
        if proposal.document_id is None:
            raise Refusal("请先对应登记簿中的文件，才知道向哪个制定机关征求意见。")
        document = session.get_one(Document, proposal.document_id)
        authority = session.get_one(Authority, document.lead_authority_id)
        query = select(ProposalComment).where(
            ProposalComment.proposal_id == proposal_id,
            ProposalComment.document_id == document.id,
            col(ProposalComment.answered_at).is_(None),
        )
        if session.exec(query).first() is not None:
            raise Refusal(f"已向{authority.name}征求意见，还没有答复，无需重复。")
        comment = ProposalComment(
            proposal_id=proposal_id,
            document_id=proposal.document_id,
            told=told,
            answer_by=answer_by,
            asked_at=now,
            asked_by=actor.name,
        )
        proposal.version += 1
        session.add_all([comment, proposal])
        session.flush()
        audit.record(
            session,
            now,
            actor.name,
            "ask_comment",
            f"proposal:{proposal_id}",
            number=proposal.number,
            authority=authority.name,
        )
        tell(
            session,
            NoticeKind.PROPOSAL_COMMENT_ASKED,
            proposal,
            authority_people(session, authority.id or 0),
            now,
            nobody=NO_CONTACT,
            facts={
                "authority": authority.name,
                "document_id": str(proposal.document_id),
                "answer_by": answer_by.isoformat() if answer_by else "",
                "path": f"/desk/proposal-comments/{comment.id}",
            },
        )
        return comment


def give_comment(
    store: Store, actor: Actor, comment_id: int, *, answer: str, now: datetime
) -> ProposalComment:
    """The comment as the authority gave it, once. Raises Refusal; Hidden for another authority."""
    answer = tidy_lines(answer)
    if not 1 <= len(answer) <= LONGEST:
        raise Refusal(f"请写明意见，最多{LONGEST}个字。", "answer")
    with transaction(store) as session:
        comment = session.get(ProposalComment, comment_id)
        if comment is None:
            raise Refusal("没有这次征求意见。")
        document = session.get_one(Document, comment.document_id)
        require(actor, Permission.SUBMIT_FILING, [document.lead_authority_id])
        proposal = lock_proposal(session, comment.proposal_id)
        session.refresh(comment)
        if comment.answered_at is not None:
            raise Refusal("意见已经答复，不能再改；要补充的，请联系法制机构。")
        authority = session.get_one(Authority, document.lead_authority_id)
        comment.answer, comment.answered_at, comment.answered_by = answer, now, actor.name
        proposal.version += 1
        session.add_all([comment, proposal])
        audit.record(
            session,
            now,
            actor.name,
            "give_comment",
            f"proposal:{proposal.id}",
            number=proposal.number,
            authority=authority.name,
        )
        facts = {"authority": authority.name}
        tell_office(session, NoticeKind.PROPOSAL_COMMENTED, proposal, now, facts)
        return comment
