"""Doubts: why a document waits for somebody to look at it, and those that somebody found to be right as they are."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.doubts import Doubt, Doubtful, doubts_of
from registry.domain.grounds import digest_of
from registry.domain.rules import RuleProfile, from_json
from registry.storage import office
from registry.storage.batches import batches
from registry.storage.columns import Instant
from registry.storage.doubts.facts import TWINNED, doubtfuls, neighbours, twins_of, without_twins
from registry.storage.rules import newest_profiles


class DocumentDoubt(SQLModel, table=True):
    """A document stands in this doubt: derived anew in every transaction that touches the document."""

    __tablename__ = "document_doubt"
    __table_args__ = (sa.Index("ix_document_doubt_kind", "doubt", "document_id"),)
    document_id: int = Field(primary_key=True, foreign_key="document.id")
    doubt: str = Field(primary_key=True, max_length=40)


class SettledDoubt(SQLModel, table=True):
    """A doubt that a person looked at and found right as it is, with the reason.

    `facts` is the digest of what it rested on; once it rests on anything else that is "", and the doubt is back.
    """

    __tablename__ = "settled_doubt"
    document_id: int = Field(primary_key=True, foreign_key="document.id")
    doubt: str = Field(primary_key=True, max_length=40)
    reason: str = Field(max_length=500)
    by: str = Field(default="", max_length=100)
    at: datetime = Field(sa_type=Instant)
    facts: str = Field(max_length=32)


def is_settled() -> sa.ColumnElement[bool]:
    """Whether somebody found the DocumentDoubt of the enclosing query to be right as it is."""
    return sa.exists().where(
        col(SettledDoubt.document_id) == col(DocumentDoubt.document_id),
        col(SettledDoubt.doubt) == col(DocumentDoubt.doubt),
        col(SettledDoubt.facts) != "",
    )


class Rules(NamedTuple):
    """The office's own words that some doubts rest on: its profiles, and since when it tracks."""

    profiles: tuple[RuleProfile, ...]
    tracked_from: date


def doubt_rules(session: Session) -> Rules:
    profiles = tuple(from_json(row.body) for row in newest_profiles(session))
    return Rules(profiles, office.tracked_from(session))


def refresh(session: Session, document_ids: Iterable[int]) -> None:
    """Derives the doubts of these documents and of their neighbours anew, with a few statements for 500 of them.

    Only `changes.touch` calls it: whoever holds the change counter is the only one who writes doubts.
    """
    ids = sorted(set(document_ids))
    if not ids:
        return
    rules = doubt_rules(session)
    others, may_part = set[int](), False
    for batch in batches(ids):
        may_part |= bool(_rewrite(session, batch, rules) & set(TWINNED))
        others.update(neighbours(session, batch))
    if may_part:  # also one that stands in it still: its twin may be another
        others.update(_left_alone(session))
    for batch in batches(sorted(others.difference(ids))):
        _rewrite(session, batch, rules)


def kept_doubts(session: Session, ids: Sequence[int]) -> set[tuple[int, str]]:
    """(document id, doubt) as the table has them."""
    query = sa.select(col(DocumentDoubt.document_id), col(DocumentDoubt.doubt))
    return {
        (one, doubt) for one, doubt in session.execute(query.where(col(DocumentDoubt.document_id).in_(ids)))
    }


def derived_doubts(session: Session, ids: Sequence[int], rules: Rules) -> set[tuple[int, str]]:
    """(document id, doubt) as the rules give them."""
    return _derived(dict(doubtfuls(session, ids, rules.tracked_from)), rules)


def digests(session: Session, doubt: Doubt, ids: Sequence[int]) -> dict[int, str]:
    """document id → what tells the facts that the doubt rests on now."""
    known = dict(doubtfuls(session, ids, office.tracked_from(session)))
    return _digests(session, doubt, known)


def _derived(known: Mapping[int, Doubtful], rules: Rules) -> set[tuple[int, str]]:
    return {
        (document_id, doubt.value)
        for document_id, one in known.items()
        for doubt in doubts_of(one, rules.profiles, rules.tracked_from)
    }


def _digests(session: Session, doubt: Doubt, known: Mapping[int, Doubtful]) -> dict[int, str]:
    twins = twins_of(session, doubt, list(known)) if doubt in TWINNED else {}
    return {one: digest_of(doubt, known[one], twins.get(one, ())) for one in known}


def _rewrite(session: Session, ids: Sequence[int], rules: Rules) -> set[str]:
    """The kinds that some of the documents stood in till now."""
    known = dict(doubtfuls(session, ids, rules.tracked_from))
    kept, derived = kept_doubts(session, ids), _derived(known, rules)
    if gone := kept - derived:
        key = sa.tuple_(col(DocumentDoubt.document_id), col(DocumentDoubt.doubt))
        session.execute(sa.delete(DocumentDoubt).where(key.in_(sorted(gone))))
    if new := derived - kept:
        rows = [{"document_id": one, "doubt": doubt} for one, doubt in sorted(new)]
        table = DocumentDoubt.__table__  # type: ignore[attr-defined]  # plain rows: half the time of entities
        session.execute(sa.insert(table), rows)
    _bring_back(session, known, derived)
    return {doubt for _, doubt in kept}


def _bring_back(session: Session, known: Mapping[int, Doubtful], derived: set[tuple[int, str]]) -> None:
    """What was settled on other facts than it rests on now is settled no more."""
    query = select(SettledDoubt).where(col(SettledDoubt.document_id).in_(known), SettledDoubt.facts != "")
    settled = [row for row in session.exec(query) if (row.document_id, row.doubt) in derived]
    for doubt in {Doubt(row.doubt) for row in settled}:
        rows = {row.document_id: row for row in settled if row.doubt == doubt}
        now = _digests(session, doubt, {one: known[one] for one in rows})
        for one, row in rows.items():
            row.facts = row.facts if row.facts == now[one] else ""
            session.add(row)


def _left_alone(session: Session) -> Iterator[int]:
    """Documents that had a twin which is none any more."""
    for doubt in TWINNED:
        standing = sa.select(col(DocumentDoubt.document_id)).where(col(DocumentDoubt.doubt) == doubt)
        yield from session.execute(without_twins(doubt, standing)).scalars()
