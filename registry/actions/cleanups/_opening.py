"""Opening a cleanup round inside a transaction: its name is taken, then its items and its audit line are written."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, select

from registry.actions.cleanups._rounds import subject_of
from registry.domain.errors import Refusal
from registry.domain.roles import Actor
from registry.storage import audit, counters
from registry.storage.cleanups import CleanupItem, CleanupRound

NAME_LENGTH = 200


def take_name(session: Session, name: str) -> str:
    """The name of a new round, which no other takes meanwhile. Raises Refusal for none or one that is taken."""
    name = name.strip()
    if not name or len(name) > NAME_LENGTH:
        raise Refusal(f"请填写清理名称，不超过{NAME_LENGTH}字，例如“2026年度集中清理”。", "name")
    counters.take(session, "rounds")
    if session.exec(select(CleanupRound.id).where(CleanupRound.name == name)).first() is not None:
        raise Refusal(f"已有名为“{name}”的清理，请换一个名称。", "name")
    return name


def write_round(
    session: Session,
    actor: Actor,
    cleanup: CleanupRound,
    document_ids: Sequence[int],
    act: str,
    now: datetime,
    **fields: str,
) -> tuple[int, int]:
    """The new round's id and how many documents it covers; `fields` are what the act tells besides."""
    session.add(cleanup)
    session.flush()
    assert cleanup.id is not None
    add_items(session, cleanup.id, document_ids)
    audit.record(
        session,
        now,
        actor.name,
        act,
        subject_of(cleanup),
        name=cleanup.name,
        cut_off_on=cleanup.cut_off_on.isoformat(),
        n_documents=len(document_ids),
        **fields,
    )
    return cleanup.id, len(document_ids)


def add_items(session: Session, round_id: int, document_ids: Sequence[int]) -> None:
    """Adds an undecided item for each of these documents."""
    rows = [
        CleanupItem(round_id=round_id, document_id=one).model_dump(exclude={"id"}) for one in document_ids
    ]
    if rows:
        session.execute(sa.insert(CleanupItem), rows)
