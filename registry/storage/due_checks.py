"""The documents whose text is due to be checked: by index, so that the cost follows them and not the register."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.documents import Disclosure
from registry.domain.filings import Direction, FilingState
from registry.domain.worksheets import EXAMINED_IN
from registry.storage.documents.tables import Document, DocumentText
from registry.storage.filings import Filing
from registry.storage.text_checks import TextCheck

CHECKED_IN = EXAMINED_IN | {FilingState.SUBMITTED, FilingState.REGISTERED}
"""The states of a filing in which the office looks at the text."""
_OPEN_TO_READING = sorted(set(Disclosure) - {Disclosure.SECRET})


def due_checks(session: Session, book_version: int, limit: int) -> list[int]:
    """The ids of up to `limit` documents that were never checked, or changed since, or checked by an older book: those
    whose filing lies with the office, and the drafts that have a text."""
    query = (
        sa.select(col(Document.id))
        .join(TextCheck, col(TextCheck.document_id) == col(Document.id), isouter=True)
        .where(
            col(Document.id).in_(sa.union(_with_the_office(), _drafts())),
            sa.or_(
                col(TextCheck.document_id).is_(None),
                col(TextCheck.document_version) != col(Document.version),
                col(TextCheck.book_version) != book_version,
            ),
        )
        .order_by(col(TextCheck.checked_at).is_not(None), col(Document.id))
    )
    return list(session.execute(query.limit(limit)).scalars())


def _with_the_office() -> sa.Select[Any]:
    """Filings of a document that may be read: of a secret one the register has no text."""
    open_ids = sa.select(col(Filing.document_id)).join(Document, col(Document.id) == col(Filing.document_id))
    return open_ids.where(
        col(Document.disclosure).in_(_OPEN_TO_READING),
        col(Filing.state).in_(sorted(CHECKED_IN)),
        col(Filing.direction) == Direction.INCOMING,
        col(Filing.is_historic).is_(False),
    )


def _drafts() -> sa.Select[Any]:
    return (
        sa.select(col(Document.id))
        .join(DocumentText, col(DocumentText.document_id) == col(Document.id))
        .where(
            col(Document.disclosure).in_(_OPEN_TO_READING),
            col(Document.is_published).is_(False),
            col(DocumentText.text) != "",
        )
    )
