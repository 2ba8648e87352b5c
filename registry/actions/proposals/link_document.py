"""Say which document of the register a proposal is about, or that none is."""

from datetime import datetime

from sqlmodel import Session

from registry.actions.proposals._moving import check_version
from registry.domain.documents import Disclosure
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, transaction
from registry.storage.review_proposals import ReviewProposal, lock_proposal


def check_linkable(session: Session, document_id: int | None) -> None:
    """Raises Refusal for a document that is not in the register, or is secret; None is no document."""
    if document_id is None:
        return
    document = session.get(Document, document_id)
    if document is None:
        raise Refusal("所选的文件不在登记簿中，请重新选择。", "document")
    if document.disclosure is Disclosure.SECRET:
        raise Refusal(
            "涉密文件在本系统中没有标题和正文，不能与审查建议对应；请按保密规定另行办理。", "document"
        )


def link_document(
    store: Store,
    actor: Actor,
    proposal_id: int,
    document_id: int | None,
    *,
    version: int | None = None,
    now: datetime,
) -> ReviewProposal:
    """The proposal with its document; what the proposer wrote stays as it is. Raises Refusal."""
    require(actor, Permission.HANDLE_PROPOSAL)
    with transaction(store) as session:
        proposal = lock_proposal(session, proposal_id)
        check_version(proposal, version)
        check_linkable(session, document_id)
        if proposal.document_id == document_id:
            return proposal
        before, proposal.document_id = proposal.document_id, document_id
        proposal.version += 1
        session.add(proposal)
        audit.record(
            session,
            now,
            actor.name,
            "link_proposal",
            f"proposal:{proposal_id}",
            number=proposal.number,
            before=f"document:{before}" if before else "",
            after=f"document:{document_id}" if document_id else "",
        )
        return proposal
