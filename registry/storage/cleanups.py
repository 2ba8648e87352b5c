"""Cleanup rounds, the outcome of each document, and the findings a lead accepted with a reason."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.authorities import AuthorityKind
from registry.domain.cleanups import Outcome, RoundKind
from registry.domain.documents import Disclosure, shown_title
from registry.domain.validity import ALIVE
from registry.storage import office
from registry.storage.authorities import Authority
from registry.storage.columns import Instant, word
from registry.storage.documents.tables import Document, DocumentSpan
from registry.storage.documents.timelines import covers
from registry.storage.named import is_named


class CleanupRound(SQLModel, table=True):
    """A round; `authority_ids` is its scope, empty for every authority of this level.

    A round with a `basis` (what changed, in words) covers exactly the documents that rested on it when it was opened.
    """

    __tablename__ = "cleanup_round"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=200, unique=True)
    kind: RoundKind = Field(sa_type=word(RoundKind, "kind"))
    cut_off_on: date
    authority_ids: list[int] = Field(default_factory=list, sa_type=sa.JSON)
    basis: str = Field(default="", max_length=500, sa_column_kwargs={"server_default": ""})
    opened_at: datetime = Field(sa_type=Instant)
    answers_due_on: date | None = None
    released_at: datetime | None = Field(default=None, sa_type=Instant)
    published_on: date | None = None
    next_due_on: date | None = None
    version: int = 1


class CleanupItem(SQLModel, table=True):
    __tablename__ = "cleanup_item"
    __table_args__ = (sa.UniqueConstraint("round_id", "document_id"),)
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="cleanup_round.id")
    document_id: int = Field(foreign_key="document.id", index=True)
    outcome: Outcome | None = Field(default=None, sa_type=word(Outcome, "outcome"))
    reason: str = Field(default="", max_length=2000)
    responsible: str = Field(default="", max_length=200)
    deadline_on: date | None = None
    worded: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    proposed_outcome: Outcome | None = Field(default=None, sa_type=word(Outcome, "proposed_outcome"))
    proposed_reason: str = Field(default="", max_length=2000)
    proposed_by: str = Field(default="", max_length=100)
    decided_by: str = Field(default="", max_length=100)
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    version: int = 1


class AcceptedFinding(SQLModel, table=True):
    __tablename__ = "accepted_finding"
    __table_args__ = (sa.UniqueConstraint("round_id", "finding"),)
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="cleanup_round.id")
    finding: str = Field(max_length=80)
    sentence: str = Field(max_length=1000)
    reason: str = Field(max_length=1000)
    by: str = Field(default="", max_length=100)
    at: datetime = Field(sa_type=Instant)


_NAMED = 5
UNDECIDED, PROPOSED = "undecided", "proposed"


@dataclass(frozen=True)
class Progress:
    """How far an authority's documents are in a round; `n_to_adopt` are proposed and not decided yet."""

    authority_id: int
    authority: str
    n_documents: int
    n_proposed: int
    n_decided: int
    n_to_adopt: int


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


def rounds(session: Session) -> list[CleanupRound]:
    """Every round, the newest first."""
    return list(session.exec(select(CleanupRound).order_by(col(CleanupRound.id).desc())).all())


def round_named(session: Session, words: str) -> CleanupRound | None:
    """The round of this name, or of this id."""
    query = select(CleanupRound).where(CleanupRound.name == words.strip())
    by_name = session.exec(query).first()
    if by_name is None and words.strip().isdecimal():
        return session.get(CleanupRound, int(words))
    return by_name


def next_cleanup_due(session: Session) -> date | None:
    """The day by which the next periodic cleanup of the whole level is due; None when nothing sets it.

    It follows the newest released round that covered every authority (a round over some does not count for the
    others), else the setting for the first cleanup.
    """
    query = select(CleanupRound).where(col(CleanupRound.next_due_on).is_not(None))
    for cleanup in session.exec(query.order_by(col(CleanupRound.published_on).desc())):
        if not cleanup.authority_ids:
            return cleanup.next_due_on
    first = office.setting(session, "first_cleanup_due_on")
    return date.fromisoformat(first) if first else None


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


def items_of(session: Session, round_id: int) -> list[CleanupItem]:
    query = select(CleanupItem).where(CleanupItem.round_id == round_id)
    return list(session.exec(query.order_by(col(CleanupItem.id))).all())


def items_query(
    round_id: int,
    *,
    authority_id: int | None = None,
    outcome: str = "",
    words: str = "",
    ids: Sequence[int] | None = None,
) -> Any:
    """(item, document, authority) of a round, by authority and date; `outcome` a value, undecided or proposed."""
    query = (
        sa.select(CleanupItem, Document, Authority)
        .join(Document, col(Document.id) == CleanupItem.document_id)
        .join(Authority, col(Authority.id) == Document.lead_authority_id)
        .where(col(CleanupItem.round_id) == round_id)
    )
    if authority_id is not None:
        query = query.where(col(Document.lead_authority_id) == authority_id)
    if ids is not None:
        query = query.where(col(CleanupItem.id).in_(ids))
    if outcome in set(Outcome):
        query = query.where(col(CleanupItem.outcome) == Outcome(outcome))
    elif outcome in {UNDECIDED, PROPOSED}:
        query = query.where(col(CleanupItem.outcome).is_(None))
    if outcome == PROPOSED:
        query = query.where(col(CleanupItem.proposed_outcome).is_not(None))
    for part in words.split():
        query = query.where(is_named(Document, part))
    return query.order_by(
        col(Authority.position),
        col(Authority.id),
        sa.nulls_last(col(Document.published_on)),
        col(Document.id),
    )


def accepted_findings(session: Session, round_id: int) -> list[AcceptedFinding]:
    query = select(AcceptedFinding).where(AcceptedFinding.round_id == round_id)
    return list(session.exec(query.order_by(col(AcceptedFinding.id))).all())


def progress(session: Session, round_id: int) -> list[Progress]:
    """How far each authority's documents are in a round, in the order of authorities."""
    query = (
        sa.select(
            col(Authority.id),
            col(Authority.name),
            sa.func.count(),
            sa.func.count(col(CleanupItem.proposed_outcome)),
            sa.func.count(col(CleanupItem.outcome)),
            sa.func.count(sa.case((col(CleanupItem.outcome).is_(None), col(CleanupItem.proposed_outcome)))),
        )
        .join(Document, col(Document.lead_authority_id) == Authority.id)
        .join(CleanupItem, col(CleanupItem.document_id) == Document.id)
        .where(col(CleanupItem.round_id) == round_id)
        .group_by(col(Authority.id), col(Authority.name), col(Authority.position))
        .order_by(col(Authority.position), col(Authority.id))
    )
    return [Progress(*row) for row in session.execute(query)]


def count_outcomes(session: Session, round_id: int) -> dict[Outcome | None, int]:
    """How many items have each outcome; None counts the undecided."""
    query = (
        sa.select(col(CleanupItem.outcome), sa.func.count())
        .where(col(CleanupItem.round_id) == round_id)
        .group_by(col(CleanupItem.outcome))
    )
    return {row[0]: row[1] for row in session.execute(query)}


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
