"""The matters of an authority: its documents, filings, people, notices, cleanup items and issue register."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.authorities import AuthorityKind
from registry.domain.filings import CONCLUDED
from registry.domain.notices import NoticeState
from registry.domain.roles import Role
from registry.storage.authorities import Authority, all_authorities
from registry.storage.cleanups.tables import CleanupItem, CleanupRound
from registry.storage.documents.tables import Document, DocumentAuthority
from registry.storage.filings import Filing
from registry.storage.issue_register.entries import IssueEntry
from registry.storage.notices import Notice
from registry.storage.people import User


@dataclass(frozen=True)
class Matters:
    """The numbers of an authority's matters. `n_notices` counts pending notices to its contacts, `n_open_items` its
    items in rounds that are not released."""

    n_led: int
    n_co_issued: int
    n_open_filings: int
    n_concluded_filings: int
    n_people: int
    n_notices: int
    n_open_items: int
    n_issue_entries: int


def codes_of(session: Session, authority_id: int) -> list[tuple[str, int]]:
    """(机关代字, number of its documents) of the numbers that an authority's documents carry, most first."""
    query = sa.select(col(Document.doc_no_key)).where(
        col(Document.lead_authority_id) == authority_id,
        col(Document.doc_no_key).is_not(None),
        col(Document.number_owner) == "",
    )
    return Counter(key.partition("|")[0] for key in session.execute(query).scalars()).most_common()


def matters_of(session: Session, authority_id: int) -> Matters:
    issued = col(DocumentAuthority.authority_id) == authority_id
    is_concluded = col(Filing.state).in_(CONCLUDED)
    filed = col(Filing.authority_id) == authority_id
    people = sa.select(col(User.id)).where(col(User.authority_id) == authority_id)
    unreleased = sa.select(col(CleanupRound.id)).where(col(CleanupRound.released_at).is_(None))
    n_led = _count(session, sa.select(Document).where(col(Document.lead_authority_id) == authority_id))
    return Matters(
        n_led=n_led,
        n_co_issued=_count(session, sa.select(DocumentAuthority).where(issued)) - n_led,
        n_open_filings=_count(session, sa.select(Filing).where(filed, ~is_concluded)),
        n_concluded_filings=_count(session, sa.select(Filing).where(filed, is_concluded)),
        n_people=_count(session, people),
        n_notices=_count(
            session,
            sa.select(Notice).where(
                col(Notice.user_id).in_(people), col(Notice.state) == NoticeState.PENDING
            ),
        ),
        n_open_items=_count(
            session,
            sa.select(CleanupItem).where(
                col(CleanupItem.round_id).in_(unreleased), col(CleanupItem.answering_id) == authority_id
            ),
        ),
        n_issue_entries=_count(
            session, sa.select(IssueEntry).where(col(IssueEntry.authority_id) == authority_id)
        ),
    )


def documents_query(authority_id: int) -> sa.Select[Document]:
    """A query of the documents that an authority issued, as lead or co-issuer, the newest first."""
    issued = sa.select(col(DocumentAuthority.document_id)).where(
        col(DocumentAuthority.authority_id) == authority_id
    )
    newest_first = (sa.nulls_last(col(Document.published_on).desc()), col(Document.id).desc())
    return sa.select(Document).where(col(Document.id).in_(issued)).order_by(*newest_first)


def issued_ids(session: Session, authority_id: int) -> list[int]:
    """The ids of the documents that an authority issued, as lead or co-issuer, ascending."""
    query = select(DocumentAuthority.document_id).where(DocumentAuthority.authority_id == authority_id)
    return list(session.exec(query.order_by(col(DocumentAuthority.document_id))).all())


def led_ids(session: Session, authority_id: int) -> set[int]:
    query = select(Document.id).where(Document.lead_authority_id == authority_id)
    return {document_id for document_id in session.exec(query) if document_id is not None}


def cleanup_bodies(session: Session) -> list[Authority]:
    """The authorities of this level that a cleanup may cover; abolished ones only while they still lead documents."""
    ours = [
        authority for authority in all_authorities(session) if authority.kind is not AuthorityKind.OUTSIDE
    ]
    abolished = [authority.id for authority in ours if authority.abolished_on is not None]
    query = (
        select(Document.lead_authority_id).where(col(Document.lead_authority_id).in_(abolished)).distinct()
    )
    leading = set(session.exec(query))
    return [authority for authority in ours if authority.abolished_on is None or authority.id in leading]


def open_filings_of(session: Session, authority_id: int) -> list[tuple[Filing, Document]]:
    """The authority's filings that are not concluded, with their documents, the nearest due date first."""
    query = (
        select(Filing, Document)
        .where(
            Filing.document_id == Document.id,
            Filing.authority_id == authority_id,
            col(Filing.state).not_in(CONCLUDED),
        )
        .order_by(sa.nulls_last(col(Filing.due_on)), col(Filing.id))
    )
    return list(session.exec(query).all())


def people_of(session: Session, authority_id: int) -> list[User]:
    """The contacts of an authority, including those with a disabled account."""
    query = select(User).where(User.authority_id == authority_id, User.role == Role.CONTACT)
    return list(session.exec(query.order_by(col(User.id))).all())


def open_rounds_over(session: Session, authority_id: int) -> list[CleanupRound]:
    """The rounds not released with this authority in their scope."""
    query = select(CleanupRound).where(col(CleanupRound.released_at).is_(None)).order_by(col(CleanupRound.id))
    return [cleanup for cleanup in session.exec(query) if authority_id in cleanup.authority_ids]


def unreleased_items(session: Session, authority_id: int) -> list[CleanupItem]:
    """The items that the authority answers for, in rounds that are not released."""
    unreleased = select(CleanupRound.id).where(col(CleanupRound.released_at).is_(None))
    query = select(CleanupItem).where(
        CleanupItem.answering_id == authority_id, col(CleanupItem.round_id).in_(unreleased)
    )
    return list(session.exec(query.order_by(col(CleanupItem.id))).all())


def _count(session: Session, query: Any) -> int:
    return int(session.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one())
