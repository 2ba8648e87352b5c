"""Whose a document file of an intake could be: rows without a file and registered documents, the likeliest first."""

from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from registry.domain.intakes import FILE
from registry.domain.normal import title_key
from registry.storage.documents.tables import Document
from registry.storage.intakes import IntakeRow

_MOST_ROWS, _SHOWN = 5_000, 10


@dataclass(frozen=True)
class Owner:
    """A ledger row (by its `position`) or a registered document (by its id, in `document_id`)."""

    title: str
    doc_no: str
    position: int | None = None
    document_id: int | None = None
    row: int = 0


def rows_without_file(session: Session, intake_id: int, words: str, title: str) -> list[Owner]:
    """The rows whose title or number holds `words` (any, when empty), those most like `title` first."""
    its_title = col(IntakeRow.cells)["values", "title"].as_string()
    its_number = col(IntakeRow.cells)["values", "doc_no"].as_string()
    query = select(IntakeRow.position, IntakeRow.row, its_title, its_number).where(
        IntakeRow.intake_id == intake_id, IntakeRow.lacks == FILE
    )
    if words:
        query = query.where(
            or_(its_title.contains(words, autoescape=True), its_number.contains(words, autoescape=True))
        )
    found = session.execute(query.order_by(col(IntakeRow.position)).limit(_MOST_ROWS))
    owners = [Owner(name or "", number or "", position, row=row) for position, row, name, number in found]
    return _likest(owners, words or title)


def registered_owners(session: Session, words: str, title: str) -> list[Owner]:
    """The documents whose title or number holds `words`; without any, those of the same title."""
    if words:
        asked = or_(
            col(Document.title).contains(words, autoescape=True),
            col(Document.doc_no).contains(words, autoescape=True),
        )
    else:
        asked = col(Document.title_key) == title_key(title)
    query = select(Document.id, Document.title, Document.doc_no).where(asked).limit(_SHOWN * 5)
    owners = [Owner(name, number, document_id=id) for id, name, number in session.execute(query)]
    return _likest(owners, words or title)


def _likest(owners: list[Owner], title: str) -> list[Owner]:
    wanted = _pairs(title)
    owners.sort(key=lambda owner: len(wanted & _pairs(owner.title)), reverse=True)
    return owners[:_SHOWN]


def _pairs(title: str) -> set[str]:
    key = title_key(title)
    return {key[at : at + 2] for at in range(len(key) - 1)}
