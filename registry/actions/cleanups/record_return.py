"""Record the signed return of an authority, which closes its answers; the office records one that came on paper."""

from datetime import date, datetime

from sqlmodel import select

from registry.actions.cleanups._rounds import lock_round, subject_of
from registry.domain.citations import quoted
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.roles import Actor, Permission, require
from registry.domain.written_days import cn_date
from registry.storage import audit
from registry.storage.authorities import Authority
from registry.storage.cleanups.returns import return_of, unanswered_of
from registry.storage.cleanups.tables import CleanupItem, CleanupReturn
from registry.storage.engine import Store, transaction
from registry.storage.files import KeptFile

_SIGNER_LENGTH = 100


def record_return(
    store: Store,
    actor: Actor,
    round_id: int,
    authority_id: int,
    *,
    signed_on: date,
    signer: str,
    file: KeptFile | None,
    now: datetime,
) -> None:
    """Closes the authority. Raises Refusal while an answer lacks something, Hidden for another authority."""
    require(actor, Permission.PROPOSE_OUTCOME, [authority_id])
    signer = signer.strip()
    if not signer or len(signer) > _SIGNER_LENGTH:
        raise Refusal(f"请填写签字的负责人，不超过{_SIGNER_LENGTH}字。", "signer")
    if signed_on > day_of(now):
        raise Refusal(f"签字日期{cn_date(signed_on)}晚于今天，请核对。", "signed_on")
    with transaction(store) as session:
        cleanup = lock_round(session, round_id)
        authority = session.get(Authority, authority_id)
        signed = return_of(session, round_id, authority_id)
        if authority is None:
            raise Refusal("没有这个机关，请刷新页面后重选。")
        if signed is not None:
            raise Refusal(f"{authority.name}已于{cn_date(signed.signed_on)}签字报送，无需重复办理。")
        items = select(CleanupItem.id).where(
            CleanupItem.round_id == round_id, CleanupItem.answering_id == authority_id
        )
        if session.exec(items.limit(1)).first() is None:
            raise Refusal(f"本轮清理没有由{authority.name}报送的文件，无需签字。")
        n_lacking, titles = unanswered_of(session, round_id, authority_id)
        if n_lacking:
            named = "、".join(quoted(title) for title in titles)
            more = "等" if n_lacking > len(titles) else ""
            raise Refusal(f"还有{n_lacking}件没有报送完整的清理意见：{named}{more}。请补齐后再签字报送。")
        session.add(
            CleanupReturn(
                round_id=round_id,
                authority_id=authority_id,
                signed_on=signed_on,
                signer=signer,
                file_sha256=file.sha256 if file else "",
                file_name=file.name[:200] if file else "",
                recorded_by=actor.name,
                recorded_at=now,
            )
        )
        audit.record(
            session,
            now,
            actor.name,
            "record_return",
            subject_of(cleanup),
            authority=authority.name,
            on=signed_on.isoformat(),
            signer=signer,
            sha256=file.sha256 if file else "",
            on_behalf=actor.may(Permission.RUN_CLEANUP),
        )
