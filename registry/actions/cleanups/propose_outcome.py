"""Propose outcomes for the documents of one's own authority (自查)."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, select

from registry.actions.cleanups._proposals import is_complete, write_proposal
from registry.actions.cleanups._rounds import check_lengths, lock_round, subject_of
from registry.actions.cleanups.decide_outcomes import Decision
from registry.domain.citations import quoted
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.cleanups.tables import CleanupItem
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, transaction


def propose_outcome(
    store: Store, actor: Actor, round_id: int, proposals: Sequence[Decision], *, now: datetime
) -> int:
    """How many proposals were new or changed; None withdraws one. Raises Refusal for another authority's item."""
    with transaction(store) as session:
        cleanup = lock_round(session, round_id)
        written: dict[str, str] = {}
        for proposal in proposals:
            item, document = _own_item(session, actor, round_id, proposal.item_id)
            answer = proposal.answer.bare()
            if item.proposal.bare() == answer and (
                item.is_answered or not is_complete(session, document, answer, now)
            ):
                continue
            if too_long := check_lengths(answer):
                raise Refusal(f"{quoted(document.title)}的{too_long}", "reason")
            if item.outcome is not None and not actor.may(Permission.RUN_CLEANUP):
                raise Refusal(f"{quoted(document.title)}的清理意见已由法制机构确定，如有不同意见请与其联系。")
            write_proposal(session, actor, item, document, answer, now)
            written[str(item.document_id)] = answer.outcome.value if answer.outcome else ""
        if written:
            audit.record(session, now, actor.name, "propose_outcome", subject_of(cleanup), outcomes=written)
        return len(written)


def _own_item(session: Session, actor: Actor, round_id: int, item_id: int) -> tuple[CleanupItem, Document]:
    """The item with its document. Raises Refusal when it is not in the round or not the actor's to propose."""
    query = (
        select(CleanupItem, Document)
        .join(Document)
        .where(CleanupItem.id == item_id, CleanupItem.round_id == round_id)
    )
    row = session.exec(query).first()
    if row is None:
        raise Refusal("该文件已不在本轮清理范围内，请刷新页面。")
    item, document = row
    require(actor, Permission.PROPOSE_OUTCOME, [item.answering_id])
    return item, document
