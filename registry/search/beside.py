"""What stands beside a document: others with its subject, its bases or its phrases, verified in the register.

The index proposes documents that share rare pairs of characters; like titles and shared bases come from the database.
There all of them are read again: whether this person may learn of them, what they share, and how they stand today.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nlargest, nsmallest
from itertools import pairwise
from math import inf, log
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.authorities import AuthorityKind
from registry.domain.beside import (
    LIKE,
    LONGEST_READ,
    PHRASE,
    SAME_WORDS,
    Nearness,
    Overlap,
    Phrases,
    acts_on_others,
    likeness,
    stock_phrases,
    subject_of,
)
from registry.domain.beside_hints import Hint, Side, hints
from registry.domain.documents import Disclosure, RelationKind
from registry.domain.normal import search_text
from registry.domain.validity import Status
from registry.search.find import reading_index
from registry.search.haystack import TODAYS_TEXT, contains
from registry.search.matching import Matcher
from registry.search.reader import Reader
from registry.search.selection import Audience, Filters, select_documents, status_on_day, with_status
from registry.search.snippets import Piece, snippet
from registry.storage.authorities import Authority, heirs_of_all
from registry.storage.bases import BasisKey, KnownBy, names_of_bases, sharing_bases
from registry.storage.batches import among
from registry.storage.changes import last_change
from registry.storage.documents.tables import Document, DocumentText, relations_of
from registry.storage.engine import Store, reading

MOST_LOOKED_AT = 400  # candidates of which is asked whether this person may learn of them
MOST_SHOWN = 80
MOST_COMPARED = 30  # of these, texts that are read
MOST_WORDED = 10  # of these, documents that have only the wording in common
MOST_TITLES = 2_000
MOST_RESTING = 200  # a basis of more documents tells nothing
MOST_COUNTED = 1_000  # pairs of a text whose number of documents is looked up
RAREST = 40  # pairs that tell of a copied passage
MOST_USED = 60  # pairs that tell of the subject
FEWEST_TELLING = 20  # pairs; of fewer, several shared ones are chance
_GOVERNMENT = 0  # stands for the government and its office, which issues for it
_OFTEN = 5  # times that a pair counts at most, so that a table does not drown the rest
SECRET = "涉密文件不登记标题和正文，没有可比对的内容。"
NO_INDEX = (
    "全文索引还没有建好或者已经损坏，下面只有标题相近和依据相同的文件。索引会自动重建，请过几分钟再看。"
)
NO_TEXT = "这件文件没有正文，下面只有标题相近和依据相同的文件。请补上正文再看。"
CUT = f"正文很长，只比对了前{LONGEST_READ}字。"


@dataclass(frozen=True)
class Neighbour:
    """A document beside another one: `shares` are the bases of both, `ties` the relations between them.

    `wording` is the share of the other one's telling pairs that it has; `is_like`: their titles are on one subject.
    """

    id: int
    title: str
    doc_no: str
    authority: str
    lead_authority_id: int
    published_on: date | None
    is_published: bool
    status: Status
    nearness: Nearness
    overlap: Overlap
    shares: tuple[str, ...]
    ties: frozenset[RelationKind]
    hints: tuple[Hint, ...]
    wording: float
    is_like: bool


@dataclass(frozen=True)
class Beside:
    """The documents beside another one, the nearest first, and in words what could not be looked at."""

    neighbours: tuple[Neighbour, ...] = ()
    notes: tuple[str, ...] = ()


_found: dict[tuple[Any, ...], Beside] = {}
MOST_KEPT = 64


def find_beside(store: Store, document_id: int, *, audience: Audience, on: date) -> Beside:
    """The documents beside a document, of those of which the audience may learn; secret ones never.

    The answer is kept until the register or the index changes: a worksheet shows it again and again.
    """
    return reading_index(store, lambda reader: _find(store, reader, document_id, Filters(audience, on)))


def shared_passages(
    session: Session, document_id: int, neighbours: Sequence[Neighbour]
) -> dict[int, list[Piece]]:
    """document id → an excerpt of its text with the longest passage that this document has, too."""
    near = [neighbour.id for neighbour in neighbours if neighbour.overlap.nearness]
    query = sa.select(Document, sa.func.substr(TODAYS_TEXT, 1, LONGEST_READ)).join(
        DocumentText, col(DocumentText.document_id) == col(Document.id)
    )
    rows = session.execute(query.where(col(Document.id).in_([document_id, *near]))).all()
    normals = _texts(session, [document for document, _ in rows])
    phrases = Phrases(normals.get(document_id, ""))
    return {
        document.id: snippet(text, [phrases.longest_shared(normals[document.id])])
        for document, text in rows
        if document.id != document_id
    }


def _find(store: Store, reader: Reader | None, document_id: int, filters: Filters) -> Beside:
    # The session begins after the reader, so that the register is never older than the index.
    with reading(store) as session:
        key = store, document_id, filters, last_change(session), reader and reader.generation
        # Other threads clear the answers that are kept: they are read once, and only written after.
        if (found := _found.get(key)) is None:
            found = _look(session, reader, document_id, filters)
            if len(_found) >= MOST_KEPT:
                _found.clear()
            _found[key] = found
        return found


def _look(session: Session, reader: Reader | None, document_id: int, filters: Filters) -> Beside:
    document = session.get_one(Document, document_id)
    if document.disclosure is Disclosure.SECRET:
        return Beside(notes=(SECRET,))
    text = _texts(session, [document])[document_id]
    about = _About(session, document, text, reader)
    notes = {NO_TEXT: not text, NO_INDEX: about.reader is None, CUT: len(text) > LONGEST_READ}
    return Beside(
        tuple(_nearest_first(_neighbours(about, filters))),
        tuple(note for note, is_true in notes.items() if is_true),
    )


class _About:
    """The document that the others are beside: its subject, its phrases, and what each pair of characters weighs."""

    def __init__(self, session: Session, document: Document, text: str, reader: Reader | None) -> None:
        matcher = Matcher.of(session, reader)
        self.session, self.document, self.reader = session, document, matcher.reader
        self.id, self.title_key = document.id or 0, document.title_key
        self.subject = subject_of(document.title)
        self.text, self.phrases = text, Phrases(text)
        self.changed = matcher.changed if self.reader else set()
        self._used = dict(_sample(Counter(_pairs(text[:LONGEST_READ])).most_common()))
        pairs = {*self._used, *_pairs(self.subject)}
        self._counts = self.reader.count_with(pairs) if self.reader else {}
        self._n = max(self.reader.n_documents, 1) if self.reader else 1

    def weight(self, pair: str) -> float:
        """The rarer the pair in the register, the more; the same for all without an index."""
        return log(1 + self._n / max(self._counts.get(pair, 0), 1)) if self._counts else 1.0

    def likeness(self, title_key: str) -> float:
        """How like this title is to the document's, 1 for the same one."""
        same = title_key == self.title_key
        return 1.0 if same else likeness(self.subject, subject_of(title_key), self.weight)

    def wording(self) -> dict[int, float]:
        """document id → the share of this text's telling pairs, by their weight, that it has by the index."""
        shared: dict[int, float] = defaultdict(float)
        telling = {pair: self.weight(pair) for pair in self._telling()} if self.reader else {}
        every = sum(telling.values())
        for pair, weight in telling.items():
            for document_id in self.reader.documents_with([pair]) if self.reader else ():
                shared[document_id] += weight / every
        return shared if len(telling) >= FEWEST_TELLING else {}

    @property
    def is_small(self) -> bool:
        """Whether the register is so small that every document is looked at, and no pair is rare."""
        return self.reader is not None and self._n <= MOST_COMPARED

    def _telling(self) -> set[str]:
        least, most = 1 + (self.id not in self.changed), min(self._n // 20 + 5, self._n // 2)
        shared = [pair for pair in self._used if least <= self._counts[pair] <= most]
        rarest = nsmallest(RAREST, shared, key=lambda pair: (self._counts[pair], pair))
        return {*rarest, *nlargest(MOST_USED, shared, key=lambda pair: (self._use(pair), pair))}

    def _use(self, pair: str) -> float:
        return min(self._used[pair], _OFTEN) * self.weight(pair)


def _neighbours(about: _About, filters: Filters) -> Iterator[Neighbour]:
    session = about.session
    bases, wording = sharing_bases(session, about.id, MOST_RESTING), about.wording()
    ids = _visible(session, filters, _candidates(about, wording, bases))[:MOST_SHOWN]
    names = _names(session, filters, {key for other_id in ids for key in bases.get(other_id, ())})
    rows = {row.Document.id: row for row in session.execute(_rows(filters.on, [about.id, *ids]))}
    texts = _texts(session, _comparable(rows, ids))
    ties, heirs = _ties(session, about.id), heirs_of_all(session)
    here = _side(rows[about.id], heirs)
    phrases = _telling_phrases(about, rows, texts)
    told_by_words = SAME_WORDS if not about.is_small else inf
    for other_id in ids:
        row, tied = rows[other_id], ties.get(other_id, frozenset())
        overlap, like = phrases.overlap(texts.get(other_id, "")), about.likeness(row.Document.title_key)
        shares = tuple(names[key] for key in bases.get(other_id, ()) if key in names)
        nearness = max(
            overlap.nearness,
            Nearness.SAME_SUBJECT if like >= LIKE else Nearness.NONE,
            Nearness.SAME_BASIS if shares else Nearness.NONE,
            Nearness.SAME_WORDS if wording.get(other_id, 0.0) >= told_by_words else Nearness.NONE,
        )
        if nearness:
            given = hints(here, _side(row, heirs), nearness, like, tied)
            yield _neighbour(
                row, nearness, overlap, shares, tied, given, wording.get(other_id, 0.0), like >= LIKE
            )


def _comparable(rows: Mapping[int, Any], ids: Sequence[int]) -> list[Document]:
    """The first documents whose texts are their own; an act that ends or lists others has their words."""
    documents = [rows[other_id].Document for other_id in ids]
    return [one for one in documents if not acts_on_others(one.title_key)][:MOST_COMPARED]


def _telling_phrases(about: _About, rows: Mapping[int, Any], texts: Mapping[int, str]) -> Phrases:
    """The document's phrases without those that documents on several other subjects have, too; copies do not count."""
    half = about.phrases.n_characters // PHRASE // 2
    shared = [
        (subject_of(rows[other_id].Document.title_key), phrases)
        for other_id, text in texts.items()
        if len(phrases := about.phrases.shared(text)) <= half
    ]
    return Phrases(about.text, stock_phrases(shared))


def _neighbour(row: Any, nearness: Nearness, overlap: Overlap, *told: Any) -> Neighbour:
    document: Document = row.Document
    return Neighbour(
        document.id or 0,
        document.title,
        document.doc_no,
        row.authority,
        document.lead_authority_id,
        document.published_on,
        document.is_published,
        row.status,
        nearness,
        overlap,
        *told,
    )


def _nearest_first(neighbours: Iterable[Neighbour]) -> Iterator[Neighbour]:
    """The neighbours in order; of those that have only the wording in common, a few."""
    n_worded = 0
    for neighbour in sorted(neighbours, key=_order):
        n_worded += neighbour.nearness is Nearness.SAME_WORDS
        if n_worded <= MOST_WORDED:
            yield neighbour


def _order(neighbour: Neighbour) -> tuple[Any, ...]:
    """Nearer first; within the same nearness those with a hint, then by what they share, then the newest."""
    day = neighbour.published_on or date.min
    shared = -neighbour.overlap.n_characters, -round(neighbour.wording, 2)
    return -neighbour.nearness, not neighbour.hints, *shared, -day.toordinal(), neighbour.id


def _candidates(about: _About, wording: Mapping[int, float], bases: Iterable[int]) -> list[int]:
    """The ids to look at, the most promising first: shared pairs, like titles, shared bases, documents not indexed."""
    scores = defaultdict(float, wording)
    for document_id, like in _like_titles(about).items():
        scores[document_id] += like
    unindexed = nlargest(MOST_LOOKED_AT // 4, about.changed)
    every = about.session.execute(sa.select(col(Document.id))).scalars() if about.is_small else ()
    for document_id in [*bases, *unindexed, *every]:
        scores[document_id] += 0.01
    scores.pop(about.id, None)
    return nlargest(MOST_LOOKED_AT, scores, key=lambda document_id: (scores[document_id], document_id))


def _like_titles(about: _About) -> dict[int, float]:
    """document id → how like its title is, of those that speak of the same subject."""
    rarest = nlargest(3, [*_pairs(about.subject), about.subject], key=about.weight)
    key = col(Document.title_key)
    alike = [contains(about.session, key, pair) for pair in rarest if pair]
    query = sa.select(col(Document.id), key).where(sa.or_(key == about.title_key, *alike)).limit(MOST_TITLES)
    likes = {document_id: about.likeness(other) for document_id, other in about.session.execute(query)}
    return {document_id: like for document_id, like in likes.items() if like >= LIKE}


def _visible(session: Session, filters: Filters, ids: list[int]) -> list[int]:
    """Those of the ids of which the audience may learn, in their order."""
    query = select_documents(filters, col(Document.id)).where(
        among(session, Document.id, ids), col(Document.disclosure) != Disclosure.SECRET
    )
    seen = set(session.execute(query).scalars())
    return [document_id for document_id in ids if document_id in seen]


def _names(session: Session, filters: Filters, keys: set[BasisKey]) -> dict[BasisKey, str]:
    """basis → its name, without registered ones of which the audience may not learn."""
    documents = [int(key.value) for key in keys if key.known_by is KnownBy.DOCUMENT]
    seen = {BasisKey(KnownBy.DOCUMENT, str(one)) for one in _visible(session, filters, documents)}
    return names_of_bases(session, {key for key in keys if key.known_by is not KnownBy.DOCUMENT} | seen)


def _rows(on: date, ids: Sequence[int]) -> sa.Select[Any]:
    columns: tuple[Any, ...] = (
        Document,
        status_on_day.label("status"),
        col(Authority.name).label("authority"),
        col(Authority.kind).label("authority_kind"),
    )
    query = with_status(on, *columns).join(Authority, col(Authority.id) == col(Document.lead_authority_id))
    return query.where(col(Document.id).in_(ids))


def _texts(session: Session, documents: Sequence[Document]) -> dict[int, str]:
    """document id → its text of today in searchable form, as far as it is compared, without title and number."""
    heads = {document.id or 0: search_text(document.title, document.doc_no, "") for document in documents}
    longest = LONGEST_READ + max(map(len, heads.values()), default=0) + 2
    query = sa.select(col(DocumentText.document_id), sa.func.substr(DocumentText.normal, 1, longest))
    rows: Any = session.execute(query.where(col(DocumentText.document_id).in_(heads)))
    normals: dict[int, str] = dict(rows.all())
    return {
        document_id: normals.get(document_id, "").removeprefix(head).removeprefix(",")
        for document_id, head in heads.items()
    }


def _ties(session: Session, document_id: int) -> dict[int, frozenset[RelationKind]]:
    """document id → the kinds of the relations between it and this document, in either direction."""
    own, of_others = relations_of(session, document_id)
    ties: dict[int, frozenset[RelationKind]] = {}
    for other_id, kind in [
        *((relation.other_id, relation.kind) for relation in own),
        *((relation.document_id, relation.kind) for relation in of_others),
    ]:
        if other_id is not None:
            ties[other_id] = ties.get(other_id, frozenset()) | {kind}
    return ties


def _side(row: Any, heirs: Mapping[int, int]) -> Side:
    document: Document = row.Document
    lead = document.lead_authority_id
    is_government = row.authority_kind in (AuthorityKind.GOVERNMENT, AuthorityKind.OFFICE)
    issuer = _GOVERNMENT if is_government else heirs.get(lead, lead)
    return Side(document.title_key, document.doc_no_key, issuer, document.published_on, row.status)


def _sample(pairs: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The pairs used most, and some of the others from all parts of the text."""
    used, others = pairs[: MOST_COUNTED // 2], pairs[MOST_COUNTED // 2 :]
    return used + others[:: len(others) // (MOST_COUNTED // 2) + 1]


def _pairs(text: str) -> list[str]:
    return [pair for pair in map("".join, pairwise(text)) if pair.isalnum()]
