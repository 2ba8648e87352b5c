"""Urge the authorities that have answered nothing of a round (催报), once a day each."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from registry.actions.cleanups._rounds import lock_round, subject_of
from registry.actions.cleanups._telling import tell_urged, urge_threshold
from registry.domain.notices import NoticeKind, NoticeState
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.cleanups.items import progress
from registry.storage.engine import Store, transaction
from registry.storage.notices import Notice
from registry.storage.people import contacts_by_authority, told_of_everything


@dataclass
class Urged:
    """The names of the authorities that were told, of those whose notice is held for want of a contact, and of those
    that were urged today already."""

    told: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)


def urge_answers(
    store: Store,
    actor: Actor,
    round_id: int,
    *,
    authority_ids: Collection[int] | None = None,
    now: datetime,
) -> Urged:
    """Whom the urge reached: all silent authorities, or those of them that are named. Raises Refusal."""
    require(actor, Permission.RUN_CLEANUP)
    urged = Urged()
    with transaction(store) as session:
        cleanup = lock_round(session, round_id)
        silent = [part for part in progress(session, round_id) if part.is_silent]
        if authority_ids is not None:
            silent = [part for part in silent if part.authority_id in authority_ids]
        already = _urged_today(session, [part.authority_id for part in silent], urge_threshold(cleanup, now))
        contacts = contacts_by_authority(session)
        for part in silent:
            if part.authority_id in already:
                urged.already.append(part.authority)
                continue
            tell_urged(session, actor, cleanup, part.authority_id, part.n_documents, now)
            has_contact = told_of_everything(contacts.get(part.authority_id, []))
            (urged.told if has_contact else urged.held).append(part.authority)
        if urged.told or urged.held:
            audit.record(
                session,
                now,
                actor.name,
                "urge_answers",
                subject_of(cleanup),
                authorities=[*urged.told, *urged.held],
            )
    return urged


def _urged_today(session: Session, authority_ids: Collection[int], threshold: str) -> set[int]:
    query = select(Notice.subject_id).where(
        Notice.subject == "authority",
        col(Notice.subject_id).in_(authority_ids),
        Notice.kind == NoticeKind.CLEANUP_URGED,
        Notice.threshold == threshold,
        col(Notice.state) != NoticeState.CANCELLED,
    )
    return set(session.exec(query))
