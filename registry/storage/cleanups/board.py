"""The office's board of a round: what is silent, sent back, changed since a look, decided otherwise, not co-signed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from registry.domain.boards import BoardState
from registry.domain.cleanups import NO_ANSWER, Answer, Outcome, Stage
from registry.domain.documents import shown_title
from registry.storage.authorities import Authority
from registry.storage.cleanups.items import items_query
from registry.storage.cleanups.tables import CleanupCosign, CleanupItem, CleanupLook, CleanupStep
from registry.storage.documents.tables import Document, DocumentAuthority

_Lead = aliased(Authority)
_Joint = aliased(DocumentAuthority)


@dataclass(frozen=True)
class Look:
    """What a person saw last: the last step then, and the person's name, whose own steps are no news."""

    step_id: int = 0
    name: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class BoardFilter:
    """What is asked of the board; "" and None ask for nothing. `outcome` is proposed or decided."""

    state: BoardState | None = None
    authority_id: int | None = None
    outcome: Outcome | None = None
    words: str = ""
    ids: Sequence[int] | None = None


@dataclass(frozen=True)
class Cosign:
    """Another issuer of a joint document; `agrees` is None while it has not said anything."""

    authority: str
    agrees: bool | None
    words: str = ""


@dataclass(frozen=True)
class MeetingChange:
    """What a meeting decided otherwise than the authority proposed, or than the office had decided."""

    document_id: int
    title: str
    doc_no: str
    authority: str
    proposed: Answer
    decided: Answer
    met: Answer
    words: str
    meeting: str
    by: str
    at: datetime

    @property
    def is_against_proposal(self) -> bool:
        return self.proposed.outcome is not None and self.proposed.outcome is not self.met.outcome

    @property
    def is_against_office(self) -> bool:
        return self.decided.outcome is not None and self.decided != self.met


def board_query(round_id: int, asked: BoardFilter, look: Look) -> Any:
    """(item, document, answering authority) of a round, as asked, by authority and date."""
    query = items_query(round_id, authority_id=asked.authority_id, words=asked.words, ids=asked.ids)
    return query.where(*_asked(round_id, asked, look))


def board_ids(round_id: int, asked: BoardFilter, look: Look) -> Any:
    """The ids of those items alone: a page is sorted by them, and only its own rows are read whole."""
    return board_query(round_id, asked, look).with_only_columns(col(CleanupItem.id))


def board_rows(session: Session, round_id: int, ids: Sequence[int]) -> list[Any]:
    """(item, document, answering authority) of these items, in their order."""
    rows = {row[0].id: row for row in session.execute(items_query(round_id, ids=ids))}
    return [rows[item_id] for item_id in ids]


def count_board(session: Session, round_id: int, asked: BoardFilter, look: Look) -> int:
    """How many items are as asked, without reading their documents where nothing is asked of these."""
    if asked.words or asked.state is BoardState.DIFFERING:
        counted = board_ids(round_id, asked, look).order_by(None).subquery()
        return _counted(session, sa.select(sa.func.count()).select_from(counted))
    conditions = [col(CleanupItem.round_id) == round_id, *_asked(round_id, asked, look)]
    if asked.authority_id is not None:
        conditions.append(col(CleanupItem.answering_id) == asked.authority_id)
    if asked.ids is not None:
        conditions.append(col(CleanupItem.id).in_(asked.ids))
    return _counted(session, sa.select(sa.func.count()).select_from(CleanupItem).where(*conditions))


def _counted(session: Session, query: Any) -> int:
    n: int = session.execute(query).scalar_one()
    return n


def _asked(round_id: int, asked: BoardFilter, look: Look) -> list[Any]:
    """The conditions on the state and the outcome."""
    conditions: list[Any] = []
    if asked.outcome is not None:
        is_so = (
            col(column) == asked.outcome for column in (CleanupItem.outcome, CleanupItem.proposed_outcome)
        )
        conditions.append(sa.or_(*is_so))
    if asked.state is BoardState.CHANGED:
        conditions.append(col(CleanupItem.document_id).in_(_changed(round_id, look)))
    elif asked.state is not None:
        conditions.append(CONDITIONS[asked.state])
    return conditions


def look_of(session: Session, round_id: int, user_id: int | None, name: str) -> Look:
    """What this person saw last of a round; nothing at all before the first look."""
    row = session.get(CleanupLook, (round_id, user_id)) if user_id else None
    return Look(row.step_id, name, row.at) if row else Look(name=name)


def last_step(session: Session, round_id: int) -> int:
    """The id of the newest step of a round, 0 for none."""
    query = select(sa.func.max(CleanupStep.id)).where(CleanupStep.round_id == round_id)
    return session.exec(query).one() or 0


def changed_among(session: Session, round_id: int, look: Look, ids: Collection[int]) -> set[int]:
    """Which of these documents changed since the look."""
    query = _changed(round_id, look).where(col(CleanupStep.document_id).in_(ids))
    return set(session.execute(query).scalars())


def changed_by_authority(session: Session, round_id: int, look: Look) -> dict[int, int]:
    """answering authority → how many of its documents changed since the look."""
    changed = _changed(round_id, look).subquery()
    query = (
        sa.select(col(CleanupItem.answering_id), sa.func.count())
        .join(changed, changed.c.document_id == CleanupItem.document_id)
        .where(col(CleanupItem.round_id) == round_id)
        .group_by(col(CleanupItem.answering_id))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def count_disputed(session: Session, round_id: int) -> dict[BoardState, int]:
    """How many documents of a round are in each state that `progress` does not count."""
    states = (BoardState.OTHERWISE, BoardState.COSIGN, BoardState.DIFFERING)
    query = (
        sa.select(*(sa.func.count(sa.case((CONDITIONS[state], 1))) for state in states))
        .select_from(CleanupItem)
        .join(Document, col(Document.id) == CleanupItem.document_id)
        .where(col(CleanupItem.round_id) == round_id)
    )
    return dict(zip(states, session.execute(query).one(), strict=True))


def cosigns_of(session: Session, items: Sequence[CleanupItem]) -> dict[int, list[Cosign]]:
    """item id → what the other issuers of its document say; items of one issuer are left out."""
    query = (
        sa.select(
            col(CleanupItem.id), col(Authority.name), col(CleanupCosign.agrees), col(CleanupCosign.words)
        )
        .join(DocumentAuthority, _is_other_issuer())
        .join(Authority, col(Authority.id) == DocumentAuthority.authority_id)
        .outerjoin(
            CleanupCosign,
            sa.and_(
                col(CleanupCosign.item_id) == CleanupItem.id,
                col(CleanupCosign.authority_id) == DocumentAuthority.authority_id,
            ),
        )
        .where(col(CleanupItem.id).in_([item.id for item in items]))
        .order_by(col(CleanupItem.id), col(DocumentAuthority.position))
    )
    cosigns: dict[int, list[Cosign]] = {}
    for item_id, name, agrees, words in session.execute(query):
        cosigns.setdefault(item_id, []).append(Cosign(name, agrees, words or ""))
    return cosigns


def lead_names(session: Session, documents: Sequence[Document]) -> Mapping[int, str]:
    """document id → the name of its lead authority."""
    query = (
        sa.select(col(Document.id), col(Authority.name))
        .join(Authority, col(Authority.id) == Document.lead_authority_id)
        .where(col(Document.id).in_([document.id for document in documents]))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def words_of_decisions(session: Session, round_id: int, ids: Collection[int]) -> dict[int, CleanupStep]:
    """document id → the newest step that decided it, for these documents."""
    query = (
        select(CleanupStep)
        .where(
            CleanupStep.round_id == round_id,
            col(CleanupStep.document_id).in_(ids),
            col(CleanupStep.stage).in_((Stage.DECIDED, Stage.MET)),
        )
        .order_by(col(CleanupStep.id))
    )
    return {step.document_id: step for step in session.exec(query)}


def meeting_changes(session: Session, round_id: int) -> list[MeetingChange]:
    """What the meeting changed and nobody decided anew since, in the order of the list."""
    met = select(CleanupStep.document_id).where(
        CleanupStep.round_id == round_id, CleanupStep.stage == Stage.MET
    )
    steps: dict[int, list[CleanupStep]] = {}
    query = select(CleanupStep).where(
        CleanupStep.round_id == round_id,
        col(CleanupStep.document_id).in_(met),
        col(CleanupStep.stage).in_((Stage.DECIDED, Stage.MET, Stage.SENT_BACK)),
    )
    for step in session.exec(query.order_by(col(CleanupStep.id))):
        steps.setdefault(step.document_id, []).append(step)
    items = items_query(round_id).where(col(CleanupItem.document_id).in_(met))
    changes = [
        _meeting_change(item, document, authority, steps[document.id])
        for item, document, authority in session.execute(items)
        if steps[document.id][-1].stage is Stage.MET
    ]
    return [change for change in changes if change.is_against_proposal or change.is_against_office]


def _meeting_change(
    item: CleanupItem, document: Document, authority: Authority, steps: Sequence[CleanupStep]
) -> MeetingChange:
    last = steps[-1]
    before = next((step for step in reversed(steps) if step.stage is not Stage.MET), None)
    is_decided = before is not None and before.stage is Stage.DECIDED
    return MeetingChange(
        document_id=item.document_id,
        title=shown_title(document),
        doc_no=document.doc_no,
        authority=authority.name,
        proposed=item.proposal,
        decided=Answer.from_kept(before.answer) if before and is_decided else NO_ANSWER,
        met=Answer.from_kept(last.answer),
        words=last.words,
        meeting=last.via,
        by=last.by,
        at=last.at,
    )


def _changed(round_id: int, look: Look) -> Any:
    """The ids of the documents of which somebody else wrote a step since the look."""
    return (
        sa.select(col(CleanupStep.document_id))
        .where(
            col(CleanupStep.round_id) == round_id,
            col(CleanupStep.id) > look.step_id,
            col(CleanupStep.by) != look.name,
        )
        .distinct()
    )


def _is_other_issuer() -> sa.ColumnElement[bool]:
    return sa.and_(
        col(DocumentAuthority.document_id) == CleanupItem.document_id,
        col(DocumentAuthority.position) > 0,
        col(DocumentAuthority.authority_id) != CleanupItem.answering_id,
    )


def _is_to_be_cosigned() -> sa.ColumnElement[bool]:
    agreed = sa.select(1).where(
        col(CleanupCosign.item_id) == CleanupItem.id,
        col(CleanupCosign.authority_id) == DocumentAuthority.authority_id,
        col(CleanupCosign.agrees),
    )
    is_waited_for = (
        sa.select(1)
        .select_from(DocumentAuthority)
        .where(_is_other_issuer(), ~agreed.correlate(CleanupItem, DocumentAuthority).exists())
        .correlate(CleanupItem)
        .exists()
    )
    # joint documents are few: they are looked up once, and the rest is asked of them alone
    joint = sa.select(col(_Joint.document_id)).where(col(_Joint.position) > 0)
    return sa.and_(col(CleanupItem.document_id).in_(joint), is_waited_for)


def _is_differing() -> sa.ColumnElement[bool]:
    """Another authority answers than issued it, or the register names another body that implements it."""
    lead = sa.select(col(_Lead.name)).where(col(_Lead.id) == Document.lead_authority_id).correlate(Document)
    implementing = col(Document.implementing_authority)
    return sa.or_(
        col(CleanupItem.answering_id) != Document.lead_authority_id,
        sa.and_(implementing != "", implementing != lead.scalar_subquery()),
    )


CONDITIONS: dict[BoardState, sa.ColumnElement[bool]] = {
    BoardState.SILENT: sa.and_(
        col(CleanupItem.is_answered).is_(False), col(CleanupItem.sent_back_because) == ""
    ),
    BoardState.TO_EXAMINE: sa.and_(col(CleanupItem.is_answered), col(CleanupItem.outcome).is_(None)),
    BoardState.SENT_BACK: col(CleanupItem.sent_back_because) != "",
    BoardState.OTHERWISE: col(CleanupItem.outcome) != col(CleanupItem.proposed_outcome),
    BoardState.COSIGN: _is_to_be_cosigned(),
    BoardState.DIFFERING: _is_differing(),
}
"""state → its condition on an item and its document."""
DISPUTED = sa.or_(
    CONDITIONS[BoardState.OTHERWISE],
    CONDITIONS[BoardState.SENT_BACK],
    CONDITIONS[BoardState.COSIGN],
)
"""What a meeting looks at first: decided otherwise than proposed, sent back, or not co-signed."""
