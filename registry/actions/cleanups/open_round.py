"""Open a cleanup round over some authorities up to a cut-off, with an item for each document to decide on."""

from collections.abc import Sequence
from datetime import date, datetime

from registry.actions.cleanups._opening import NOTICE_ELSEWHERE, check_authorities, open_now
from registry.actions.cleanups._rounds import require_run, take_name
from registry.actions.cleanups.preview_round import found_by
from registry.domain.cleanups import RoundKind
from registry.domain.errors import Refusal
from registry.domain.roles import Actor
from registry.domain.rounds import NO_CRITERIA, Criteria
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.engine import Store, transaction

__all__ = ["NOTICE_ELSEWHERE", "open_round"]


def open_round(
    store: Store,
    actor: Actor,
    *,
    name: str,
    kind: RoundKind,
    cut_off_on: date,
    authority_ids: Sequence[int] = (),
    answers_due_on: date | None = None,
    owner_id: int | None = None,
    criteria: Criteria = NO_CRITERIA,
    with_notice: bool = False,
    now: datetime,
) -> tuple[int, int]:
    """The new round's id and how many documents it covers; no authority means all of this level. Raises Refusal.

    `owner_id` cleans up its own documents. `criteria` pick the documents of a special round, once and for all.
    `with_notice` makes the 清理通知 with it.
    """
    cleanup = CleanupRound(
        name=name,
        kind=kind,
        cut_off_on=cut_off_on,
        authority_ids=[owner_id] if owner_id is not None else list(authority_ids),
        owner_id=owner_id,
        criteria=criteria.kept(),
        opened_at=now,
        answers_due_on=answers_due_on,
    )
    require_run(actor, cleanup)
    if criteria and kind is not RoundKind.SPECIAL:
        raise Refusal("按条件选文件的清理是专项清理，请把清理类型改为专项清理，或者不填条件。", "kind")
    found = found_by(store, criteria, cut_off_on)
    with transaction(store) as session:
        cleanup.name = take_name(session, name)
        check_authorities(session, cleanup.authority_ids)
        return open_now(session, actor, cleanup, found, "open_round", now, with_notice=with_notice)
