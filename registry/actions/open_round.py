"""Open a cleanup round: which authorities, which cut-off, and with it every document that has to be decided on."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, select

from registry.actions._cleanups import subject_of
from registry.domain.cleanups import RoundKind
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit, counters
from registry.storage.authorities import authority_names
from registry.storage.cleanups import CleanupItem, CleanupRound, documents_in_scope
from registry.storage.engine import Store, transaction

NAME_LENGTH = 200


def open_round(
    store: Store,
    actor: Actor,
    *,
    name: str,
    kind: RoundKind,
    cut_off_on: date,
    authority_ids: Sequence[int] = (),
    answers_due_on: date | None = None,
    now: datetime,
) -> tuple[int, int]:
    """The new round's id and how many documents it covers; no authority means all of this level. Raises Refusal."""
    require(actor, Permission.RUN_CLEANUP)
    with transaction(store) as session:
        name = take_name(session, name)
        _check_authorities(session, authority_ids)
        ids = documents_in_scope(session, cut_off_on, authority_ids)
        if not ids:
            raise Refusal(
                f"截至{cut_off_on}，所选制定机关没有需要清理的文件，请核对截止日期和制定机关。", "cut_off_on"
            )
        cleanup = CleanupRound(
            name=name,
            kind=kind,
            cut_off_on=cut_off_on,
            authority_ids=list(authority_ids),
            opened_at=now,
            answers_due_on=answers_due_on,
        )
        session.add(cleanup)
        session.flush()
        assert cleanup.id is not None
        add_items(session, cleanup.id, ids)
        audit.record(
            session,
            now,
            actor.name,
            "open_round",
            subject_of(cleanup),
            name=name,
            cut_off_on=cut_off_on.isoformat(),
            n_documents=len(ids),
        )
        return cleanup.id, len(ids)


def add_items(session: Session, round_id: int, document_ids: Sequence[int]) -> None:
    """Adds an undecided item for each of these documents."""
    rows = [
        CleanupItem(round_id=round_id, document_id=one).model_dump(exclude={"id"}) for one in document_ids
    ]
    if rows:
        session.execute(sa.insert(CleanupItem), rows)


def take_name(session: Session, name: str) -> str:
    """The name of a new round, which no other takes meanwhile. Raises Refusal for none or one that is taken."""
    name = name.strip()
    if not name or len(name) > NAME_LENGTH:
        raise Refusal(f"请填写清理名称，不超过{NAME_LENGTH}字，例如“2026年度集中清理”。", "name")
    counters.take(session, "rounds")
    if session.exec(select(CleanupRound.id).where(CleanupRound.name == name)).first() is not None:
        raise Refusal(f"已有名为“{name}”的清理，请换一个名称。", "name")
    return name


def _check_authorities(session: Session, authority_ids: Sequence[int]) -> None:
    if len(authority_names(session, authority_ids)) != len(set(authority_ids)):
        raise Refusal("所选制定机关不存在，请刷新页面后重选。", "authority_ids")
