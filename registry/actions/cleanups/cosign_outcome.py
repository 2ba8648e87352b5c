"""Agree or disagree, as another issuer of a joint document, with the outcome that its lead proposes (会签)."""

from datetime import datetime

from sqlmodel import Session

from registry.actions.cleanups._rounds import lock_answered, subject_of
from registry.domain.documents import shown_title
from registry.domain.errors import Hidden, Refusal
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.cleanups.cosigns import cosigners_of
from registry.storage.cleanups.tables import CleanupCosign, CleanupItem
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, transaction

_MOST = 1000


def cosign_outcome(
    store: Store,
    actor: Actor,
    round_id: int,
    item_id: int,
    *,
    agrees: bool,
    words: str = "",
    version: int | None = None,
    now: datetime,
) -> None:
    """Keeps what the actor's authority says of the proposal as it stands; said again, it takes the place of the old.

    `version` is that of the item the person saw. Raises Refusal.
    """
    require(actor, Permission.PROPOSE_OUTCOME)
    words = words.strip()
    if not agrees and not words:
        raise Refusal("不同意的，请写明意见，以便牵头机关修改。", "words")
    if len(words) > _MOST:
        raise Refusal(f"会签意见有{len(words)}字，超过{_MOST}字，请精简。", "words")
    with transaction(store) as session:
        cleanup = lock_answered(session, actor, round_id)
        item = session.get(CleanupItem, item_id)
        if item is None or item.round_id != round_id:
            raise Hidden("本轮清理中没有这件文件，请刷新页面。")
        _check(session, actor, item, version)
        session.merge(
            CleanupCosign(
                item_id=item_id,
                authority_id=actor.authority_id or 0,
                agrees=agrees,
                words=words,
                by=actor.name,
                at=now,
            )
        )
        audit.record(
            session,
            now,
            actor.name,
            "cosign_outcome",
            subject_of(cleanup),
            document=shown_title(session.get_one(Document, item.document_id)),
            cosign="agree" if agrees else "disagree",
            reason=words,
        )


def _check(session: Session, actor: Actor, item: CleanupItem, version: int | None) -> None:
    """Raises Refusal when there is nothing the actor may co-sign, or when it is not what the person saw."""
    signers = cosigners_of(session, [item.id or 0]).get(item.id or 0, [])
    if actor.authority_id not in {signer.authority_id for signer in signers}:
        raise Hidden("本机关不是该文件的联合制定机关，不需要会签。")
    if not item.is_answered:
        raise Refusal("牵头机关还没有报齐该文件的清理意见，报齐后再会签。")
    if item.outcome is not None and not item.sent_back_because:
        raise Refusal("该文件的清理意见已由法制机构确定，如有不同意见请与其联系。")
    if version is not None and version != item.version:
        raise Refusal("牵头机关刚改了该文件的清理意见，请看过新的意见后再会签。")
