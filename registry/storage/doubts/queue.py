"""The queue of doubts: how many of each kind wait, and the documents that stand in them, the gravest kind first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.doubts import Doubt
from registry.storage.authorities import authority_names
from registry.storage.documents.tables import Document, documents_by_id
from registry.storage.doubts.deriving import DocumentDoubt, SettledDoubt, is_settled
from registry.storage.doubts.facts import TWINNED, twins_of
from registry.storage.named import is_named


@dataclass(frozen=True)
class Queued:
    """What is asked of the queue. `own_authority_id` narrows to the documents one authority leads."""

    q: str = ""
    doubt: Doubt | None = None
    authority_id: int | None = None
    own_authority_id: int | None = None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q) or self.authority_id is not None or self.own_authority_id is not None


class QueueRow(NamedTuple):
    """`twins` are the others it is doubted for; `outdated` is how it was settled before the facts changed."""

    doubt: Doubt
    document: Document
    authority: str
    twins: Sequence[Document] = ()
    outdated: SettledDoubt | None = None


def count_doubts(session: Session, wanted: Queued) -> dict[Doubt, int]:
    """Each kind of which some wait → how many, the gravest first; `wanted.doubt` narrows nothing here."""
    kind = col(DocumentDoubt.doubt)
    counted: Any = sa.select(kind, sa.func.count()).group_by(kind)
    if wanted.is_narrowed:
        left = dict(session.execute(_narrowed(counted, wanted).where(~is_settled())).all())
    else:  # the few that are settled are counted apart, since asking each costs three times as much
        of_one = col(SettledDoubt.document_id) == col(DocumentDoubt.document_id)
        settled = counted.join(SettledDoubt, sa.and_(of_one, col(SettledDoubt.doubt) == kind))
        done = dict(session.execute(settled.where(col(SettledDoubt.facts) != "")).all())
        left = {one: n - done.get(one, 0) for one, n in session.execute(counted)}
    return {doubt: left[doubt] for doubt in Doubt if left.get(doubt)}


def queue_keys(
    session: Session, wanted: Queued, counts: Mapping[Doubt, int], offset: int, limit: int
) -> list[tuple[Doubt, int]]:
    """(doubt, document id) of one stretch of the queue: kind after kind, the latest document first."""
    keys: list[tuple[Doubt, int]] = []
    for doubt, n in counts.items():
        if wanted.doubt not in (None, doubt):
            continue
        if offset < n and len(keys) < limit:
            query = sa.select(col(DocumentDoubt.document_id)).where(
                col(DocumentDoubt.doubt) == doubt, ~is_settled()
            )
            query = _narrowed(query, wanted) if wanted.is_narrowed else query
            query = query.order_by(col(DocumentDoubt.document_id).desc())
            ids = session.execute(query.offset(offset).limit(limit - len(keys))).scalars()
            keys += [(doubt, one) for one in ids]
        offset = max(0, offset - n)
    return keys


def queue_rows(session: Session, keys: Sequence[tuple[Doubt, int]]) -> list[QueueRow]:
    """The lines of these, in this order, with a few queries however many they are."""
    twins = _twins(session, keys)
    documents = documents_by_id(session, {*(one for _, one in keys), *chain(*twins.values())})
    names = authority_names(session, list({one.lead_authority_id for one in documents.values()}))
    outdated = _outdated(session, keys)
    return [
        QueueRow(
            doubt,
            document,
            names[document.lead_authority_id],
            [documents[twin] for twin in twins.get((doubt, one), ()) if twin in documents],
            outdated.get((doubt, one)),
        )
        for doubt, one in keys
        if (document := documents.get(one)) is not None
    ]


def _twins(session: Session, keys: Sequence[tuple[Doubt, int]]) -> dict[tuple[Doubt, int], list[int]]:
    found = {}
    for doubt in TWINNED:
        if ids := [one for kind, one in keys if kind is doubt]:
            found.update({(doubt, one): twins for one, twins in twins_of(session, doubt, ids).items()})
    return found


def _outdated(session: Session, keys: Sequence[tuple[Doubt, int]]) -> dict[tuple[Doubt, int], SettledDoubt]:
    ids = {one for _, one in keys}
    query = select(SettledDoubt).where(col(SettledDoubt.document_id).in_(ids), SettledDoubt.facts == "")
    return {(Doubt(row.doubt), row.document_id): row for row in session.exec(query)}


def doubts_of_document(session: Session, document_id: int) -> tuple[list[QueueRow], list[SettledDoubt]]:
    """(those it stands in and nobody settled, the gravest first; those that were settled, the latest first)."""
    query = select(DocumentDoubt.doubt).where(DocumentDoubt.document_id == document_id, ~is_settled())
    standing = set(session.exec(query).all())
    settled = select(SettledDoubt).where(SettledDoubt.document_id == document_id, SettledDoubt.facts != "")
    return (
        queue_rows(session, [(doubt, document_id) for doubt in Doubt if doubt in standing]),
        list(session.exec(settled.order_by(col(SettledDoubt.at).desc())).all()),
    )


def standing_in(session: Session, doubt: Doubt, document_ids: Sequence[int]) -> list[int]:
    """Those of the documents that stand in this doubt, and that nobody settled."""
    query = select(DocumentDoubt.document_id).where(
        col(DocumentDoubt.document_id).in_(document_ids), DocumentDoubt.doubt == doubt, ~is_settled()
    )
    return list(session.exec(query.order_by(col(DocumentDoubt.document_id).desc())).all())


def _narrowed(query: sa.Select[Any], wanted: Queued) -> sa.Select[Any]:
    """Only of the documents asked for: an authority's are looked up first, words are looked for in each."""
    document, leads = col(DocumentDoubt.document_id), (wanted.own_authority_id, wanted.authority_id)
    conditions = [col(Document.lead_authority_id) == one for one in leads if one is not None]
    if wanted.q and not conditions:
        return query.where(sa.exists().where(col(Document.id) == document, is_named(Document, wanted.q)))
    if wanted.q:
        conditions.append(is_named(Document, wanted.q))
    return query.where(document.in_(sa.select(col(Document.id)).where(*conditions)))
