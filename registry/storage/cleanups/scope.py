"""The scope of a cleanup round: which documents it has to decide on, and which it leaves out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.authorities import AuthorityKind
from registry.domain.documents import Disclosure, shown_title
from registry.domain.validity import ALIVE
from registry.storage.authorities import Authority
from registry.storage.cleanups.tables import CleanupItem, CleanupRound
from registry.storage.documents.tables import Document, DocumentSpan
from registry.storage.documents.timelines import covers

_NAMED = 5


@dataclass(frozen=True)
class LeftOut:
    """Documents outside the scope of a round: (id, label) of each, and how many each authority issued."""

    documents: tuple[tuple[int, str], ...]
    authorities: tuple[tuple[str, int], ...]

    @property
    def words(self) -> str:
        """省司法厅2件、市人民政府1件, at most five of them; "" when there are none."""
        shown = "、".join(f"{name}{n}件" for name, n in self.authorities[:_NAMED])
        return f"{shown}等" if len(self.authorities) > _NAMED else shown


def documents_in_scope(
    session: Session, cut_off_on: date, authority_ids: Sequence[int], among: Any = None
) -> list[int]:
    """The ids of the documents that a round with this cut-off and these lead authorities has to decide on.

    Published by the cut-off (by another date where 公布日期 is missing, or with no date at all), and not ended
    on that day. Secret stubs count; so do earlier cleanup decisions, which are normative documents themselves.
    Authorities outside this level only when they are named. `among` (ids, or a query of them) narrows it further.
    """
    query = _scope(cut_off_on, authority_ids)
    if among is not None:
        query = query.where(col(Document.id).in_(among))
    return list(session.exec(query.order_by(col(Document.id))).all())


def documents_of_scope(session: Session, cleanup: CleanupRound) -> list[int]:
    """The ids of the documents a round covers by the register as it is now; a round over a basis gains none."""
    among = None
    if cleanup.basis:
        among = select(CleanupItem.document_id).where(CleanupItem.round_id == cleanup.id)
    return documents_in_scope(session, cleanup.cut_off_on, cleanup.authority_ids, among)


def count_in_scope(session: Session, cut_off_on: date, authority_ids: Sequence[int]) -> list[tuple[str, int]]:
    """(name of the lead authority, number of its documents in scope), the most first: the preview of a round."""
    n_documents = sa.func.count().label("n_documents")
    query = (
        sa.select(col(Authority.name), n_documents)
        .join(Document, col(Document.lead_authority_id) == Authority.id)
        .where(col(Document.id).in_(_scope(cut_off_on, authority_ids)))
        .group_by(col(Authority.id), col(Authority.name))
        .order_by(n_documents.desc(), col(Authority.id))
    )
    return [(name, n) for name, n in session.execute(query)]


def left_out_of(session: Session, cut_off_on: date, authority_ids: Sequence[int]) -> LeftOut:
    """The documents that a round over the whole level leaves out because their authority is not of this level."""
    outside = [] if authority_ids else list(session.exec(_outside()).all())
    if not outside:
        return LeftOut((), ())
    query = (
        select(Document, Authority.name)
        .join(Authority, col(Authority.id) == Document.lead_authority_id)
        .where(
            col(Document.lead_authority_id).in_(outside),
            col(Document.id).in_(_of_leads(cut_off_on, col(Document.lead_authority_id).in_(outside))),
        )
        .order_by(col(Authority.position), col(Authority.id), col(Document.id))
    )
    rows = session.exec(query).all()
    counts = Counter(name for _, name in rows)
    return LeftOut(
        tuple((document.id or 0, label_of(document)) for document, _ in rows), tuple(counts.items())
    )


def left_out_of_round(session: Session, cleanup: CleanupRound) -> LeftOut:
    """The same for a round; a round over a basis covers what rests on it and leaves nothing out."""
    if cleanup.basis:
        return LeftOut((), ())
    return left_out_of(session, cleanup.cut_off_on, cleanup.authority_ids)


def label_of(document: Document) -> str:
    """The document in words: title and number, of a secret stub its local serial."""
    if document.disclosure is Disclosure.SECRET:
        return shown_title(document)
    return f"{document.title}（{document.doc_no or '文号未载'}）"


def _scope(cut_off_on: date, authority_ids: Sequence[int]) -> Any:
    """The query of the ids of documents_in_scope."""
    lead = col(Document.lead_authority_id)
    return _of_leads(cut_off_on, lead.in_(authority_ids) if authority_ids else lead.not_in(_outside()))


def _outside() -> Any:
    return select(Authority.id).where(Authority.kind == AuthorityKind.OUTSIDE)


def _of_leads(cut_off_on: date, is_led: Any) -> Any:
    """The query of the ids of the documents with these leads that stood at the cut-off."""
    other_days = (Document.signed_on, Document.issued_on, Document.posted_on, Document.effective_on)
    by_another = sa.or_(*(col(day) <= cut_off_on for day in other_days))
    undated = sa.and_(*(col(day).is_(None) for day in other_days))
    by_cut_off = sa.or_(
        col(Document.published_on) <= cut_off_on,
        sa.and_(col(Document.published_on).is_(None), sa.or_(by_another, undated)),
    )
    return (
        select(Document.id)
        .join(DocumentSpan, col(DocumentSpan.document_id) == Document.id)
        .where(
            covers(cut_off_on),
            col(DocumentSpan.status).in_(ALIVE),
            sa.or_(col(Document.is_published), col(Document.disclosure) == Disclosure.SECRET),
            by_cut_off,
            is_led,
        )
    )
