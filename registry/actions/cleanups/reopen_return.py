"""Reopen an authority that signed its return, so that it may answer again."""

from datetime import datetime

from registry.actions.cleanups._returns import open_again
from registry.actions.cleanups._rounds import lock_round
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.storage.cleanups.returns import return_of
from registry.storage.engine import Store, transaction

_REASON_LENGTH = 1000


def reopen_return(
    store: Store, actor: Actor, round_id: int, authority_id: int, reason: str, *, now: datetime
) -> None:
    """Takes the signed return back. Raises Refusal without a reason, and where nothing is signed."""
    require(actor, Permission.RUN_CLEANUP)
    reason = reason.strip()
    if not reason or len(reason) > _REASON_LENGTH:
        raise Refusal(f"请写明重新打开的理由，不超过{_REASON_LENGTH}字。", "reason")
    with transaction(store) as session:
        cleanup = lock_round(session, round_id)
        signed = return_of(session, round_id, authority_id)
        if signed is None:
            raise Refusal("该机关没有签字报送，或者已经重新打开，请刷新页面。")
        open_again(session, actor, cleanup, signed, reason, now)
