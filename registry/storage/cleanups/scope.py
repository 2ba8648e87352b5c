"""The scope of a cleanup round: which documents it has to decide on, and which it leaves out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.authorities import AuthorityKind
from registry.domain.documents import Disclosure, shown_title
from registry.domain.rounds import ENDED, LATER, OUTSIDE
from registry.domain.validity import ALIVE, Status
from registry.storage.authorities import Authority
from registry.storage.cleanups.tables import CleanupItem, CleanupRound
from registry.storage.documents.tables import Document, DocumentSpan
from registry.storage.documents.timelines import covers

_NAMED, _SHOWN = 5, 50


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


@dataclass(frozen=True)
class Excluded:
    """A document that a round leaves out, in words, and why (`domain.rounds`)."""

    document_id: int
    label: str
    why: str


@dataclass(frozen=True)
class ExcludedGroup:
    """The documents that a round leaves out for one reason: how many, and the first of them."""

    why: str
    n_documents: int
    first: list[Excluded]


@dataclass(frozen=True)
class Scope:
    """What a round would cover: how many documents each lead authority has, the most first, and what it leaves out."""

    by_authority: list[tuple[str, int]]
    n_secret: int
    excluded: list[Excluded]

    @property
    def n_documents(self) -> int:
        return sum(n for _, n in self.by_authority)

    @property
    def excluded_groups(self) -> list[ExcludedGroup]:
        return grouped([asdict(row) for row in self.excluded])


def grouped(excluded: Sequence[Mapping[str, Any]]) -> list[ExcludedGroup]:
    """What a round leaves out as it keeps it, by the reason; of each group only the first rows are named."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in excluded:
        groups.setdefault(row["why"], []).append(row)
    return [
        ExcludedGroup(why, len(rows), [Excluded(**row) for row in rows[:_SHOWN]])
        for why, rows in sorted(groups.items())
    ]


def documents_in_scope(
    session: Session, cut_off_on: date, authority_ids: Sequence[int], among: Any = None
) -> list[int]:
    """The ids of the documents that a round with this cut-off and these lead authorities has to decide on.

    Published by the cut-off (by another date where 公布日期 is missing, or with no date at all), and not ended
    on that day. Secret stubs count; so do earlier cleanup decisions, which are normative documents themselves.
    Authorities outside this level only when they are named. `among` (ids, or a query of them) narrows it further.
    """
    query = _narrowed(_scope(cut_off_on, authority_ids), among)
    return list(session.exec(query.order_by(col(Document.id))).all())


def documents_of_scope(session: Session, cleanup: CleanupRound) -> list[int]:
    """The ids of the documents a round covers by the register as it is now; one over a basis or criteria gains none."""
    among = None
    if cleanup.basis or cleanup.criteria:
        among = select(CleanupItem.document_id).where(CleanupItem.round_id == cleanup.id)
    return documents_in_scope(session, cleanup.cut_off_on, cleanup.authority_ids, among)


def preview_scope(
    session: Session, cut_off_on: date, authority_ids: Sequence[int], among: Any = None
) -> Scope:
    """What a round with this cut-off and these lead authorities would cover and leave out."""
    ids = _narrowed(_scope(cut_off_on, authority_ids), among)
    n_documents = sa.func.count().label("n_documents")
    counted = (
        sa.select(col(Authority.name), n_documents)
        .join(Document, col(Document.lead_authority_id) == Authority.id)
        .where(col(Document.id).in_(ids))
        .group_by(col(Authority.id), col(Authority.name))
        .order_by(n_documents.desc(), col(Authority.id))
    )
    is_secret = col(Document.disclosure) == Disclosure.SECRET
    secret = sa.select(sa.func.count()).select_from(Document).where(col(Document.id).in_(ids), is_secret)
    return Scope(
        [(name, n) for name, n in session.execute(counted)],
        int(session.execute(secret).scalar_one()),
        excluded(session, cut_off_on, authority_ids, among),
    )


def excluded(
    session: Session, cut_off_on: date, authority_ids: Sequence[int], among: Any = None
) -> list[Excluded]:
    """The published documents outside the scope, each with the reason; drafts are no documents yet."""
    span = sa.and_(col(DocumentSpan.document_id) == col(Document.id), covers(cut_off_on))
    query = (
        sa.select(Document, col(Authority.kind), col(DocumentSpan.status), _by_cut_off(cut_off_on))
        .join(Authority, col(Authority.id) == col(Document.lead_authority_id))
        .outerjoin(DocumentSpan, span)
        .where(_IS_COUNTED, col(Document.id).not_in(_scope(cut_off_on, authority_ids)))
        .order_by(col(Document.id))
    )
    if authority_ids:
        query = query.where(col(Document.lead_authority_id).in_(authority_ids))
    if among is not None:
        query = query.where(col(Document.id).in_(among))
    return [
        Excluded(document.id or 0, label_of(document), _why(bool(authority_ids), *why))
        for document, *why in session.execute(query)
    ]


def _why(is_named: bool, kind: AuthorityKind, status: Status | None, by_cut_off: bool) -> str:
    """Why a document is outside the scope: an ended one of another level is that of another level."""
    if kind is AuthorityKind.OUTSIDE and not is_named:
        return OUTSIDE
    return ENDED if by_cut_off and status not in ALIVE else LATER


def count_secret(session: Session, round_id: int) -> int:
    """How many documents of a round are secret stubs."""
    of_round = select(CleanupItem.document_id).where(CleanupItem.round_id == round_id)
    is_secret = col(Document.disclosure) == Disclosure.SECRET
    query = sa.select(sa.func.count()).select_from(Document).where(col(Document.id).in_(of_round), is_secret)
    return int(session.execute(query).scalar_one())


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
    """The same for a round; one over a basis or criteria covers what meets them and leaves nothing out."""
    if cleanup.basis or cleanup.criteria:
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


def _narrowed(query: Any, among: Any) -> Any:
    return query if among is None else query.where(col(Document.id).in_(among))


def _by_cut_off(cut_off_on: date) -> sa.ColumnElement[bool]:
    """Whether a document was published by the cut-off: by another date without that one, or with no date at all."""
    other_days = (Document.signed_on, Document.issued_on, Document.posted_on, Document.effective_on)
    by_another = sa.or_(*(col(day) <= cut_off_on for day in other_days))
    undated = sa.and_(*(col(day).is_(None) for day in other_days))
    return sa.or_(
        col(Document.published_on) <= cut_off_on,
        sa.and_(col(Document.published_on).is_(None), sa.or_(by_another, undated)),
    )


def _of_leads(cut_off_on: date, is_led: Any) -> Any:
    """The query of the ids of the documents with these leads that stood at the cut-off."""
    return (
        select(Document.id)
        .join(DocumentSpan, col(DocumentSpan.document_id) == Document.id)
        .where(
            covers(cut_off_on),
            col(DocumentSpan.status).in_(ALIVE),
            _IS_COUNTED,
            _by_cut_off(cut_off_on),
            is_led,
        )
    )


_IS_COUNTED = sa.or_(col(Document.is_published), col(Document.disclosure) == Disclosure.SECRET)
