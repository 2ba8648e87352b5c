"""Within a transaction: the notices about a 合法性审核, to the office or to the drafting authority."""

from datetime import datetime

from sqlmodel import Session

from registry.actions.papers.telling import paper_told
from registry.domain.documents import shown_title
from registry.domain.legality_reviews import MOVES, ReviewMove, task_of
from registry.domain.notices import NoticeKind
from registry.storage.documents.locks import lead_authority
from registry.storage.documents.tables import Document
from registry.storage.legality_reviews import LegalityMove, LegalityReview
from registry.storage.notices import queue_notices
from registry.storage.papers import Paper
from registry.storage.people import authority_people, office_people
from registry.storage.recipients import NO_CONTACT, NO_LEAD, NO_OFFICE, leads


def tell_move(
    session: Session,
    document: Document,
    review: LegalityReview,
    line: LegalityMove,
    paper: Paper | None,
    now: datetime,
) -> None:
    """Tells the other side of a move and of its paper, and the leads of an opinion that waits for signing."""
    kind = MOVES[line.move].notice
    if kind is None:
        return
    session.flush()
    authority = lead_authority(session, document)
    if line.move is ReviewMove.PROPOSE:
        people, nobody = leads(session), NO_LEAD
    elif kind is NoticeKind.LEGALITY_TO_OFFICE:
        people, nobody = office_people(session), NO_OFFICE
    else:
        people, nobody = authority_people(session, authority.id or 0), NO_CONTACT
    queue_notices(
        session,
        kind,
        "document",
        document.id or 0,
        people,
        threshold=f"{review.passage}-{review.version}",
        due_on=review.due_on,
        facts=review_facts(document, authority.name, review)
        | {"move": line.move.word, "reason": line.reason, "on": line.on.isoformat()}
        | (paper_told(paper) if paper else {}),
        now=now,
        nobody=nobody,
    )


def review_facts(document: Document, authority: str, review: LegalityReview) -> dict[str, str]:
    """The facts of a notice about a review: plain strings, kept with the notice and never recomputed."""
    return {
        "title": shown_title(document),
        "doc_no": document.doc_no,
        "authority": authority,
        "path": f"/desk/documents/{document.id}/legality",
        "state": review.state.word,
        "task": task_of(review.state, review.proposed),
        "due_on": review.due_on.isoformat() if review.due_on else "",
        "working": review.due_working,
    }
