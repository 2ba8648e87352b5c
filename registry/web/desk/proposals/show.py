"""The page of a proposal: what is proposed, its clock, its document, its moves; who proposed it is asked for apart."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.clock import today
from registry.domain.papers.kinds import SubjectKind
from registry.domain.review_proposals import CONCLUDED, TASKS, ProposalMove, moves_open
from registry.domain.roles import Permission
from registry.domain.worksheets import EXAMINED_IN
from registry.storage.documents.tables import Document
from registry.storage.engine import reading
from registry.storage.file_owners import registered_owners
from registry.storage.filings import filings_of
from registry.storage.proposal_lists import comments_of, same_proposer
from registry.storage.review_proposals import (
    ReviewProposal,
    answer_to,
    files_of,
    merged_into,
    proposals_about,
    reply_of,
    steps_of,
)
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.papers.section import papers_section
from registry.web.desk.proposals.finding import find_proposal

_ASIDE = frozenset({ProposalMove.MERGE, ProposalMove.WITHDRAW, ProposalMove.RETURN})


@needs(Permission.HANDLE_PROPOSAL)
def show(proposal_id: int) -> ResponseReturnValue:
    proposal = find_proposal(proposal_id)
    return render_template("desk/proposals/show.html", **page_of_proposal(proposal))


def page_of_proposal(proposal: ReviewProposal) -> dict[str, Any]:
    """The context of the template desk/proposals/show.html."""
    actor, key = current_actor(), proposal.id or 0
    with reading(current_store()) as session:
        document = session.get(Document, proposal.document_id) if proposal.document_id else None
        context = {
            "document": document,
            "likely": [] if document else registered_owners(session, "", proposal.title)[:3],
            "filings": filings_of(session, document.id or 0) if document else [],
            "files": files_of(session, key),
            "steps": steps_of(session, key),
            "comments": comments_of(session, key),
            "reply": reply_of(session, proposal),
            "answer": answer_to(session, proposal),
            "papers": papers_section(session, SubjectKind.PROPOSAL, key),
            "into": session.get(ReviewProposal, proposal.merged_into_id) if proposal.merged_into_id else None,
            "merged": merged_into(session, key),
            "doubles": same_proposer(session, key),
            "beside": _beside(session, proposal),
        }
    moves = moves_open(proposal.state, actor)
    return context | {
        "proposal": proposal,
        "today": today(),
        "task": TASKS.get(proposal.state, ""),
        "is_concluded": proposal.state in CONCLUDED,
        "main_moves": [move for move in moves if move not in _ASIDE],
        "aside_moves": [move for move in moves if move in _ASIDE],
        "may_erase": actor.may(Permission.SIGN_REPLY),
        "examined_in": EXAMINED_IN,
        "person": None,
    }


def _beside(session: Session, proposal: ReviewProposal) -> list[ReviewProposal]:
    """The other proposals about the same document."""
    if proposal.document_id is None:
        return []
    return [other for other in proposals_about(session, proposal.document_id) if other.id != proposal.id]
