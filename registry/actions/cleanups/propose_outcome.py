"""Propose outcomes for the documents that an authority answers for (自查)."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from registry.actions.cleanups._proposals import is_complete, write_proposal
from registry.actions.cleanups._rounds import Decided, Decision, check_lengths, lock_answered, subject_of
from registry.domain.citations import quoted
from registry.domain.cleanups import OUTCOME_WORDS
from registry.domain.documents import shown_title
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.cleanups.tables import CleanupItem
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, transaction


def propose_outcome(
    store: Store, actor: Actor, round_id: int, proposals: Sequence[Decision], *, now: datetime
) -> Decided:
    """How many proposals were written, and a sentence for each that is refused; one without an outcome withdraws it.

    What lacks something is kept and does not count as an answer. Raises Refusal for another authority's item.
    """
    with transaction(store) as session:
        cleanup = lock_answered(session, actor, round_id)
        rows = _rows(session, actor, round_id, proposals)
        refused: dict[int, str] = {}
        written: dict[str, str] = {}
        n_unchanged = 0
        for proposal in proposals:
            item, document = rows.get(proposal.item_id, (None, None))
            if item is None or document is None:
                refused[proposal.item_id] = "该文件已不在本轮清理范围内，请刷新页面。"
                continue
            answer = proposal.answer.bare()
            if item.proposal.bare() == answer and (
                item.is_answered or not is_complete(session, document, answer, now)
            ):
                n_unchanged += 1
            elif problem := _problem(actor, item, document, proposal):
                refused[proposal.item_id] = problem
            else:
                write_proposal(session, actor, item, document, answer, now)
                written[str(item.document_id)] = answer.outcome.value if answer.outcome else ""
        if written:
            audit.record(session, now, actor.name, "propose_outcome", subject_of(cleanup), outcomes=written)
        return Decided(len(written), n_unchanged, refused)


def _rows(
    session: Session, actor: Actor, round_id: int, proposals: Sequence[Decision]
) -> dict[int, tuple[CleanupItem, Document]]:
    """item id → the item with its document. Raises Refusal when one of them is not the actor's to propose."""
    query = (
        select(CleanupItem, Document)
        .join(Document)
        .where(
            col(CleanupItem.id).in_([proposal.item_id for proposal in proposals]),
            CleanupItem.round_id == round_id,
        )
    )
    rows = {item.id or 0: (item, document) for item, document in session.exec(query)}
    for item, _ in rows.values():
        require(actor, Permission.PROPOSE_OUTCOME, [item.answering_id])
    return rows


def _problem(actor: Actor, item: CleanupItem, document: Document, proposal: Decision) -> str:
    """The sentence that refuses a proposal; "" when it may be written."""
    title = quoted(shown_title(document))
    if too_long := check_lengths(proposal.answer):
        return f"{title}的{too_long}"
    is_settled = item.outcome is not None and not item.sent_back_because
    if is_settled and not actor.may(Permission.RUN_CLEANUP):
        return f"{title}的清理意见已由法制机构确定，如有不同意见请与其联系。"
    if proposal.version is not None and proposal.version != item.version:
        word = OUTCOME_WORDS[item.proposed_outcome] if item.proposed_outcome else "未填"
        return (
            f"{title}刚被{item.proposed_by or '他人'}改动（现为“{word}”），您填写的没有保存，请核对后再定。"
        )
    return ""
