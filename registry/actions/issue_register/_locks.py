"""Locks on the issue register: on all of its lists, and on single lines that the actor may change."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.storage.authorities import Authority
from registry.storage.issue_register.entries import IssueEntry, entries_by_id


def lock_lists(session: Session) -> None:
    """Locks all lists until the end of the transaction.

    Otherwise two transactions could both find that a document has no line yet, and both add one.
    """
    session.exec(select(Authority.id).order_by(col(Authority.id)).with_for_update()).all()


def lock_entries(
    session: Session, actor: Actor, permission: Permission, ids: Collection[int]
) -> list[IssueEntry]:
    """The lines with these ids, locked.

    Raises Refusal when there are no ids or a line was removed, and Hidden for a line of another authority.
    """
    if not ids:
        raise Refusal("请先勾选要办理的行。")
    entries = entries_by_id(session, ids)
    for authority_id in {entry.authority_id for entry in entries}:
        require(actor, permission, [authority_id])
    if len(entries) < len(set(ids)):
        raise Refusal("有的行已被撤下，请刷新页面后重新勾选。")
    return entries
