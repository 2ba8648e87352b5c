"""The queue of open doubts: how many there are of each kind, and their documents, the gravest kind first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.doubts import Doubt
from registry.storage.authorities import authority_names
from registry.storage.batches import batches
from registry.storage.documents.tables import Document, documents_by_id
from registry.storage.doubts.facts import TWINNED, twins_of
from registry.storage.doubts.tables import DocumentDoubt, SettledDoubt, is_settled
from registry.storage.laws import counted_day, gone_bases_of
from registry.storage.named import is_named


@dataclass(frozen=True)
class QueueFilter:
    """The filters of the queue. `own_authority_id` limits it to the documents that the authority leads."""

    q: str = ""
    doubt: Doubt | None = None
    authority_id: int | None = None
    own_authority_id: int | None = None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q) or self.authority_id is not None or self.own_authority_id is not None


class QueueRow(NamedTuple):
    """An open doubt. `twins` are the documents that cause it; `outdated` settled it before its facts changed.

    `says` are sentences about what causes it, where that is neither in the document nor a twin.
    """

    doubt: Doubt
    document: Document
    authority: str
    twins: Sequence[Document] = ()
    outdated: SettledDoubt | None = None
    says: str = ""


def count_doubts(session: Session, wanted: QueueFilter) -> dict[Doubt, int]:
    """Kind → number of open doubts, the gravest first, without kinds that have none. `wanted.doubt` is ignored."""
    kind = col(DocumentDoubt.doubt)
    counting: Any = sa.select(kind, sa.func.count()).group_by(kind)
    if wanted.is_narrowed:
        n_open = dict(session.execute(_narrowed(counting, wanted).where(~is_settled())).all())
    else:  # few are settled: counting them apart takes a third of the time of testing each doubt
        same_document = col(SettledDoubt.document_id) == col(DocumentDoubt.document_id)
        settled = counting.join(SettledDoubt, sa.and_(same_document, col(SettledDoubt.doubt) == kind))
        n_settled = dict(session.execute(settled.where(col(SettledDoubt.facts) != "")).all())
        n_open = {doubt: n - n_settled.get(doubt, 0) for doubt, n in session.execute(counting)}
    return {doubt: n_open[doubt] for doubt in Doubt if n_open.get(doubt)}


def queue_keys(
    session: Session, wanted: QueueFilter, counts: Mapping[Doubt, int], offset: int, limit: int
) -> list[tuple[Doubt, int]]:
    """(doubt, document id) of one page of the queue: kind after kind, the latest document first."""
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
            keys += [(doubt, document_id) for document_id in ids]
        offset = max(0, offset - n)
    return keys


def queue_rows(session: Session, keys: Sequence[tuple[Doubt, int]]) -> list[QueueRow]:
    """The rows of the keys, in their order, with a fixed number of queries."""
    twins = _twins(session, keys)
    ids = {*(document_id for _, document_id in keys), *chain(*twins.values())}
    documents = documents_by_id(session, ids)
    names = authority_names(session, list({document.lead_authority_id for document in documents.values()}))
    outdated = _outdated(session, keys)
    rest_on_gone = [document_id for doubt, document_id in keys if doubt is Doubt.BASIS_GONE]
    gone = gone_bases_of(session, rest_on_gone, counted_day(session)) if rest_on_gone else {}
    return [
        QueueRow(
            doubt,
            document,
            names[document.lead_authority_id],
            [documents[twin] for twin in twins.get((doubt, document_id), ()) if twin in documents],
            outdated.get((doubt, document_id)),
            "".join(basis.says for basis in gone.get(document_id, ())) if doubt is Doubt.BASIS_GONE else "",
        )
        for doubt, document_id in keys
        if (document := documents.get(document_id)) is not None
    ]


def _twins(session: Session, keys: Sequence[tuple[Doubt, int]]) -> dict[tuple[Doubt, int], list[int]]:
    twins = {}
    for doubt in TWINNED:
        if ids := [document_id for kind, document_id in keys if kind is doubt]:
            of_doubt = twins_of(session, doubt, ids)
            twins.update({(doubt, document_id): twin_ids for document_id, twin_ids in of_doubt.items()})
    return twins


def _outdated(session: Session, keys: Sequence[tuple[Doubt, int]]) -> dict[tuple[Doubt, int], SettledDoubt]:
    """The settlements that no longer hold because facts have changed."""
    ids = {document_id for _, document_id in keys}
    query = select(SettledDoubt).where(col(SettledDoubt.document_id).in_(ids), SettledDoubt.facts == "")
    return {(Doubt(row.doubt), row.document_id): row for row in session.exec(query)}


def doubts_of_document(session: Session, document_id: int) -> tuple[list[QueueRow], list[SettledDoubt]]:
    """(the document's open doubts, the gravest first; its settled doubts, the latest first)."""
    query = select(DocumentDoubt.doubt).where(DocumentDoubt.document_id == document_id, ~is_settled())
    open_doubts = set(session.exec(query).all())
    settled = select(SettledDoubt).where(SettledDoubt.document_id == document_id, SettledDoubt.facts != "")
    return (
        queue_rows(session, [(doubt, document_id) for doubt in Doubt if doubt in open_doubts]),
        list(session.exec(settled.order_by(col(SettledDoubt.at).desc())).all()),
    )


def settled_among(session: Session, doubt: Doubt, document_ids: Collection[int]) -> dict[int, str]:
    """document id → the reason with which a doubt was settled, of those where it still is."""
    reasons: dict[int, str] = {}
    for batch in batches(sorted(document_ids)):
        query = select(SettledDoubt).where(
            col(SettledDoubt.document_id).in_(batch), SettledDoubt.doubt == doubt, SettledDoubt.facts != ""
        )
        reasons |= {row.document_id: row.reason for row in session.exec(query)}
    return reasons


def ids_in_doubt(session: Session, doubt: Doubt, document_ids: Sequence[int]) -> list[int]:
    """The ids of the documents that have this doubt open, the latest first."""
    query = select(DocumentDoubt.document_id).where(
        col(DocumentDoubt.document_id).in_(document_ids), DocumentDoubt.doubt == doubt, ~is_settled()
    )
    return list(session.exec(query.order_by(col(DocumentDoubt.document_id).desc())).all())


def _narrowed(query: sa.Select[Any], wanted: QueueFilter) -> sa.Select[Any]:
    """The query limited to the documents that the filters select.

    An authority's documents are selected first, through its index; without an authority, words are compared with the
    documents in doubt only.
    """
    document, leads = col(DocumentDoubt.document_id), (wanted.own_authority_id, wanted.authority_id)
    conditions = [
        col(Document.lead_authority_id) == authority_id for authority_id in leads if authority_id is not None
    ]
    if wanted.q and not conditions:
        return query.where(sa.exists().where(col(Document.id) == document, is_named(Document, wanted.q)))
    if wanted.q:
        conditions.append(is_named(Document, wanted.q))
    return query.where(document.in_(sa.select(col(Document.id)).where(*conditions)))
