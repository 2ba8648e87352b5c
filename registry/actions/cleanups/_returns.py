"""The signed return of an authority inside a transaction: whether it bars an answer, and opening it again."""

from datetime import datetime

from sqlmodel import Session

from registry.actions.cleanups._rounds import subject_of
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission
from registry.domain.written_days import cn_date
from registry.storage import audit
from registry.storage.authorities import Authority
from registry.storage.cleanups.returns import return_of
from registry.storage.cleanups.tables import CleanupReturn, CleanupRound


def refuse_closed(session: Session, actor: Actor, round_id: int, authority_id: int) -> None:
    """Raises Refusal when a contact answers after its authority signed its return."""
    if actor.may(Permission.RUN_CLEANUP):
        return
    signed = return_of(session, round_id, authority_id)
    if signed is not None:
        raise Refusal(
            f"本机关的清理意见已于{cn_date(signed.signed_on)}由{signed.signer}签字报送，不能再改。"
            "确需修改的，请法制机构重新打开。"
        )


def open_again(
    session: Session, actor: Actor, cleanup: CleanupRound, signed: CleanupReturn, reason: str, now: datetime
) -> None:
    """Takes the return back, so that the authority answers again; the audit keeps what it said."""
    authority = session.get_one(Authority, signed.authority_id)
    session.delete(signed)
    audit.record(
        session,
        now,
        actor.name,
        "reopen_return",
        subject_of(cleanup),
        authority=authority.name,
        on=signed.signed_on.isoformat(),
        signer=signed.signer,
        sha256=signed.file_sha256,
        reason=reason,
    )
