"""The bases of documents (依据): the laws and documents that they cite, and the documents that rest on a basis."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.authorities import AuthorityKind
from registry.domain.citations import citation, keys_of
from registry.domain.documents import Disclosure, RelationKind, shown_title
from registry.domain.normal import id_of
from registry.domain.validity import ALIVE, STATUS_WORDS, Status
from registry.storage.authorities import Authority
from registry.storage.documents.tables import Document, DocumentSpan, Relation
from registry.storage.documents.timelines import covers


class KnownBy(StrEnum):
    """What identifies a basis: its row in the register, else the key of its title, else the key of its number."""

    DOCUMENT = "document"
    TITLE = "title"
    NUMBER = "number"


@dataclass(frozen=True)
class BasisKey:
    """The identity of a basis; in an address document:12, title:优化营商环境条例 or number:国发〔2010〕33."""

    known_by: KnownBy
    value: str

    def __str__(self) -> str:
        return f"{self.known_by}:{self.value}"


@dataclass(frozen=True)
class Basis:
    """A basis and the number of documents that rest on it."""

    key: BasisKey
    n_documents: int


@dataclass(frozen=True)
class Resting:
    """A document that rests on a basis, with its status on a day."""

    id: int
    title: str
    doc_no: str
    published_on: date | None
    is_published: bool
    authority: str
    authority_kind: AuthorityKind
    status: Status

    @property
    def left_out_because(self) -> str:
        """Why a cleanup round over the basis leaves the document out; "" when it is included."""
        if not self.is_published:
            return "尚未公布"
        if self.status not in ALIVE:
            return f"已经{STATUS_WORDS[self.status]}" if self.status in _ENDED else STATUS_WORDS[self.status]
        return "不是本级机关制定" if self.authority_kind is AuthorityKind.OUTSIDE else ""


_ENDED = {Status.REPEALED, Status.LAPSED, Status.DECLARED_LAPSED, Status.ANNULLED}


_BASED_ON = col(Relation.kind) == RelationKind.BASED_ON
_COLUMNS = {
    KnownBy.DOCUMENT: col(Relation.other_id),
    KnownBy.TITLE: col(Relation.other_title_key),
    KnownBy.NUMBER: col(Relation.other_doc_no_key),
}
_UNREGISTERED = (
    sa.func.coalesce(col(Relation.other_id), 0) == 0
)  # coalesce: keeps off an index that selects most rows
_OF = {
    KnownBy.DOCUMENT: sa.and_(_BASED_ON, col(Relation.other_id).is_not(None)),
    KnownBy.TITLE: sa.and_(_BASED_ON, _UNREGISTERED, col(Relation.other_title_key) != ""),
    KnownBy.NUMBER: sa.and_(
        _BASED_ON,
        _UNREGISTERED,
        col(Relation.other_title_key) == "",
        col(Relation.other_doc_no_key).is_not(None),
    ),
}


def basis_key(words: str) -> BasisKey | None:
    """The basis that the words of an address name; None when they are malformed."""
    known_by, _, value = words.partition(":")
    if known_by not in set(KnownBy) or not value:
        return None
    if known_by == KnownBy.DOCUMENT and id_of(value) is None:
        return None
    return BasisKey(KnownBy(known_by), value)


def find_bases(session: Session, q: str = "") -> list[Basis]:
    """The bases whose title or number contains the words, the most used first."""
    bases = []
    for known_by, column in _COLUMNS.items():
        n_documents = sa.func.count(sa.distinct(col(Relation.document_id)))
        query = sa.select(column, n_documents).where(_OF[known_by], *_named(known_by, keys_of(q, "").title))
        for value, n in session.execute(query.group_by(column)):
            bases.append(Basis(BasisKey(known_by, str(value)), n))
    return sorted(bases, key=lambda basis: (-basis.n_documents, basis.key.known_by, basis.key.value))


def count_in_force(session: Session, keys: Iterable[BasisKey], on: date) -> dict[BasisKey, int]:
    """basis → number of the documents that rest on it and are in force on the day."""
    status = sa.select(col(DocumentSpan.status)).where(
        col(DocumentSpan.document_id) == col(Relation.document_id), covers(on)
    )
    is_in_force = status.scalar_subquery() == Status.IN_FORCE  # a join might read every span in force first
    counts: dict[BasisKey, int] = {}
    for known_by, values in _by_kind(keys).items():
        column = _COLUMNS[known_by]
        query = (
            sa.select(column, sa.func.count(sa.distinct(col(Relation.document_id))))
            .where(_OF[known_by], column.in_(values), is_in_force)
            .group_by(column)
        )
        counts |= {BasisKey(known_by, str(value)): n for value, n in session.execute(query)}
    return counts


def names_of_bases(session: Session, keys: Iterable[BasisKey]) -> dict[BasisKey, str]:
    """basis → title of the registered document, else the words that cite it. Bases without documents are left out."""
    names: dict[BasisKey, str] = {}
    for known_by, values in _by_kind(keys).items():
        column = _COLUMNS[known_by]
        first = sa.select(sa.func.min(col(Relation.id))).where(_OF[known_by], column.in_(values))
        query = sa.select(column, col(Relation.other_text)).where(
            col(Relation.id).in_(first.group_by(column))
        )
        for value, words in session.execute(query):
            names[BasisKey(known_by, str(value))] = words or str(value)
    documents = [int(key.value) for key in names if key.known_by is KnownBy.DOCUMENT]
    titles = sa.select(
        *(col(Document.id), col(Document.title), col(Document.doc_no)),
        *(col(Document.disclosure), col(Document.local_serial)),
    )
    for row in session.execute(titles.where(col(Document.id).in_(documents))):
        is_secret = row.disclosure is Disclosure.SECRET
        shown = shown_title(row) if is_secret else citation(row.title, row.doc_no)
        names[BasisKey(KnownBy.DOCUMENT, str(row.id))] = shown
    return names


def resting_query(key: BasisKey, on: date) -> Any:
    """A query of the documents that rest on a basis, by authority and date; `resting` reads its rows."""
    span_of = sa.and_(col(DocumentSpan.document_id) == col(Document.id), covers(on))
    return (
        sa.select(
            *(col(Document.id), col(Document.title), col(Document.doc_no), col(Document.local_serial)),
            *(col(Document.published_on), col(Document.is_published), col(Document.disclosure)),
            *(col(Authority.name), col(Authority.kind), col(DocumentSpan.status)),
        )
        .join(Authority, col(Authority.id) == col(Document.lead_authority_id))
        .outerjoin(DocumentSpan, span_of)
        .where(col(Document.id).in_(resting_ids(key)))
        .order_by(
            col(Authority.position),
            col(Authority.id),
            sa.nulls_last(col(Document.published_on)),
            col(Document.id),
        )
    )


def count_by_status(session: Session, key: BasisKey, on: date) -> dict[Status, int]:
    """status → number of the documents that rest on a basis and have that status on the day."""
    day = sa.and_(col(DocumentSpan.document_id) == col(Document.id), covers(on))
    query = (
        sa.select(col(DocumentSpan.status), sa.func.count())
        .select_from(Document)
        .outerjoin(DocumentSpan, day)
        .where(col(Document.id).in_(resting_ids(key)))
        .group_by(col(DocumentSpan.status))
    )
    return {status or Status.UNKNOWN: n for status, n in session.execute(query)}


def resting_ids(key: BasisKey) -> Any:
    """A query of the ids of the documents that rest on a basis."""
    return sa.select(col(Relation.document_id)).where(_is(key))


def resting(row: Any) -> Resting:
    """The value of a row of `resting_query`; a secret stub shows only its serial."""
    document_id, _, doc_no, _, published_on, is_published, disclosure, name, kind, status = row
    is_shown = is_published or disclosure is Disclosure.SECRET
    return Resting(
        document_id, shown_title(row), doc_no, published_on, is_shown, name, kind, status or Status.UNKNOWN
    )


def sharing_bases(session: Session, document_id: int, most: int) -> dict[int, list[BasisKey]]:
    """document id → the bases that it shares with this document; bases of more than `most` documents tell nothing."""
    shared: dict[int, list[BasisKey]] = {}
    for known_by, column in _COLUMNS.items():
        own = sa.select(column).where(_OF[known_by], col(Relation.document_id) == document_id)
        query = sa.select(column, sa.func.count(sa.distinct(col(Relation.document_id))))
        counted = query.where(_OF[known_by], column.in_(own)).group_by(column)
        few = [value for value, n in session.execute(counted) if 1 < n <= most]
        rows = sa.select(col(Relation.document_id), column).where(_OF[known_by], column.in_(few)).distinct()
        for other_id, value in session.execute(rows) if few else ():
            if other_id != document_id:
                shared.setdefault(other_id, []).append(BasisKey(known_by, str(value)))
    return shared


def quotes_of(session: Session, key: BasisKey, ids: Sequence[int]) -> dict[int, tuple[str, bool]]:
    """document id → (the clause or words that cite the basis, whether a person confirmed the relation)."""
    query = (
        sa.select(col(Relation.document_id), col(Relation.clause), col(Relation.other_text))
        .add_columns(col(Relation.is_confirmed))
        .where(_is(key), col(Relation.document_id).in_(ids))
        .order_by(col(Relation.is_confirmed), col(Relation.id))
    )
    return {
        document_id: (clause or words, is_confirmed)
        for document_id, clause, words, is_confirmed in session.execute(query)
    }


def _named(known_by: KnownBy, words: str) -> list[sa.ColumnElement[bool]]:
    if not words:
        return []
    if known_by is not KnownBy.DOCUMENT:
        return [_COLUMNS[known_by].contains(words, autoescape=True)]
    documents = sa.select(col(Document.id)).where(col(Document.title_key).contains(words, autoescape=True))
    return [col(Relation.other_id).in_(documents)]


def _by_kind(keys: Iterable[BasisKey]) -> dict[KnownBy, list[Any]]:
    values: dict[KnownBy, list[Any]] = {}
    for key in keys:
        values.setdefault(key.known_by, []).append(_value(key))
    return values


def _value(key: BasisKey) -> int | str:
    return int(key.value) if key.known_by is KnownBy.DOCUMENT else key.value


def _is(key: BasisKey) -> sa.ColumnElement[bool]:
    return sa.and_(_OF[key.known_by], _COLUMNS[key.known_by] == _value(key))
