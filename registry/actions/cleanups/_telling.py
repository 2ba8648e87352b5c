"""The notices of a round to the authorities that answer it: what was sent back, and who is urged."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from registry.domain.citations import citation
from registry.domain.documents import shown_title
from registry.domain.instants import day_of
from registry.domain.notices import NoticeKind
from registry.domain.roles import Actor
from registry.storage.authorities import Authority
from registry.storage.cleanups.board import last_step
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.documents.tables import Document
from registry.storage.notices import queue_notices
from registry.storage.people import authority_people, person_of, told_of_everything
from registry.storage.recipients import NO_CONTACT


def tell_sent_back(
    session: Session,
    actor: Actor,
    cleanup: CleanupRound,
    authority_id: int,
    returned: Sequence[tuple[Document, str]],
    now: datetime,
) -> str:
    """Queues one notice about what was sent back to an authority; its name."""
    authority, (first, _) = session.get_one(Authority, authority_id), returned[0]
    session.flush()
    queue_notices(
        session,
        NoticeKind.ITEM_SENT_BACK,
        "authority",
        authority_id,
        told_of_everything(authority_people(session, authority_id)),
        threshold=f"r{cleanup.id}-{last_step(session, cleanup.id or 0)}",
        due_on=None,
        facts={
            "title": shown_title(first),
            "n_items": str(len(returned)),
            "authority": authority.name,
            "round": cleanup.name,
            "round_id": str(cleanup.id),
            "items": "\n".join(
                f"{place}. {citation(shown_title(document), document.doc_no)}：{words}"
                for place, (document, words) in enumerate(returned, 1)
            ),
            "by": person_of(actor.name),
            "path": f"/desk/cleanups/{cleanup.id}/answers",
        },
        now=now,
        nobody=NO_CONTACT,
    )
    return authority.name


def urge_threshold(cleanup: CleanupRound, now: datetime) -> str:
    """What tells the urges of a round and of a day apart."""
    return f"r{cleanup.id}-{day_of(now):%Y%m%d}"


def tell_urged(
    session: Session, actor: Actor, cleanup: CleanupRound, authority_id: int, n_documents: int, now: datetime
) -> int:
    """How many people were told that their authority has answered nothing; nobody twice on one day."""
    authority = session.get_one(Authority, authority_id)
    return queue_notices(
        session,
        NoticeKind.CLEANUP_URGED,
        "authority",
        authority_id,
        told_of_everything(authority_people(session, authority_id)),
        threshold=urge_threshold(cleanup, now),
        due_on=None,
        facts={
            "authority": authority.name,
            "round": cleanup.name,
            "round_id": str(cleanup.id),
            "n_documents": str(n_documents),
            "answers_due_on": cleanup.answers_due_on.isoformat() if cleanup.answers_due_on else "",
            "as_of": day_of(now).isoformat(),
            "by": person_of(actor.name),
            "path": f"/desk/cleanups/{cleanup.id}/answers",
        },
        now=now,
        nobody=NO_CONTACT,
    )
