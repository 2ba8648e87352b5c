"""The signed returns of authorities to a round, which close them, and the scans of the papers."""

from sqlmodel import Session, col, select

from registry.domain.documents import shown_title
from registry.storage.audit import AuditEntry
from registry.storage.cleanups.tables import CleanupItem, CleanupReturn
from registry.storage.documents.tables import Document

_NAMED = 5


def return_of(session: Session, round_id: int, authority_id: int) -> CleanupReturn | None:
    """The signed return of an authority; None while it is open."""
    return session.get(CleanupReturn, (round_id, authority_id))


def unanswered_of(session: Session, round_id: int, authority_id: int) -> tuple[int, list[str]]:
    """How many documents of an authority lack a whole answer, and the titles of the first few."""
    query = (
        select(Document)
        .join(CleanupItem)
        .where(
            CleanupItem.round_id == round_id,
            CleanupItem.answering_id == authority_id,
            col(CleanupItem.is_answered).is_(False),
        )
        .order_by(col(CleanupItem.id))
    )
    titles = [shown_title(document) for document in session.exec(query)]
    return len(titles), titles[:_NAMED]


def hashes_of_scans(session: Session) -> set[str]:
    """The content that signed returns name, also those that were reopened since."""
    kept = set(session.exec(select(CleanupReturn.file_sha256).distinct()))
    reopened = session.exec(select(col(AuditEntry.fields)).where(AuditEntry.act == "reopen_return"))
    return (kept | {fields["sha256"] for fields in reopened}) - {""}
