"""Open a cleanup round over some authorities up to a cut-off, with an item for each document to decide on."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from registry.actions.cleanups._rounds import take_name, write_round
from registry.domain.cleanups import RoundKind
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.domain.written_days import cn_date
from registry.storage.authorities import authority_names
from registry.storage.cleanups.scope import documents_in_scope
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.engine import Store, transaction


def open_round(
    store: Store,
    actor: Actor,
    *,
    name: str,
    kind: RoundKind,
    cut_off_on: date,
    authority_ids: Sequence[int] = (),
    answers_due_on: date | None = None,
    now: datetime,
) -> tuple[int, int]:
    """The new round's id and how many documents it covers; no authority means all of this level. Raises Refusal."""
    require(actor, Permission.RUN_CLEANUP)
    with transaction(store) as session:
        name = take_name(session, name)
        _check_authorities(session, authority_ids)
        ids = documents_in_scope(session, cut_off_on, authority_ids)
        if not ids:
            raise Refusal(
                f"截至{cn_date(cut_off_on)}，所选制定机关没有需要清理的文件，请核对截止日期和制定机关。",
                "cut_off_on",
            )
        cleanup = CleanupRound(
            name=name,
            kind=kind,
            cut_off_on=cut_off_on,
            authority_ids=list(authority_ids),
            opened_at=now,
            answers_due_on=answers_due_on,
        )
        return write_round(session, actor, cleanup, ids, "open_round", now)


def _check_authorities(session: Session, authority_ids: Sequence[int]) -> None:
    if len(authority_names(session, authority_ids)) != len(set(authority_ids)):
        raise Refusal("所选制定机关不存在，请刷新页面后重选。", "authority_ids")
