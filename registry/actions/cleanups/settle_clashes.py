"""Settle clashes of a round: for each, either what the row of the workbook says or what stood is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from registry.actions.cleanups._proposals import write_proposal
from registry.actions.cleanups._returns import refuse_closed
from registry.actions.cleanups._rounds import Decision, lock_round, subject_of, write_outcomes
from registry.domain.citations import quoted
from registry.domain.cleanups import Answer
from registry.domain.documents import shown_title
from registry.domain.errors import Refusal
from registry.domain.returned_rows import Kept
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.cleanups.clashes import clashes_named
from registry.storage.cleanups.tables import CleanupClash, CleanupItem, CleanupRound
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, transaction


@dataclass(frozen=True)
class Choice:
    """What somebody chose of a clash; `version` is that of the item as that person saw it."""

    clash_id: int
    kept: Kept
    version: int | None = None


@dataclass(frozen=True)
class Settled:
    """How many clashes were settled, and a sentence for each that was not, by its id."""

    n_settled: int
    refused: dict[int, str]


def settle_clashes(
    store: Store, actor: Actor, round_id: int, choices: Sequence[Choice], *, now: datetime
) -> Settled:
    """Settles the clashes. Raises Refusal for a round that is released, Denied and Hidden for another's answers."""
    refused: dict[int, str] = {}
    settled: dict[int, _Settling] = {}
    taken: set[int] = set()  # the items that get the values of a row
    with transaction(store) as session:
        cleanup = lock_round(session, round_id)
        clashes = clashes_named(session, round_id, [choice.clash_id for choice in choices])
        for choice in choices:
            clash = clashes.get(choice.clash_id)
            if clash is None:
                refused[choice.clash_id] = "没有这一处冲突，请刷新页面。"
                continue
            item = session.get_one(CleanupItem, clash.item_id)
            document = session.get_one(Document, item.document_id)
            _require_side(actor, clash, item)
            problem = _problem(session, actor, clash, item, document, choice)
            if not problem and choice.kept is Kept.ROW and clash.item_id in taken:
                problem = f"{quoted(shown_title(document))}有两处冲突，只能采用一处，请分开选定。"
            if problem:
                refused[choice.clash_id] = problem
                continue
            if choice.kept is Kept.ROW:
                taken.add(clash.item_id)
            clash.kept, clash.settled_by, clash.settled_at = choice.kept, actor.name, now
            session.add(clash)
            settled[choice.clash_id] = _Settling(clash, item, document)
        _write_rows(session, actor, cleanup, [row for row in settled.values() if row.takes_row], now)
        if settled:
            _record(session, actor, cleanup, list(settled.values()), now)
    return Settled(len(settled), refused)


@dataclass(frozen=True)
class _Settling:
    """A clash that is settled, with its item and document."""

    clash: CleanupClash
    item: CleanupItem
    document: Document

    @property
    def takes_row(self) -> bool:
        return self.clash.kept == Kept.ROW


def _require_side(actor: Actor, clash: CleanupClash, item: CleanupItem) -> None:
    """Raises Denied or Hidden unless the actor may write what the row says: an answer, or a decision."""
    if clash.is_proposal:
        require(actor, Permission.PROPOSE_OUTCOME, [item.answering_id])
    else:
        require(actor, Permission.RUN_CLEANUP)


def _problem(
    session: Session,
    actor: Actor,
    clash: CleanupClash,
    item: CleanupItem,
    document: Document,
    choice: Choice,
) -> str:
    """The sentence that refuses a choice; "" when it may be made."""
    title = quoted(shown_title(document))
    if clash.kept:
        return f"{title}的这处冲突已由{clash.settled_by}选定，请刷新页面。"
    if choice.version is not None and choice.version != item.version:
        return f"{title}的意见刚被改动，没有选定，请核对后再选。"
    if (
        clash.is_proposal
        and choice.kept is Kept.ROW
        and item.outcome
        and not actor.may(Permission.RUN_CLEANUP)
    ):
        return f"{title}的清理意见已由法制机构确定，如有不同意见请与其联系。"
    if clash.is_proposal and choice.kept is Kept.ROW:
        try:
            refuse_closed(session, actor, item.round_id, item.answering_id)
        except Refusal as refusal:
            return f"{title}：{refusal.sentence}"
    return ""


def _write_rows(
    session: Session, actor: Actor, cleanup: CleanupRound, rows: Sequence[_Settling], now: datetime
) -> None:
    """Writes what the chosen rows say, each on its own side."""
    answers = [row for row in rows if row.clash.is_proposal]
    for row in answers:
        answer = Answer.from_kept(row.clash.answer)
        write_proposal(session, actor, row.item, row.document, answer, now, via=row.clash.place[:_VIA_LENGTH])
    if answers:
        outcomes = {str(row.item.document_id): row.clash.answer.get("outcome", "") for row in answers}
        audit.record(session, now, actor.name, "propose_outcome", subject_of(cleanup), outcomes=outcomes)
    decisions = [
        Decision(row.clash.item_id, Answer.from_kept(row.clash.answer))
        for row in rows
        if not row.clash.is_proposal
    ]
    write_outcomes(session, actor, cleanup, decisions, now, via=_VIA)


def _record(
    session: Session, actor: Actor, cleanup: CleanupRound, settled: Sequence[_Settling], now: datetime
) -> None:
    n_row = sum(row.takes_row for row in settled)
    audit.record(
        session,
        now,
        actor.name,
        "settle_clashes",
        subject_of(cleanup),
        n_row=n_row,
        n_stood=len(settled) - n_row,
        documents=[str(row.item.document_id) for row in settled],
    )


_VIA, _VIA_LENGTH = "表格与现有意见的冲突，经选定", 200
