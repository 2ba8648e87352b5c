"""Merge an authority entered twice into the one it is: documents, filings and people move, its names stay known."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.actions._documents import hold_identities
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit, changes
from registry.storage.authorities import Authority, AuthorityName
from registry.storage.cleanups import CleanupRound
from registry.storage.documents import Document, DocumentAuthority
from registry.storage.engine import Store, transaction
from registry.storage.filings import Filing
from registry.storage.people import User


def merge_authority(
    store: Store, actor: Actor, authority_id: int, into_id: int, *, now: datetime
) -> dict[str, int]:
    """How many moved: documents, filings, people. Raises Refusal."""
    require(actor, Permission.MANAGE_AUTHORITIES)
    if authority_id == into_id:
        raise Refusal("请选择另一个制定机关。", "into_id")
    with transaction(store) as session:
        _lock_documents(session, authority_id)
        query = select(Authority).where(col(Authority.id).in_([authority_id, into_id]))
        found = {one.id: one for one in session.exec(query.order_by(col(Authority.id)).with_for_update())}
        if len(found) < 2:
            raise Refusal("该制定机关不存在，可能已并入其他机关。")
        moved = what_moves(session, authority_id)
        ids = _move_documents(session, authority_id, into_id, now)
        for table, column in ((Filing, col(Filing.authority_id)), (User, col(User.authority_id))):
            session.execute(sa.update(table).where(column == authority_id).values(authority_id=into_id))
        _move_names(session, authority_id, into_id, now)
        _move_scopes(session, authority_id, into_id)
        old = found[authority_id]
        session.execute(
            sa.update(Authority)
            .where(col(Authority.successor_id) == authority_id)
            .values(successor_id=into_id)
        )
        found[into_id].successor_id = (
            None if found[into_id].successor_id == into_id else found[into_id].successor_id
        )
        session.flush()
        session.delete(old)
        audit.record(
            session,
            now,
            actor.name,
            "merge_authority",
            f"authority:{into_id}",
            name=old.name,
            into=found[into_id].name,
            moved=moved,
        )
        changes.touch(session, ids, now)
        return moved


def _lock_documents(session: Session, authority_id: int) -> None:
    """Documents are held before authorities: whoever edits a document comes to its issuers after it."""
    hold_identities(session)
    ids = select(DocumentAuthority.document_id).where(DocumentAuthority.authority_id == authority_id)
    query = select(Document.id).where(col(Document.id).in_(ids)).order_by(col(Document.id))
    session.exec(query.with_for_update(key_share=True)).all()


def what_moves(session: Session, authority_id: int) -> dict[str, int]:
    """How many documents, filings and people a merge would move."""
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


def _move_documents(session: Session, authority_id: int, into_id: int, now: datetime) -> list[int]:
    """Moves the issuers' rows; a document that names both keeps the one that stands first."""
    rows = session.exec(
        select(DocumentAuthority).where(col(DocumentAuthority.authority_id).in_([authority_id, into_id]))
    ).all()
    kept = {row.document_id: row for row in rows if row.authority_id == into_id}
    moving = [row for row in rows if row.authority_id == authority_id]
    for row in moving:
        other = kept.get(row.document_id)
        session.delete(row)
        session.flush()
        if other is not None:
            other.position = min(other.position, row.position)
            session.add(other)
            continue
        session.add(
            DocumentAuthority(
                document_id=row.document_id,
                authority_id=into_id,
                position=row.position,
                name_as_issued=row.name_as_issued,
            )
        )
    ids = [row.document_id for row in moving]
    session.execute(
        sa.update(Document)
        .where(col(Document.lead_authority_id) == authority_id)
        .values(lead_authority_id=into_id, version=col(Document.version) + 1, updated_at=now)
    )
    return ids


def _move_names(session: Session, authority_id: int, into_id: int, now: datetime) -> None:
    """Its names become former names, so that the next ledger finds the right authority by them."""
    for name in session.exec(select(AuthorityName).where(AuthorityName.authority_id == authority_id)):
        name.authority_id = into_id
        name.until_on = name.until_on or day_of(now)
        session.add(name)


def _move_scopes(session: Session, authority_id: int, into_id: int) -> None:
    for each in session.exec(select(CleanupRound)):
        if authority_id in each.authority_ids:
            ids = [into_id if one == authority_id else one for one in each.authority_ids]
            each.authority_ids = list(dict.fromkeys(ids))
            session.add(each)
