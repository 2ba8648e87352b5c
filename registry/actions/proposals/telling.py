"""Within a transaction: the notices about a proposal. They name its number alone: mail and robots tell no more."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlmodel import Session

from registry.domain.notices import NoticeKind
from registry.storage.notices import queue_notices
from registry.storage.people import User, office_people
from registry.storage.recipients import NO_OFFICE
from registry.storage.review_proposals import ReviewProposal


def tell_office(
    session: Session,
    kind: NoticeKind,
    proposal: ReviewProposal,
    now: datetime,
    facts: Mapping[str, str] = {},
) -> None:
    """Queues a notice to the clerks and leads."""
    tell(session, kind, proposal, office_people(session), now, nobody=NO_OFFICE, facts=facts)


def tell(
    session: Session,
    kind: NoticeKind,
    proposal: ReviewProposal,
    people: Iterable[User],
    now: datetime,
    *,
    nobody: str,
    facts: Mapping[str, str] = {},
) -> None:
    """Queues a notice about a proposal, keyed by its version."""
    queue_notices(
        session,
        kind,
        "proposal",
        proposal.id or 0,
        people,
        threshold=str(proposal.version),
        due_on=proposal.due_on,
        facts=proposal_facts(proposal) | dict(facts),
        now=now,
        nobody=nobody,
    )


def proposal_facts(proposal: ReviewProposal) -> dict[str, str]:
    """The facts of a notice about a proposal: nothing that its proposer wrote."""
    return {
        "title": f"审查建议{proposal.number}",
        "number": proposal.number,
        "state": proposal.state.value,
        "path": f"/desk/proposals/{proposal.id}",
        "due_on": proposal.due_on.isoformat(),
        "working": proposal.working,
    }
