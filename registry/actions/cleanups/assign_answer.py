"""Name another body to answer for documents of a round, such as one whose authority has no heir."""

from collections.abc import Sequence
from datetime import datetime

from registry.actions.cleanups._rounds import add_step, lock_round, subject_of
from registry.domain.citations import quoted
from registry.domain.cleanups import NO_ANSWER, Stage
from registry.domain.documents import shown_title
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.domain.written_days import cn_date
from registry.storage import audit
from registry.storage.authorities import Authority
from registry.storage.cleanups.items import items_among
from registry.storage.cleanups.returns import return_of
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, transaction

_REASON_LENGTH = 500


def assign_answer(
    store: Store,
    actor: Actor,
    round_id: int,
    item_ids: Sequence[int],
    authority_id: int,
    reason: str,
    *,
    now: datetime,
) -> int:
    """How many items the authority answers for now that another did before. Raises Refusal, and then changes none."""
    require(actor, Permission.RUN_CLEANUP)
    reason = reason.strip()
    if not reason or len(reason) > _REASON_LENGTH:
        raise Refusal(f"请写明改由其他单位报送的理由，不超过{_REASON_LENGTH}字。", "reason")
    if not item_ids:
        raise Refusal("请勾选要改由其他单位报送的文件。")
    with transaction(store) as session:
        cleanup = lock_round(session, round_id)
        authority = session.get(Authority, authority_id)
        if authority is None or authority.abolished_on is not None:
            raise Refusal("请选择一个现有的单位。", "authority_id")
        if signed := return_of(session, round_id, authority_id):
            raise Refusal(
                f"{authority.name}已于{cn_date(signed.signed_on)}签字报送，请先重新打开，再交由其报送。"
            )
        moved = []
        for item in items_among(session, round_id, item_ids).values():
            title = quoted(shown_title(session.get_one(Document, item.document_id)))
            if item.answering_id == authority_id:
                continue
            if item.outcome is not None or item.is_answered:
                raise Refusal(f"{title}已报送自查意见或已确定；要改由其他单位报送的，请先退回。")
            item.answering_id = authority_id
            item.version += 1
            session.add(item)
            words = f"改由{authority.name}报送：{reason}"
            add_step(session, actor, item, Stage.DECIDED, NO_ANSWER, now, words=words)
            moved.append(title)
        if moved:
            audit.record(
                session,
                now,
                actor.name,
                "assign_answer",
                subject_of(cleanup),
                authority=authority.name,
                titles=moved,
                reason=reason,
            )
        return len(moved)
