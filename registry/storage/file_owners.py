"""What a document file of an intake may belong to: rows without a file and registered documents, likeliest first."""

from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from registry.domain.intakes import Missing
from registry.domain.normal import title_key
from registry.storage.documents.tables import Document
from registry.storage.intakes import IntakeRow
from registry.storage.named import is_named

_MOST_ROWS, _SHOWN = 5_000, 10


@dataclass(frozen=True)
class Owner:
    """A ledger row (with its `position` and `row`) or a registered document (with its `document_id`)."""

    title: str
    doc_no: str
    position: int | None = None
    document_id: int | None = None
    row: int = 0


def rows_without_file(session: Session, intake_id: int, words: str, title: str) -> list[Owner]:
    """The rows without a file whose title or number contains `words`, the most similar titles first.

    Without words these are all rows without a file, compared with `title`.
    """
    row_title = col(IntakeRow.cells)["values", "title"].as_string()
    row_number = col(IntakeRow.cells)["values", "doc_no"].as_string()
    query = select(IntakeRow.position, IntakeRow.row, row_title, row_number).where(
        IntakeRow.intake_id == intake_id, IntakeRow.lacks == Missing.FILE
    )
    if words:
        query = query.where(
            or_(row_title.contains(words, autoescape=True), row_number.contains(words, autoescape=True))
        )
    rows = session.execute(query.order_by(col(IntakeRow.position)).limit(_MOST_ROWS))
    owners = [Owner(name or "", number or "", position, row=row) for position, row, name, number in rows]
    return _most_similar(owners, words or title)


def registered_owners(session: Session, words: str, title: str) -> list[Owner]:
    """The documents whose title or number contains `words`; without words, those with this title."""
    condition = is_named(Document, words) if words else col(Document.title_key) == title_key(title)
    query = select(Document.id, Document.title, Document.doc_no).where(condition).limit(_SHOWN * 5)
    owners = [Owner(name, number, document_id=id) for id, name, number in session.execute(query)]
    return _most_similar(owners, words or title)


def _most_similar(owners: list[Owner], title: str) -> list[Owner]:
    """The owners whose titles share most pairs of characters with the title, in that order."""
    wanted = _pairs(title)
    owners.sort(key=lambda owner: len(wanted & _pairs(owner.title)), reverse=True)
    return owners[:_SHOWN]


def _pairs(title: str) -> set[str]:
    key = title_key(title)
    return {key[at : at + 2] for at in range(len(key) - 1)}
