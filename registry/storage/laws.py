"""The table of laws and its history, and the documents that rest on laws that are gone."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.citations import NameKeys, keys_of_words
from registry.domain.documents import Disclosure, RelationKind, judged_on
from registry.domain.gone_bases import GoneBasis, gone_bases
from registry.domain.laws import GONE, Law, LawStatus, LawTable, Origin
from registry.domain.validity import ALIVE
from registry.storage import counters
from registry.storage.batches import batches
from registry.storage.columns import Instant, word
from registry.storage.documents.tables import Document, DocumentSpan, Relation
from registry.storage.documents.timelines import covers

_BATCH = 5_000  # keys asked for in one query
_LINKS = 5  # successors of successors that are looked up
_DAY = "laws-day"  # up to which day laws count as gone
SHIPPED = "laws-shipped"  # the version of the shipped laws that the table has taken in


class LawVersion(SQLModel, table=True):
    """What the table says of a law, from one change to the next. Append-only: a change adds a row.

    The present row of a law has no `replaced_at`; a law that was taken off has a present row that `is_removed`.
    `doc_no_key` is "" without a number. `loaded_from` is the file that stated it.
    """

    __tablename__ = "law_version"
    __table_args__ = (
        sa.Index(
            "uq_law_version_present",
            "title_key",
            "doc_no_key",
            unique=True,
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        ),
        sa.Index("ix_law_version_doc_no_key", "doc_no_key"),
        sa.Index("ix_law_version_since", "since"),
    )
    id: int | None = Field(default=None, primary_key=True)
    title: str = Field(max_length=300)
    title_key: str = Field(max_length=500)
    doc_no: str = Field(default="", max_length=200)
    doc_no_key: str = Field(default="", max_length=200)
    status: LawStatus = Field(sa_type=word(LawStatus, "status"))
    since: date | None = None
    successor: str = Field(default="", max_length=300)
    source: str = Field(default="", max_length=500)
    origin: Origin = Field(sa_type=word(Origin, "origin"))
    loaded_from: str = Field(default="", max_length=200)
    recorded_by: str = Field(max_length=100)
    recorded_at: datetime = Field(sa_type=Instant)
    replaced_at: datetime | None = Field(default=None, sa_type=Instant)
    is_removed: bool = False


def as_law(row: LawVersion) -> Law:
    return Law(row.title, row.status, row.since, row.successor, row.doc_no, row.source, row.origin)


def is_present(law: Any = LawVersion) -> sa.ColumnElement[bool]:
    """The condition that a row is what the table says now of a law that it has."""
    return sa.and_(col(law.replaced_at).is_(None), ~col(law.is_removed))


def present_laws(session: Session) -> list[Law]:
    """Every law of the table, by title."""
    rows = session.exec(select(LawVersion).where(is_present()).order_by(col(LawVersion.title_key)))
    return [as_law(row) for row in rows]


def present_row(session: Session, keys: NameKeys) -> LawVersion | None:
    """The present row of exactly this law, which may say that it was taken off."""
    query = select(LawVersion).where(
        LawVersion.title_key == keys.title,
        LawVersion.doc_no_key == (keys.doc_no or ""),
        col(LawVersion.replaced_at).is_(None),
    )
    return session.exec(query).first()


def history_of(session: Session, row: LawVersion) -> list[LawVersion]:
    """Everything that the table ever said of a law, the newest first."""
    query = select(LawVersion).where(LawVersion.title_key == row.title_key)
    rows = session.exec(query.order_by(col(LawVersion.id).desc())).all()
    return [other for other in rows if {other.doc_no_key, row.doc_no_key} & {"", row.doc_no_key}]


def write_laws(
    session: Session,
    pairs: Iterable[tuple[Law | None, Law]],
    now: datetime,
    *,
    by: str,
    loaded_from: str = "",
) -> None:
    """Makes each new law what the table says from now on, in place of the old one and of any law with its keys."""
    written = list(pairs)
    ended = {law.keys for pair in written for law in pair if law is not None}
    for row in present_rows(session, ended):
        row.replaced_at = now
        session.add(row)
    session.flush()
    session.add_all(_version(law, now, by, loaded_from=loaded_from[:200]) for _, law in written)
    session.flush()


def remove_row(session: Session, row: LawVersion, now: datetime, *, by: str) -> None:
    """Takes a law off the table; what was said of it stays in its history."""
    row.replaced_at = now
    session.add(row)
    session.flush()
    session.add(_version(as_law(row), now, by, is_removed=True))
    session.flush()


def unknown_among(session: Session, laws: Sequence[Law]) -> list[Law]:
    """The laws whose title the table never had, neither now nor in its history."""
    titles = [law.keys.title for law in laws]
    known = set(session.exec(select(LawVersion.title_key).where(col(LawVersion.title_key).in_(titles))))
    return [law for law in laws if law.keys.title not in known]


def present_rows(session: Session, keys: Collection[NameKeys]) -> list[LawVersion]:
    """The present rows of exactly these laws, those taken off included."""
    wanted = {(called.title, called.doc_no or "") for called in keys}
    rows: list[LawVersion] = []
    for batch in batches(sorted({title for title, _ in wanted}), _BATCH):
        query = select(LawVersion).where(
            col(LawVersion.replaced_at).is_(None), col(LawVersion.title_key).in_(batch)
        )
        rows += [row for row in session.exec(query) if (row.title_key, row.doc_no_key) in wanted]
    return rows


def _version(law: Law, now: datetime, by: str, **fields: Any) -> LawVersion:
    keys = law.keys
    number = keys.doc_no or ""
    return LawVersion(
        **_columns(law), title_key=keys.title, doc_no_key=number, recorded_by=by, recorded_at=now, **fields
    )


def _columns(law: Law) -> dict[str, Any]:
    return {
        name: getattr(law, name)
        for name in ("title", "doc_no", "status", "since", "successor", "source", "origin")
    }


def counted_day(session: Session) -> date:
    """The day up to which laws count as gone: the last that the clock told of, so that nothing depends on today."""
    return date.fromordinal(max(1, counters.read(session, _DAY)))


def count_up_to(session: Session, day: date) -> None:
    counters.set_at_least(session, _DAY, day.toordinal())


def table_for(session: Session, keys: Iterable[NameKeys]) -> LawTable:
    """The laws with these titles or numbers, and their successors."""
    laws: dict[NameKeys, Law] = {}
    wanted = set(keys)
    for _ in range(1 + _LINKS):
        new = [law for law in _called(session, wanted) if law.keys not in laws]
        laws |= {law.keys: law for law in new}
        wanted = {keys_of_words(law.successor) for law in new if law.successor and law.is_gone}
        if not wanted:
            break
    return LawTable(laws.values())


def _called(session: Session, keys: Collection[NameKeys]) -> Iterator[Law]:
    titles = sorted({called.title for called in keys if called.title})
    numbers = sorted({called.doc_no for called in keys if called.doc_no and not called.title})
    for column, values in ((LawVersion.title_key, titles), (LawVersion.doc_no_key, numbers)):
        for batch in batches(values, _BATCH):
            query = select(LawVersion).where(is_present(), col(column).in_(batch))
            yield from map(as_law, session.exec(query))


def gone_bases_of(session: Session, ids: Sequence[int], on: date) -> dict[int, list[GoneBasis]]:
    """document id → its bases that are laws gone by a day, if the document itself has not ended by then."""
    return _judged(session, _resting(session, on, col(Relation.document_id).in_(ids)), on) if ids else {}


def resting_on_gone(session: Session, on: date) -> dict[int, list[GoneBasis]]:
    """document id → its gone bases, of every document of the register that has not ended by the day."""
    return _judged(session, _resting(session, on), on)


def _judged(session: Session, rows: Sequence[Any], on: date) -> dict[int, list[GoneBasis]]:
    table = table_for(session, {_keys(row) for row in rows})
    cited: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        cited[row.document_id].append(row)
    judged = {
        document_id: gone_bases(
            [(row.id, _keys(row)) for row in bases],
            judged_on(bases[0].is_published, bases[0].published_on, bases[0].signed_on, on),
            table,
            on,
        )
        for document_id, bases in cited.items()
    }
    return {document_id: gone for document_id, gone in judged.items() if gone}


def _keys(row: Any) -> NameKeys:
    return NameKeys(row.other_title_key, row.other_doc_no_key)


def affected_by_days(session: Session, after: date, until: date) -> set[int]:
    """The documents whose gone bases may change as the days pass: a law ends, or a document ends or comes back."""
    law_ends = sa.and_(col(LawVersion.since) > after, col(LawVersion.since) <= until)
    moves = sa.exists().where(
        col(DocumentSpan.document_id) == col(Relation.document_id),
        col(DocumentSpan.from_on) > after,
        col(DocumentSpan.from_on) <= until,
    )
    return {
        document_id
        for cites in _CITES
        for condition in (law_ends, moves)
        for document_id in session.execute(
            sa.select(col(Relation.document_id)).join(LawVersion, cites).where(_is_gone_by(until), condition)
        ).scalars()
    }


def any_ended(session: Session, after: date, until: date) -> bool:
    """Whether a law of the table ended after a day, and by another."""
    ended = select(LawVersion.id).where(_is_gone_by(until), col(LawVersion.since) > after).limit(1)
    return session.exec(ended).first() is not None


def affected_by_laws(session: Session, keys: Iterable[NameKeys]) -> set[int]:
    """The documents that cite one of these laws as their basis."""
    cited = set(keys)
    ids: set[int] = set()
    columns = (
        (Relation.other_title_key, sorted({called.title for called in cited if called.title})),
        (Relation.other_doc_no_key, sorted({called.doc_no for called in cited if called.doc_no})),
    )
    for column, values in columns:
        for batch in batches(values, _BATCH):
            query = sa.select(col(Relation.document_id)).where(_BASED_ON, col(column).in_(batch))
            ids.update(session.execute(query).scalars())
    return ids


_BASED_ON = col(Relation.kind) == RelationKind.BASED_ON


_CITES = (
    sa.and_(_BASED_ON, col(Relation.other_title_key) == col(LawVersion.title_key)),
    sa.and_(
        _BASED_ON,
        col(Relation.other_title_key) == "",
        col(LawVersion.doc_no_key) != "",
        col(Relation.other_doc_no_key) == col(LawVersion.doc_no_key),
    ),
)
"""How a relation may cite a law: by its title, or by its number alone."""


def _resting(session: Session, on: date, *conditions: Any) -> list[Any]:
    """The relations that cite a law gone by the day, with the day of their document, if that has not ended."""
    rows: list[Any] = []
    for cites in _CITES:
        query = (
            sa.select(
                *(col(Relation.id), col(Relation.document_id)),
                *(col(Relation.other_title_key), col(Relation.other_doc_no_key)),
                *(col(Document.is_published), col(Document.published_on), col(Document.signed_on)),
            )
            .select_from(Relation)
            .join(LawVersion, cites)
            .join(Document, col(Document.id) == col(Relation.document_id))
            .join(DocumentSpan, sa.and_(col(DocumentSpan.document_id) == col(Document.id), covers(on)))
            .where(
                _is_gone_by(on),
                col(DocumentSpan.status).in_(sorted(ALIVE)),
                col(Document.disclosure) != Disclosure.SECRET,
                *conditions,
            )
        )
        rows += session.execute(query.distinct()).all()
    return sorted(rows, key=lambda row: (row.document_id, row.id))


def _is_gone_by(day: date) -> sa.ColumnElement[bool]:
    return sa.and_(
        is_present(),
        col(LawVersion.status).in_(sorted(GONE)),
        sa.or_(col(LawVersion.since).is_(None), col(LawVersion.since) <= day),
    )
