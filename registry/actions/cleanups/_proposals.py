"""Write what an authority proposes for an item, by whatever way it came."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from registry.actions.cleanups._returns import refuse_closed
from registry.actions.cleanups._rounds import add_step
from registry.domain.cleanups import ANSWER_FIELDS, Answer, Stage, lacking
from registry.domain.instants import day_of
from registry.domain.roles import Actor
from registry.storage.cleanups.tables import CleanupItem
from registry.storage.documents.tables import Document
from registry.storage.documents.timelines import changed_validities


def is_complete(session: Session, document: Document, answer: Answer, now: datetime) -> bool:
    """Whether the answer has all that its outcome needs, for this document as it stands today."""
    return not lacks(session, [document], [answer], now)[0]


def lacks(
    session: Session, documents: Sequence[Document], answers: Sequence[Answer], now: datetime
) -> list[dict[str, str]]:
    """What each answer lacks for its document as it stands today: field → sentence."""
    today = day_of(now)
    periods = changed_validities(session, documents, today)
    return [
        lacking(answer, periods.get(document.id or 0, document).valid_until, today)
        for document, answer in zip(documents, answers, strict=True)
    ]


def write_proposal(
    session: Session,
    actor: Actor,
    item: CleanupItem,
    document: Document,
    answer: Answer,
    now: datetime,
    *,
    via: str = "",
) -> None:
    """Writes the proposal on its item with a step. A whole answer ends what it was sent back for.

    Raises Refusal for a contact whose authority signed its return.
    """
    refuse_closed(session, actor, item.round_id, item.answering_id)
    answer = answer.bare()
    for name in ANSWER_FIELDS:
        setattr(item, f"proposed_{name}", getattr(answer, name))
    item.is_answered = is_complete(session, document, answer, now)
    if item.is_answered:
        item.sent_back_because = ""
    item.proposed_by, item.proposed_at = (actor.name, now) if answer.outcome else ("", None)
    item.version += 1
    session.add(item)
    add_step(session, actor, item, Stage.PROPOSED, answer, now, via=via)
