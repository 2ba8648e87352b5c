"""Merging an authority that was entered twice into the right one: documents, filings, people and names move."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.actions.authorities._succession import lock_authorities, lock_documents_of, move_documents
from registry.actions.filings.rederiving import kind_effects, write_kind_effects
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit, changes
from registry.storage.authorities import Authority, AuthorityName, AuthoritySuccession
from registry.storage.authority_matters import issued_ids
from registry.storage.check_book import raise_book_version
from registry.storage.cleanups.tables import (
    CleanupCosign,
    CleanupItem,
    CleanupReturn,
    CleanupRound,
)
from registry.storage.documents.tables import DocumentAuthority
from registry.storage.engine import Store, transaction
from registry.storage.evaluations import Evaluation
from registry.storage.filings import Filing
from registry.storage.issue_register.entries import IssueEntry
from registry.storage.papers import Paper
from registry.storage.people import User
from registry.storage.rulebook import load_rulebook


def merge_authority(
    store: Store, actor: Actor, authority_id: int, into_id: int, *, now: datetime
) -> dict[str, int]:
    """Merge the authority into another; returns the numbers of documents, filings and people moved. Raises Refusal.

    Into one of another kind, what the documents owe is corrected with it; those numbers come after the others.
    """
    require(actor, Permission.MANAGE_AUTHORITIES)
    if authority_id == into_id:
        raise Refusal("请选择另一个制定机关。", "into_id")
    with transaction(store) as session:
        lock_documents_of(session, authority_id)
        locked = lock_authorities(session, [authority_id, into_id])
        if len(locked) < 2:
            raise Refusal("该制定机关不存在，可能已并入其他机关。")
        old, into = locked[authority_id], locked[into_id]
        # Wait for transactions whose rows refer to it; later ones find it deleted.
        session.refresh(old, with_for_update=True)
        moved = what_moves(session, authority_id)
        ids = issued_ids(session, authority_id)
        move_documents(session, ids, authority_id, into_id, now)
        for column in (
            Filing.authority_id,
            User.authority_id,
            IssueEntry.authority_id,
            Paper.authority_id,
            Authority.successor_id,
        ):
            _repoint(session, column, authority_id, into_id)
        into.successor_id = None if into.successor_id == into_id else into.successor_id
        _move_names(session, authority_id, into_id, now)
        _move_successions(session, authority_id, into_id)
        _move_scopes(session, authority_id, into_id)
        session.flush()
        if old.kind is not into.kind:
            effects = kind_effects(session, load_rulebook(session), into, into.kind, ids)
            write_kind_effects(session, actor, effects, (old.kind, into.kind), now)
            moved |= effects.counts()
        session.delete(old)
        raise_book_version(session)
        audit.record(
            session,
            now,
            actor.name,
            "merge_authority",
            f"authority:{into_id}",
            name=old.name,
            into=into.name,
            moved=moved,
        )
        changes.touch(session, ids, now)
        return moved


def what_moves(session: Session, authority_id: int) -> dict[str, int]:
    """The numbers of documents, filings and people that a merge would move."""
    counts = {
        "documents": select(DocumentAuthority.document_id).where(
            DocumentAuthority.authority_id == authority_id
        ),
        "filings": select(Filing.id).where(Filing.authority_id == authority_id),
        "people": select(User.id).where(User.authority_id == authority_id),
    }
    return {
        name: int(session.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one())
        for name, query in counts.items()
    }


def _repoint(session: Session, column: Any, authority_id: int, into_id: int) -> None:
    """Replace the authority by the other one in a column that refers to authorities."""
    changed = sa.update(column.class_).where(column == authority_id)
    session.execute(changed.values({column.key: into_id}))


def _move_names(session: Session, authority_id: int, into_id: int, now: datetime) -> None:
    """Make its names former names of the other authority, so that ledgers with them find it."""
    for name in session.exec(select(AuthorityName).where(AuthorityName.authority_id == authority_id)):
        name.authority_id = into_id
        name.until_on = name.until_on or day_of(now)
        session.add(name)


def _move_successions(session: Session, authority_id: int, into_id: int) -> None:
    """Move its successions to the other authority, and delete those between the two: they are the same."""
    both = {authority_id, into_id}
    for row in session.exec(select(AuthoritySuccession)):
        if {row.authority_id, row.successor_id} == both:
            session.delete(row)
            continue
        row.authority_id = into_id if row.authority_id == authority_id else row.authority_id
        row.successor_id = into_id if row.successor_id == authority_id else row.successor_id
        session.add(row)


def _move_scopes(session: Session, authority_id: int, into_id: int) -> None:
    for cleanup in session.exec(select(CleanupRound)):
        if authority_id in cleanup.authority_ids:
            ids = [into_id if scoped == authority_id else scoped for scoped in cleanup.authority_ids]
            cleanup.authority_ids = list(dict.fromkeys(ids))
            session.add(cleanup)
    owned = sa.update(CleanupRound).where(col(CleanupRound.owner_id) == authority_id)
    session.execute(owned.values(owner_id=into_id))
    answered = sa.update(CleanupItem).where(col(CleanupItem.answering_id) == authority_id)
    session.execute(answered.values(answering_id=into_id))
    for table, key in ((CleanupReturn, "round_id"), (CleanupCosign, "item_id")):
        _move_own(session, table, key, authority_id, into_id)
    evaluated = sa.update(Evaluation).where(col(Evaluation.authority_id) == authority_id)
    session.execute(evaluated.values(authority_id=into_id))


def _move_own(session: Session, table: Any, key: str, authority_id: int, into_id: int) -> None:
    """Move the rows of a table that holds one row an authority; where the other has its own, that one stays."""
    kept = sa.select(getattr(table, key)).where(table.authority_id == into_id)
    session.execute(sa.delete(table).where(table.authority_id == authority_id, getattr(table, key).in_(kept)))
    session.execute(sa.update(table).where(table.authority_id == authority_id).values(authority_id=into_id))
