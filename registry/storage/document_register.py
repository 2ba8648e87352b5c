"""The register as the desk lists it: who sees what, the filters, and the doubts a document stands in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.doc_numbers import parse
from registry.domain.documents import Disclosure, DocumentKind
from registry.domain.doubts import DOUBT_WORDS, PRESSING, Doubt
from registry.domain.normal import title_key
from registry.domain.validity import Status
from registry.storage.authorities import authority_names
from registry.storage.documents import Document, DocumentAuthority, DocumentSpan
from registry.storage.doubts import DocumentDoubt, is_settled


@dataclass(frozen=True)
class Wanted:
    """What a list asks for. `on` decides the status; `own_authority_id` narrows to what one authority issued."""

    on: date
    q: str = ""
    status: Status | None = None
    authority_id: int | None = None
    year: int | None = None
    kind: DocumentKind | None = None
    disclosure: Disclosure | None = None
    doubt: Doubt | None = None
    is_doubtful: bool = False
    is_draft: bool = False
    own_authority_id: int | None = None


@dataclass(frozen=True)
class Row:
    """One line of the register. `doubts` are the pressing reasons why somebody should look at it, in words."""

    document: Document
    authority: str
    status: Status
    is_presumed: bool
    doubts: tuple[str, ...] = ()


SORTS = {
    "title": col(Document.title_key),
    "doc_no": col(Document.doc_no_key),
    "published_on": col(Document.published_on),
    "valid_until": col(Document.valid_until),
    "updated_at": col(Document.updated_at),
}


def wanted_ids(wanted: Wanted) -> sa.Select[Any]:
    """The ids of the documents asked for, without an order."""
    query = sa.select(col(Document.id))
    if wanted.own_authority_id is not None:
        issued = sa.select(col(DocumentAuthority.document_id)).where(
            col(DocumentAuthority.authority_id) == wanted.own_authority_id
        )
        query = query.where(col(Document.id).in_(issued))
    if wanted.q:
        query = query.where(_named(wanted.q))
    if wanted.status is not None:
        query = query.where(col(Document.id).in_(_with_status(wanted.status, wanted.on)))
    if wanted.authority_id is not None:
        query = query.where(col(Document.lead_authority_id) == wanted.authority_id)
    if wanted.year is not None:
        first, last = date(wanted.year, 1, 1), date(wanted.year, 12, 31)
        query = query.where(col(Document.published_on).between(first, last))
    if wanted.kind is not None:
        query = query.where(col(Document.kind) == wanted.kind)
    if wanted.disclosure is not None:
        query = query.where(col(Document.disclosure) == wanted.disclosure)
    if wanted.is_draft:
        query = query.where(col(Document.is_published).is_(False))
    if wanted.doubt is not None or wanted.is_doubtful:
        query = query.where(col(Document.id).in_(_in_doubt([wanted.doubt] if wanted.doubt else Doubt)))
    return query


def register_rows(session: Session, ids: list[int], on: date) -> list[Row]:
    """The lines of these documents in this order, with four queries however many they are."""
    documents = {one.id: one for one in session.exec(select(Document).where(col(Document.id).in_(ids)))}
    names = authority_names(session, list({one.lead_authority_id for one in documents.values()}))
    spans = {
        span.document_id: span
        for span in session.exec(
            select(DocumentSpan).where(
                col(DocumentSpan.document_id).in_(ids), DocumentSpan.from_on <= on, DocumentSpan.until_on > on
            )
        )
    }
    doubts = _doubts(session, ids)
    rows = []
    for one in ids:
        document, span = documents[one], spans.get(one)
        rows.append(
            Row(
                document,
                names[document.lead_authority_id],
                span.status if span else Status.UNKNOWN,
                bool(span and span.is_presumed),
                doubts.get(one, ()),
            )
        )
    return rows


def published_years(session: Session) -> list[int]:
    """The years in which something was published, the newest first."""
    day = col(Document.published_on)
    ends = (sa.select(end(day)).scalar_subquery() for end in (sa.func.min, sa.func.max))
    first, last = session.execute(sa.select(*ends)).one()  # one look into the index for each
    return list(range(last.year, first.year - 1, -1)) if first else []


def count_by_authority(session: Session) -> dict[int, int]:
    """authority id → how many documents it leads."""
    lead = col(Document.lead_authority_id)
    return dict(session.execute(sa.select(lead, sa.func.count()).group_by(lead)).all())


def _named(q: str) -> sa.ColumnElement[bool]:
    """Title contains it, or the number begins with it."""
    key = parse(q).key
    matches = [col(Document.title_key).contains(title_key(q), autoescape=True)]
    if key is not None:
        matches.append(col(Document.doc_no_key) == key)
    matches.append(col(Document.doc_no).startswith(q, autoescape=True))
    return sa.or_(*matches)


def _with_status(status: Status, on: date) -> sa.Select[Any]:
    return sa.select(col(DocumentSpan.document_id)).where(
        col(DocumentSpan.status) == status, col(DocumentSpan.from_on) <= on, col(DocumentSpan.until_on) > on
    )


def _in_doubt(doubts: Iterable[Doubt]) -> sa.Select[Any]:
    """The ids of the documents in one of these doubts that nobody settled."""
    return sa.select(col(DocumentDoubt.document_id)).where(
        col(DocumentDoubt.doubt).in_(doubts), ~is_settled()
    )


def _doubts(session: Session, ids: list[int]) -> dict[int, tuple[str, ...]]:
    """document id → its pressing doubts in words, the gravest first, in one query."""
    query = sa.select(col(DocumentDoubt.document_id), col(DocumentDoubt.doubt)).where(
        col(DocumentDoubt.document_id).in_(ids), ~is_settled()
    )
    found: dict[int, set[str]] = {}
    for document_id, doubt in session.execute(query):
        found.setdefault(document_id, set()).add(doubt)
    return {
        one: tuple(DOUBT_WORDS[doubt] for doubt in PRESSING if doubt in doubts)
        for one, doubts in found.items()
    }
