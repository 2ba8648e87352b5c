"""Lists of laws, and of the documents that rest on what is gone: laws of the table, and ended documents."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from registry.domain.citations import NameKeys, citation
from registry.domain.documents import Disclosure, RelationKind, judged_on
from registry.domain.gone_bases import Timing, advice_of, timing_of
from registry.domain.laws import LawStatus, Origin, bracketed, ending_words
from registry.domain.normal import title_key
from registry.domain.validity import ALIVE, STATUS_WORDS, Status
from registry.domain.written_days import cn_date
from registry.storage.authorities import Authority
from registry.storage.bases import BasisKey, KnownBy
from registry.storage.batches import batches
from registry.storage.documents.tables import Document, DocumentSpan, Relation
from registry.storage.documents.timelines import covers
from registry.storage.laws import (
    LawVersion,
    affected_by_laws,
    as_law,
    is_present,
    present_rows,
    resting_on_gone,
    table_for,
)

LAW_SORTS = {
    "title": col(LawVersion.title_key),
    "status": col(LawVersion.status),
    "since": col(LawVersion.since),
    "recorded_at": col(LawVersion.recorded_at),
}


@dataclass(frozen=True)
class GoneRow:
    """A document that rests on something that is gone: how the basis is cited, how it ended, and when."""

    document_id: int
    title: str
    doc_no: str
    authority_id: int
    authority: str
    published_on: date | None
    status: Status
    basis: BasisKey
    cited: str
    ended_on: date | None
    ending: str
    timing: Timing
    law_title: str = ""

    @property
    def says(self) -> str:
        return f"依据{self.ending}；{advice_of(self.timing)}。"


def laws_query(q: str = "", status: LawStatus | None = None, origin: Origin | None = None) -> Any:
    """A query of the present rows of laws whose title, number or successor contains the words."""
    query = select(LawVersion).where(is_present())
    if q:
        named = [col(LawVersion.title_key).contains(title_key(q), autoescape=True)] if title_key(q) else []
        fields = (LawVersion.title, LawVersion.doc_no, LawVersion.successor)
        query = query.where(sa.or_(*named, *(col(field).contains(q, autoescape=True) for field in fields)))
    if status:
        query = query.where(LawVersion.status == status)
    return query.where(LawVersion.origin == origin) if origin else query


def count_resting(session: Session, title_keys: Collection[str], on: date) -> dict[str, int]:
    """title key of a law → the number of documents in force that cite it as their basis."""
    status = sa.select(col(DocumentSpan.status)).where(
        col(DocumentSpan.document_id) == col(Relation.document_id), covers(on)
    )
    key = col(Relation.other_title_key)
    query = (
        sa.select(key, sa.func.count(sa.distinct(col(Relation.document_id))))
        .where(
            col(Relation.kind) == RelationKind.BASED_ON,
            key.in_(title_keys),
            status.scalar_subquery() == Status.IN_FORCE,
        )
        .group_by(key)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def citing_documents(session: Session, keys: NameKeys, on: date) -> list[tuple[Document, str, Status]]:
    """(document, authority, status on the day) of all that cite a law as their basis, the latest first."""
    rows: list[Any] = []
    for ids in batches(sorted(affected_by_laws(session, [keys]))):
        rows += session.execute(_documents(ids, on, Document)).all()
    documents = [(row[0], row[1], row[2] or Status.UNKNOWN) for row in rows]
    return sorted(documents, key=lambda row: (row[0].published_on or date.min, row[0].id or 0), reverse=True)


@dataclass(frozen=True)
class GoneLaw:
    """A basis that the table of laws says is gone: its row there, how it ended, and by what."""

    law_id: int
    ending: str
    ended_on: date | None
    source: str


def gone_among(session: Session, bases: Iterable[BasisKey], on: date) -> dict[BasisKey, GoneLaw]:
    """basis → the law that it is, of those that are gone by the day."""
    keys = {basis: _keys_of(basis) for basis in bases if basis.known_by is not KnownBy.DOCUMENT}
    table = table_for(session, keys.values())
    gone = {basis: law for basis, named in keys.items() if (law := table.find(named)) and law.is_gone_on(on)}
    ids = {
        as_law(row).keys: row.id or 0 for row in present_rows(session, [law.keys for law in gone.values()])
    }
    return {
        basis: GoneLaw(ids[law.keys], ending_words(table, law), law.since, law.source)
        for basis, law in gone.items()
    }


def _keys_of(basis: BasisKey) -> NameKeys:
    is_number = basis.known_by is KnownBy.NUMBER
    return NameKeys("", basis.value) if is_number else NameKeys(basis.value, None)


def documents_on_gone(session: Session, on: date) -> list[GoneRow]:
    """The documents that have not ended and rest on what is gone by the day, those of the table of laws first."""
    by_law = resting_on_gone(session, on)
    ended = _ended_documents(session, on, {basis.relation_id for bases in by_law.values() for basis in bases})
    relations = _relations(
        session,
        [*(basis.relation_id for bases in by_law.values() for basis in bases), *(row.id for row in ended)],
    )
    documents = _by_id(session, [*by_law, *(row.document_id for row in ended)], on)
    rows = [
        _row(
            documents[document_id],
            relations[basis.relation_id],
            basis.law.since,
            basis.ending,
            basis.timing,
            basis.law.title,
        )
        for document_id, bases in by_law.items()
        for basis in bases
    ]
    replaced = _replacing(session, {row.other_id for row in ended})
    for row in ended:
        document = documents[row.document_id]
        made_on = judged_on(document.is_published, document.published_on, document.signed_on, on)
        word = STATUS_WORDS[row.status]
        ending = f"{citation(row.title, row.doc_no)}已于{cn_date(row.from_on)}{word}"
        if by := replaced.get(row.other_id):
            ending += f"，由{bracketed(by)}替代"
        rows.append(_row(document, relations[row.id], row.from_on, ending, timing_of(row.from_on, made_on)))
    return rows


def _documents(ids: Sequence[int], on: date, *columns: Any) -> Any:
    """A query of these columns of the documents, with the authority and the status of the day."""
    span = sa.and_(col(DocumentSpan.document_id) == col(Document.id), covers(on))
    return (
        sa.select(*columns, col(Authority.name).label("authority"), col(DocumentSpan.status))
        .select_from(Document)
        .join(Authority, col(Authority.id) == col(Document.lead_authority_id))
        .outerjoin(DocumentSpan, span)
        .where(col(Document.id).in_(ids), col(Document.disclosure) != Disclosure.SECRET)
    )


def _by_id(session: Session, ids: Iterable[int], on: date) -> dict[int, Any]:
    columns = (
        *(col(Document.id), col(Document.title), col(Document.doc_no), col(Document.lead_authority_id)),
        *(col(Document.is_published), col(Document.published_on), col(Document.signed_on)),
    )
    return {
        row.id: row
        for batch in batches(sorted(set(ids)))
        for row in session.execute(_documents(batch, on, *columns))
    }


def _relations(session: Session, ids: Iterable[int]) -> dict[int, Any]:
    query = sa.select(
        *(col(Relation.id), col(Relation.other_id), col(Relation.other_title_key)),
        *(col(Relation.other_doc_no_key), col(Relation.other_text), col(Relation.clause)),
    )
    return {
        row.id: row
        for batch in batches(ids)
        for row in session.execute(query.where(col(Relation.id).in_(batch)))
    }


def _row(
    document: Any, relation: Any, ended_on: date | None, ending: str, timing: Timing, law_title: str = ""
) -> GoneRow:
    return GoneRow(
        document.id, document.title, document.doc_no, document.lead_authority_id, document.authority,
        document.published_on, document.status or Status.UNKNOWN, _basis_key(relation),
        relation.other_text or relation.clause, ended_on, ending, timing, law_title,
    )  # fmt: skip


def _basis_key(relation: Any) -> BasisKey:
    if relation.other_id:
        return BasisKey(KnownBy.DOCUMENT, str(relation.other_id))
    if relation.other_title_key:
        return BasisKey(KnownBy.TITLE, relation.other_title_key)
    return BasisKey(KnownBy.NUMBER, relation.other_doc_no_key or "")


def _ended_documents(session: Session, on: date, without: Collection[int]) -> list[Any]:
    """The relations to a registered basis that has ended by the day, of documents that have not."""
    basis, own = aliased(Document), aliased(DocumentSpan)
    query = (
        sa.select(
            *(col(Relation.id), col(Relation.document_id), col(Relation.other_id)),
            *(col(basis.title), col(basis.doc_no), col(DocumentSpan.status), col(DocumentSpan.from_on)),
        )
        .join(basis, col(basis.id) == col(Relation.other_id))
        .join(DocumentSpan, sa.and_(col(DocumentSpan.document_id) == col(basis.id), covers(on)))
        .join(Document, col(Document.id) == col(Relation.document_id))
        .join(
            own,
            sa.and_(col(own.document_id) == col(Document.id), col(own.from_on) <= on, col(own.until_on) > on),
        )
        .where(
            col(Relation.kind) == RelationKind.BASED_ON,
            col(DocumentSpan.status).not_in(sorted(ALIVE)),
            col(own.status).in_(sorted(ALIVE)),
            *(col(document.disclosure) != Disclosure.SECRET for document in (basis, Document)),
        )
        .order_by(col(Relation.id))
    )
    return [row for row in session.execute(query) if row.id not in without]


def _replacing(session: Session, ids: Collection[int]) -> dict[int, str]:
    """document id → the title of the act that replaced it."""
    query = (
        sa.select(col(Relation.other_id), col(Document.title))
        .join(Document, col(Document.id) == col(Relation.document_id))
        .where(
            col(Relation.kind) == RelationKind.REPLACES,
            col(Relation.other_id).in_(ids),
            col(Document.disclosure) != Disclosure.SECRET,
            col(Document.is_published),
        )
        .order_by(col(Relation.id))
    )
    return {row[0]: row[1] for row in session.execute(query)}
