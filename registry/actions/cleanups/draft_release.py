"""The paper of a round as it would be printed now, marked 草案. Reads only; nothing is kept."""

from sqlmodel import Session

from registry.actions.cleanups._release_paper import ReleaseFacts, draft_paper
from registry.actions.papers.office_style import office_style
from registry.exports.release import render_release
from registry.storage.cleanups.tables import CleanupRound


def draft_release(session: Session, round_id: int, facts: ReleaseFacts) -> bytes:
    """The .docx of the draft. Raises Refusal when no issuer can be chosen."""
    paper = draft_paper(session, session.get_one(CleanupRound, round_id), facts)
    return render_release(paper, office_style(session))
