"""A draft round inside a transaction: locked, its fields written; the round whose day the clock counts to."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from registry.actions.cleanups._rounds import require_run, take_name
from registry.domain.errors import Refusal
from registry.domain.roles import Actor
from registry.domain.written_days import cn_date
from registry.storage.cleanups.tables import CleanupRound


@dataclass(frozen=True)
class DraftFields:
    """What somebody types about a draft: its name, its cut-off and the day of the answers."""

    name: str
    cut_off_on: date
    answers_due_on: date | None = None


def lock_draft(session: Session, actor: Actor, round_id: int, version: int | None) -> CleanupRound:
    """The draft, its row locked until the end. Raises Refusal when it is open, gone or was changed meanwhile."""
    query = select(CleanupRound).where(CleanupRound.id == round_id).with_for_update(key_share=True)
    cleanup = session.exec(query).first()
    if cleanup is None:
        raise Refusal("这份清理草稿已经删去，请刷新清理列表。")
    require_run(actor, cleanup)
    if not cleanup.is_draft:
        raise Refusal(f"“{cleanup.name}”已经开展，不再是草稿。请打开它办理。")
    if version is not None and cleanup.version != version:
        raise Refusal("这份草稿刚被他人改动，本次操作没有保存。请刷新页面，核对后再办。")
    return cleanup


def write_fields(session: Session, cleanup: CleanupRound, typed: DraftFields) -> dict[str, list[str]]:
    """field → [before, after] of what changed, after writing it."""
    changes = {}
    name = typed.name.strip()
    if name != cleanup.name:
        changes["name"] = [cleanup.name, take_name(session, name)]
        cleanup.name = name
    for field, value in (("cut_off_on", typed.cut_off_on), ("answers_due_on", typed.answers_due_on)):
        before = getattr(cleanup, field)
        if before != value:
            changes[field] = [cn_date(before), cn_date(value)]
            setattr(cleanup, field, value)
    if changes:
        cleanup.version += 1
        session.add(cleanup)
    return changes
