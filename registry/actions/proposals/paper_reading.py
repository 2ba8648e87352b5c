"""A paper about a review proposal names who made it: each look leaves the line that looking at the person leaves."""

from datetime import datetime

from registry.domain.papers.kinds import PaperKind, SubjectKind
from registry.domain.papers.rules import RULES
from registry.domain.roles import Actor
from registry.storage import audit
from registry.storage.engine import Store, transaction
from registry.storage.review_proposals import lock_proposal


def note_reading(store: Store, actor: Actor, kind: PaperKind, subject: int | str, *, now: datetime) -> None:
    """Notes that the words of a paper were shown, with the number of the proposal alone; nothing for other papers."""
    if RULES[kind].subject is not SubjectKind.PROPOSAL:
        return
    with transaction(store) as session:
        proposal = lock_proposal(session, int(subject))
        audit.record(
            session, now, actor.name, "read_proposer", f"proposal:{proposal.id}", number=proposal.number
        )
