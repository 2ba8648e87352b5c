"""What the acts on the issue register share: its lists and their lines, held for the one who may touch them."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.storage.authorities import Authority
from registry.storage.issue_register.entries import IssueEntry, entries_by_id


def hold_lists(session: Session) -> None:
    """One at a time: two of one list, or for one document, would both find that it has no line yet."""
    session.exec(select(Authority.id).order_by(col(Authority.id)).with_for_update()).all()


def lock_entries(
    session: Session, actor: Actor, permission: Permission, ids: Collection[int]
) -> list[IssueEntry]:
    """The lines, held. Raises Refusal when none is chosen or one is gone, Hidden for another authority's."""
    if not ids:
        raise Refusal("请先勾选要办理的行。")
    entries = entries_by_id(session, ids)
    for authority_id in {one.authority_id for one in entries}:
        require(actor, permission, [authority_id])
    if len(entries) < len(set(ids)):
        raise Refusal("有的行已被撤下，请刷新页面后重新勾选。")
    return entries
