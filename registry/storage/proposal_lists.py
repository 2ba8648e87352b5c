"""Review proposals as lists show them: filtered and counted, with their documents, without their persons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from registry.domain.duties import SOON_DAYS
from registry.domain.review_proposals import (
    ANSWERED,
    CONCLUDED,
    OPEN,
    UNANSWERED,
    Channel,
    ProposalMove,
    ProposalState,
    Result,
)
from registry.domain.statistics import ProposalCounts
from registry.domain.validity import EventKind
from registry.domain.worded import Worded
from registry.storage.authorities import Authority
from registry.storage.batches import batches
from registry.storage.documents.tables import Document, DocumentEvent
from registry.storage.named import is_named
from registry.storage.review_proposals import ProposalComment, ProposalPerson, ProposalStep, ReviewProposal

ProposalRow = tuple[ReviewProposal, str, str]  # with the title and the number of its document, "" without one
_BATCH = 2_000
_CORRECTING = (EventKind.AMENDED, EventKind.REPEALED, EventKind.ANNULLED, EventKind.SUSPENDED)


class ProposalScope(Worded):
    """Whether a list shows the open proposals, the concluded ones, or both."""

    OPEN = "open", "未办结"
    CONCLUDED = "concluded", "已办结"
    ALL = "all", "全部"


class ReplyTiming(Worded):
    """How a proposal stands to the day by which to reply."""

    OVERDUE = "overdue", "逾期未答复"
    SOON = "soon", f"{SOON_DAYS}日内到期"
    LATE = "late", "逾期答复"
    ON_TIME = "on_time", "按期答复"


@dataclass(frozen=True)
class ProposalFilter:
    """The filter of a list of proposals; `year` is that of the day of receipt."""

    scope: ProposalScope = ProposalScope.OPEN
    state: ProposalState | None = None
    channel: Channel | None = None
    timing: ReplyTiming | None = None
    year: int | None = None
    is_unlinked: bool = False
    words: str = ""


SORTS: dict[str, Any] = {
    "number": (col(ReviewProposal.year), col(ReviewProposal.serial)),
    "received": col(ReviewProposal.received_on),
    "due": col(ReviewProposal.due_on),
    "state": col(ReviewProposal.state),
    "title": col(ReviewProposal.title_key),
    "concluded": col(ReviewProposal.concluded_on),
}


def proposal_ids(wanted: ProposalFilter, today: date) -> sa.Select[Any]:
    """The query of a list's ids, without an order."""
    query = sa.select(col(ReviewProposal.id))
    if wanted.scope is not ProposalScope.ALL:
        states = OPEN if wanted.scope is ProposalScope.OPEN else CONCLUDED
        query = query.where(col(ReviewProposal.state).in_(sorted(states)))
    for column, value in (
        (ReviewProposal.state, wanted.state),
        (ReviewProposal.channel, wanted.channel),
        (ReviewProposal.year, wanted.year),
    ):
        if value is not None:
            query = query.where(col(column) == value)
    if wanted.timing is not None:
        query = query.where(_timing(wanted.timing, today))
    if wanted.is_unlinked:
        query = query.where(col(ReviewProposal.document_id).is_(None))
    if wanted.words:
        query = query.where(is_named(ReviewProposal, wanted.words, ReviewProposal.number))
    return query


def proposal_rows(session: Session, ids: Sequence[int]) -> Iterator[ProposalRow]:
    """The rows of these proposals in this order."""
    for batch in batches(ids, _BATCH):
        query = (
            sa.select(ReviewProposal, col(Document.title), col(Document.doc_no))
            .join(Document, col(Document.id) == col(ReviewProposal.document_id), isouter=True)
            .where(col(ReviewProposal.id).in_(batch))
        )
        rows = {row[0].id: row for row in session.execute(query)}
        for proposal_id in batch:
            proposal, title, doc_no = rows[proposal_id]
            yield proposal, title or "", doc_no or ""


def open_proposals(session: Session, states: Sequence[ProposalState], *, limit: int) -> list[ReviewProposal]:
    """The proposals in these states, the first due first."""
    query = select(ReviewProposal).where(col(ReviewProposal.state).in_(sorted(states)))
    return list(
        session.exec(query.order_by(col(ReviewProposal.due_on), col(ReviewProposal.id)).limit(limit)).all()
    )


def count_open(session: Session, states: Sequence[ProposalState]) -> int:
    """How many proposals are in these states."""
    query = sa.select(sa.func.count()).select_from(ReviewProposal)
    return int(session.execute(query.where(col(ReviewProposal.state).in_(sorted(states)))).scalar_one())


def years_of_proposals(session: Session) -> list[int]:
    """The years in which proposals were received, the newest first."""
    years = sa.select(col(ReviewProposal.year)).distinct().order_by(col(ReviewProposal.year).desc())
    return list(session.execute(years).scalars())


def same_proposer(session: Session, proposal_id: int) -> list[ReviewProposal]:
    """The other proposals of who made this one: of the same name, reached by the same phone, mail or address."""
    own, other = aliased(ProposalPerson), aliased(ProposalPerson)
    ways = [
        sa.and_(getattr(own, way) == getattr(other, way), getattr(own, way) != "")
        for way in ("phone", "email", "address")
    ]
    same = (
        sa.select(col(other.proposal_id))
        .select_from(own)
        .join(other, sa.and_(col(own.name) == col(other.name), sa.or_(*ways)))
        .where(
            col(own.proposal_id) == proposal_id, col(other.proposal_id) != proposal_id, col(own.name) != ""
        )
    )
    query = select(ReviewProposal).where(col(ReviewProposal.id).in_(same))
    return list(session.exec(query.order_by(col(ReviewProposal.id).desc()).limit(20)).all())


def proposal_counts(session: Session, year: int, today: date) -> ProposalCounts:
    """The counts over the proposals that were received in a year; those withdrawn or merged owe no answer.

    It led to a correction when the examination found one due or made, and the document was amended, repealed, annulled
    or suspended since, or the office wrote that it was corrected.
    """
    state, due_on = col(ReviewProposal.state), col(ReviewProposal.due_on)
    answered = state.in_(sorted(ANSWERED))
    owed = state.not_in(sorted(UNANSWERED))
    to_correct = col(ReviewProposal.result).in_((Result.TO_CORRECT, Result.CORRECTED))
    was_accepted = sa.exists().where(
        col(ProposalStep.proposal_id) == col(ReviewProposal.id), col(ProposalStep.move) == ProposalMove.ACCEPT
    )
    is_replied = state == ProposalState.REPLIED
    is_corrected = sa.or_(col(ReviewProposal.result) == Result.CORRECTED, _was_corrected())
    counted = sa.select(
        sa.func.count(),
        _count(state == ProposalState.RECEIVED),
        _count(was_accepted),
        _count(sa.and_(was_accepted, state.in_(sorted({ProposalState.FORWARDED, *UNANSWERED})))),
        _count(state == ProposalState.REFUSED),
        _count(state == ProposalState.FORWARDED),
        _count(state.in_(sorted(UNANSWERED))),
        _count(is_replied),
        _count(sa.and_(owed, sa.or_(answered, due_on < today))),
        _count(sa.and_(answered, col(ReviewProposal.concluded_on) <= due_on)),
        _count(sa.and_(is_replied, to_correct)),
        _count(sa.and_(is_replied, to_correct, is_corrected)),
    ).where(col(ReviewProposal.year) == year)
    return ProposalCounts(*session.execute(counted).one())


def comments_of(session: Session, proposal_id: int) -> list[tuple[ProposalComment, str]]:
    """What authorities were asked about a proposal, with the present name of each, the first one first."""
    query = _comments().where(col(ProposalComment.proposal_id) == proposal_id)
    return [(row[0], row[1]) for row in session.execute(query.order_by(col(ProposalComment.id)))]


def comments_asked_of(
    session: Session, authority_id: int, *, limit: int
) -> list[tuple[ProposalComment, str]]:
    """What an authority was asked, with the numbers of the proposals: the unanswered first, then the newest."""
    query = (
        sa.select(ProposalComment, col(ReviewProposal.number))
        .join(ReviewProposal, col(ReviewProposal.id) == col(ProposalComment.proposal_id))
        .join(Document, col(Document.id) == col(ProposalComment.document_id))
        .where(col(Document.lead_authority_id) == authority_id)
        .order_by(col(ProposalComment.answered_at).is_not(None), col(ProposalComment.id).desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def _comments() -> Any:
    return (
        sa.select(ProposalComment, col(Authority.name))
        .join(Document, col(Document.id) == col(ProposalComment.document_id))
        .join(Authority, col(Authority.id) == col(Document.lead_authority_id))
    )


def _was_corrected() -> sa.ColumnElement[bool]:
    """Whether the document of a proposal was amended, repealed, annulled or suspended since its receipt."""
    act, void, void_of_void = (aliased(DocumentEvent) for _ in range(3))
    is_void_standing = ~sa.exists().where(col(void_of_void.voids) == col(void.id))
    is_standing = ~sa.exists().where(col(void.voids) == col(act.id), is_void_standing)
    return sa.exists().where(
        col(act.document_id) == col(ReviewProposal.document_id),
        col(act.kind).in_(_CORRECTING),
        col(act.effective_on) >= col(ReviewProposal.received_on),
        is_standing,
    )


def _timing(timing: ReplyTiming, today: date) -> sa.ColumnElement[bool]:
    due_on, concluded_on = col(ReviewProposal.due_on), col(ReviewProposal.concluded_on)
    is_open = col(ReviewProposal.state).in_(sorted(OPEN))
    is_answered = col(ReviewProposal.state).in_(sorted(ANSWERED))
    return {
        ReplyTiming.OVERDUE: sa.and_(is_open, due_on < today),
        ReplyTiming.SOON: sa.and_(is_open, due_on.between(today, today + timedelta(SOON_DAYS))),
        ReplyTiming.LATE: sa.and_(is_answered, concluded_on > due_on),
        ReplyTiming.ON_TIME: sa.and_(is_answered, concluded_on <= due_on),
    }[timing]


def _count(condition: Any) -> Any:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)
