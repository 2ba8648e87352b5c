"""Deriving the doubts of documents from their facts and the rules, and keeping the tables of doubts up to date."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.doubts import DocumentFacts, Doubt, doubts_of
from registry.domain.grounds import digest_of
from registry.domain.rules import RuleProfile, from_json
from registry.storage import office
from registry.storage.batches import batches
from registry.storage.doubts.facts import TWINNED, facts_of, neighbours, twins_of, without_twins
from registry.storage.doubts.tables import DocumentDoubt, SettledDoubt
from registry.storage.rules import newest_profiles


class Rules(NamedTuple):
    """The settings of the office that doubts depend on: its rule profiles and the first day of tracking."""

    profiles: tuple[RuleProfile, ...]
    tracked_from: date


def doubt_rules(session: Session) -> Rules:
    profiles = tuple(from_json(row.body) for row in newest_profiles(session))
    return Rules(profiles, office.tracked_from(session))


def refresh(session: Session, document_ids: Iterable[int]) -> None:
    """Derive the doubts of these documents and of their neighbours again, with a few statements for 500 documents.

    Only `changes.touch` calls it: the transaction that holds the change counter is the only one that writes doubts.
    """
    ids = sorted(set(document_ids))
    if not ids:
        return
    rules = doubt_rules(session)
    others, had_twins = set[int](), False
    for batch in batches(ids):
        had_twins |= bool(_rewrite(session, batch, rules) & set(TWINNED))
        others.update(neighbours(session, batch))
    if had_twins:  # even when a document still has a twin: it may be a different one
        others.update(_former_twins(session))
    for batch in batches(sorted(others.difference(ids))):
        _rewrite(session, batch, rules)


def kept_doubts(session: Session, ids: Sequence[int]) -> set[tuple[int, str]]:
    """(document id, doubt) from the table."""
    query = sa.select(col(DocumentDoubt.document_id), col(DocumentDoubt.doubt))
    rows = session.execute(query.where(col(DocumentDoubt.document_id).in_(ids)))
    return {(document_id, doubt) for document_id, doubt in rows}


def derived_doubts(session: Session, ids: Sequence[int], rules: Rules) -> set[tuple[int, str]]:
    """(document id, doubt) by the rules."""
    return _derived(dict(facts_of(session, ids, rules.tracked_from)), rules)


def digests(session: Session, doubt: Doubt, ids: Sequence[int]) -> dict[int, str]:
    """document id → digest of the facts that the doubt rests on now."""
    facts = dict(facts_of(session, ids, office.tracked_from(session)))
    return _digests(session, doubt, facts)


def _derived(facts: Mapping[int, DocumentFacts], rules: Rules) -> set[tuple[int, str]]:
    return {
        (document_id, doubt.value)
        for document_id, document in facts.items()
        for doubt in doubts_of(document, rules.profiles, rules.tracked_from)
    }


def _digests(session: Session, doubt: Doubt, facts: Mapping[int, DocumentFacts]) -> dict[int, str]:
    twins = twins_of(session, doubt, list(facts)) if doubt in TWINNED else {}
    return {
        document_id: digest_of(doubt, document, twins.get(document_id, ()))
        for document_id, document in facts.items()
    }


def _rewrite(session: Session, ids: Sequence[int], rules: Rules) -> set[str]:
    """Bring the table up to date for the documents; returns the kinds of doubt that they had before."""
    facts = dict(facts_of(session, ids, rules.tracked_from))
    kept, derived = kept_doubts(session, ids), _derived(facts, rules)
    if gone := kept - derived:
        key = sa.tuple_(col(DocumentDoubt.document_id), col(DocumentDoubt.doubt))
        session.execute(sa.delete(DocumentDoubt).where(key.in_(sorted(gone))))
    if new := derived - kept:
        rows = [{"document_id": document_id, "doubt": doubt} for document_id, doubt in sorted(new)]
        table = DocumentDoubt.__table__  # type: ignore[attr-defined]  # plain rows: half the time of entities
        session.execute(sa.insert(table), rows)
    _reopen(session, facts, derived)
    return {doubt for _, doubt in kept}


def _reopen(session: Session, facts: Mapping[int, DocumentFacts], derived: set[tuple[int, str]]) -> None:
    """Open settled doubts again whose facts have changed since."""
    query = select(SettledDoubt).where(col(SettledDoubt.document_id).in_(facts), SettledDoubt.facts != "")
    settled = [row for row in session.exec(query) if (row.document_id, row.doubt) in derived]
    for doubt in {Doubt(row.doubt) for row in settled}:
        rows = {row.document_id: row for row in settled if row.doubt == doubt}
        now = _digests(session, doubt, {document_id: facts[document_id] for document_id in rows})
        for document_id, row in rows.items():
            row.facts = row.facts if row.facts == now[document_id] else ""
            session.add(row)


def _former_twins(session: Session) -> Iterator[int]:
    """The documents with a doubt about a twin that they no longer have."""
    for doubt in TWINNED:
        doubted = sa.select(col(DocumentDoubt.document_id)).where(col(DocumentDoubt.doubt) == doubt)
        yield from session.execute(without_twins(doubt, doubted)).scalars()
