"""What the register says against the documents of a round: superseded bases, successors, what must not be public."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from registry.domain import doc_numbers
from registry.domain.citations import citation, keys_of_words
from registry.domain.documents import Disclosure, RelationKind
from registry.domain.doubts import DOUBT_WORDS, Doubt
from registry.domain.filings import STATE_WORDS, FilingState
from registry.domain.validity import ALIVE, EVENT_WORDS, STATUS_WORDS, Status
from registry.domain.written_days import cn_date
from registry.storage.batches import batches
from registry.storage.cleanups.tables import CleanupItem, CleanupRound
from registry.storage.documents.tables import Document, DocumentEvent, DocumentSpan, Relation
from registry.storage.documents.timelines import covers
from registry.storage.doubts.tables import DocumentDoubt
from registry.storage.filings import Filing
from registry.storage.laws import gone_bases_of
from registry.storage.rulebook import load_rulebook

Notes = dict[int, list[str]]  # document id → what stands against it


@dataclass(frozen=True)
class NamedDocument:
    """A registered document that the words of a round name, with its status on a day."""

    id: int
    name: str
    is_published: bool
    disclosure: Disclosure
    status: Status


def superseded_bases(session: Session, round_id: int, on: date) -> Notes:
    """document id → its bases that no longer hold on the day: ended, replaced by another act, or declared so."""
    notes: Notes = defaultdict(list)
    for document_id, name, status in session.execute(_ended_bases(round_id, on)):
        notes[document_id].append(f"依据{name}已{STATUS_WORDS[status]}")
    for document_id, words, by_title, by_number in session.execute(_replaced_bases(round_id, on)):
        notes[document_id].append(f"依据{words}已由{citation(by_title, by_number)}废止或替代")
    declared = _declared(session, on)
    for document_id, words, title_key, number_key in session.execute(_bases_in_words(round_id)):
        for key, why in declared:
            if key in (title_key, number_key):
                notes[document_id].append(f"依据{words}{why}")
    for document_id, said in _gone_laws(session, round_id, on, notes):
        notes[document_id].append(said)
    return {document_id: list(dict.fromkeys(said)) for document_id, said in notes.items()}


def unready_successors(session: Session, round_id: int, on: date) -> Notes:
    """document id → the registered documents that replace it and are not in force on the day."""
    by, span = aliased(Document), aliased(DocumentSpan)
    query = (
        sa.select(
            col(Relation.other_id), col(by.title), col(by.doc_no), col(by.is_published), col(span.status)
        )
        .join(by, col(by.id) == Relation.document_id)
        .join(span, col(span.document_id) == by.id)
        .where(
            col(Relation.kind) == RelationKind.REPLACES,
            col(Relation.other_id).in_(_of_round(round_id)),
            col(span.from_on) <= on,
            col(span.until_on) > on,
            sa.or_(~col(by.is_published), col(span.status) != Status.IN_FORCE),
        )
    )
    notes: Notes = defaultdict(list)
    for document_id, title, number, is_published, status in session.execute(query):
        notes[document_id].append(f"{citation(title, number)}{_not_in_force(status, is_published)}")
    return notes


def standing_objections(session: Session, round_id: int) -> Notes:
    """document id → the opinions of its review that are not carried out: unanswered, undecided, or not recorded."""
    notes: Notes = defaultdict(list)
    ids = _of_round(round_id)
    open_states = [FilingState.OPINION, FilingState.FEEDBACK]
    opined = sa.select(col(Filing.document_id), col(Filing.state)).where(
        col(Filing.state).in_(open_states), col(Filing.document_id).in_(ids)
    )
    for document_id, state in session.execute(opined.order_by(col(Filing.id))):
        notes[document_id].append(f"备案{STATE_WORDS[state]}")
    doubted = sa.select(col(DocumentDoubt.document_id)).where(
        col(DocumentDoubt.doubt) == Doubt.CONCLUSION_NOT_RECORDED, col(DocumentDoubt.document_id).in_(ids)
    )
    for document_id in session.execute(doubted).scalars():
        notes[document_id].append(DOUBT_WORDS[Doubt.CONCLUSION_NOT_RECORDED])
    return notes


def changed_since_decided(session: Session, round_id: int) -> Notes:
    """document id → what was recorded on its timeline after its outcome was decided, in words."""
    voided = sa.select(col(DocumentEvent.voids)).where(col(DocumentEvent.voids).is_not(None))
    query = (
        sa.select(col(DocumentEvent.document_id), col(DocumentEvent.kind), col(DocumentEvent.source))
        .join(CleanupItem, col(CleanupItem.document_id) == DocumentEvent.document_id)
        .where(
            col(CleanupItem.round_id) == round_id,
            col(CleanupItem.outcome).is_not(None),
            col(DocumentEvent.recorded_at) > CleanupItem.decided_at,
            col(DocumentEvent.id).not_in(voided),
        )
        .order_by(col(DocumentEvent.id))
    )
    notes: Notes = defaultdict(list)
    for document_id, kind, source in session.execute(query):
        notes[document_id].append(f"{EVENT_WORDS[kind]}{f'（{source}）' if source else ''}")
    return notes


def documents_named(
    session: Session, numbers: Collection[str], titles: Collection[str], on: date
) -> dict[str, list[NamedDocument]]:
    """number key or title key → the registered documents that have it."""
    found: dict[str, list[NamedDocument]] = defaultdict(list)
    for column, keys in ((col(Document.doc_no_key), numbers), (col(Document.title_key), titles)):
        for batch in batches(sorted(keys)):
            query = (
                sa.select(column, Document, col(DocumentSpan.status))
                .join(DocumentSpan, col(DocumentSpan.document_id) == Document.id)
                .where(column.in_(batch), covers(on))
            )
            for key, document, status in session.execute(query):
                found[key].append(_named(document, status))
    return found


def _named(document: Document, status: Status) -> NamedDocument:
    return NamedDocument(
        document.id or 0,
        citation(document.title, document.doc_no),
        document.is_published,
        document.disclosure,
        status,
    )


def secret_serials(session: Session) -> list[str]:
    """The local serials of the secret stubs: none of them may stand in a public column."""
    query = select(Document.local_serial).where(
        Document.disclosure == Disclosure.SECRET, Document.local_serial != ""
    )
    return list(session.exec(query.distinct()))


def _not_in_force(status: Status, is_published: bool) -> str:
    return STATUS_WORDS[status] if is_published else "尚未公布"


def _of_round(round_id: int) -> Any:
    return sa.select(col(CleanupItem.document_id)).where(col(CleanupItem.round_id) == round_id)


def _gone_laws(session: Session, round_id: int, on: date, notes: Notes) -> list[tuple[int, str]]:
    """(document, its basis that the table of laws says is gone), of bases that no note speaks of yet."""
    ids = sorted(session.execute(_of_round(round_id)).scalars())
    said = []
    for batch in batches(ids):
        gone = gone_bases_of(session, batch, on)
        relations = [basis.relation_id for bases in gone.values() for basis in bases]
        query = sa.select(col(Relation.id), col(Relation.other_text)).where(col(Relation.id).in_(relations))
        words = {row[0]: row[1] for row in session.execute(query)}
        said += [
            (document_id, f"依据{basis.ending}")
            for document_id, bases in gone.items()
            for basis in bases
            if not _is_noted(words[basis.relation_id], notes.get(document_id, ()))
        ]
    return said


def _is_noted(words: str, said: Collection[str]) -> bool:
    return bool(words) and any(words in note for note in said)


def _ended_bases(round_id: int, on: date) -> Any:
    """(document, name of its registered basis, status) where the basis has ended on the day."""
    basis = aliased(Document)
    name = sa.func.coalesce(sa.func.nullif(col(Relation.other_text), ""), col(basis.title))
    return (
        sa.select(col(Relation.document_id), name, col(DocumentSpan.status))
        .join(basis, col(basis.id) == Relation.other_id)
        .join(DocumentSpan, col(DocumentSpan.document_id) == basis.id)
        .where(
            col(Relation.kind) == RelationKind.BASED_ON,
            col(Relation.document_id).in_(_of_round(round_id)),
            col(basis.disclosure) != Disclosure.SECRET,
            covers(on),
            col(DocumentSpan.status).not_in(ALIVE),
        )
        .order_by(col(Relation.id))
    )


def _replaced_bases(round_id: int, on: date) -> Any:
    """(document, words of its basis, title and number of the registered act that repeals or replaces the basis).

    A new edition has the title of the old one: without agreeing numbers only what is older than the act is meant.
    """
    act, cited, by = aliased(Relation), aliased(Document), aliased(Document)
    since = sa.func.coalesce(col(by.effective_on), col(by.published_on))
    is_same_number = col(act.other_doc_no_key) == col(Relation.other_doc_no_key)
    may_agree = sa.or_(col(act.other_doc_no_key).is_(None), col(Relation.other_doc_no_key).is_(None))
    is_older = sa.and_(may_agree, col(cited.published_on) < since)
    return (
        sa.select(col(Relation.document_id), col(Relation.other_text), col(by.title), col(by.doc_no))
        .join(act, col(act.other_title_key) == col(Relation.other_title_key))
        .join(by, col(by.id) == col(act.document_id))
        .join(cited, col(cited.id) == col(Relation.document_id))
        .where(
            col(Relation.kind) == RelationKind.BASED_ON,
            col(Relation.document_id).in_(_of_round(round_id)),
            col(Relation.other_id).is_(None),
            col(Relation.other_title_key) != "",
            col(act.kind).in_((RelationKind.REPEALS, RelationKind.REPLACES)),
            ~col(act.is_partial),
            col(by.is_published),
            col(by.id) != col(Relation.document_id),
            col(by.disclosure) == Disclosure.PUBLIC,
            since <= on,
            sa.or_(is_same_number, is_older),
        )
        .order_by(col(Relation.id))
    )


def _bases_in_words(round_id: int) -> Any:
    return (
        sa.select(
            col(Relation.document_id),
            col(Relation.other_text),
            col(Relation.other_title_key),
            col(Relation.other_doc_no_key),
        )
        .where(
            col(Relation.kind) == RelationKind.BASED_ON,
            col(Relation.document_id).in_(_of_round(round_id)),
            col(Relation.other_id).is_(None),
        )
        .order_by(col(Relation.id))
    )


def _declared(session: Session, on: date) -> list[tuple[str, str]]:
    """(title key or number key, why) of the bases that a basis round declared repealed, and of ended rule profiles."""
    declared = []
    for words in session.exec(select(CleanupRound.basis).where(CleanupRound.basis != "")):
        name, _, rest = words.partition("自")
        if "起废止" in rest:
            declared += [(key, f"自{rest}") for key in keys_of_words(name) if key]
    for _, profile in load_rulebook(session).profiles:
        key = doc_numbers.key(profile.source)
        if key and profile.in_force_until and profile.in_force_until < on:
            declared.append((key, f"施行至{cn_date(profile.in_force_until)}"))
    return declared


def keys_in(texts: Iterable[str]) -> set[str]:
    """The keys of the numbers that stand in the texts."""
    return {
        number.key
        for text in set(texts)
        if any(char.isdigit() for char in text)
        for number in doc_numbers.parse_all(text)
        if number.key
    }
