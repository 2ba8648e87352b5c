"""Keep the table of laws by hand: add a law, correct what is said of one, take one off."""

from datetime import datetime

from sqlmodel import Session

from registry.actions.laws._writing import lock_citing, write_locked
from registry.domain.errors import Outdated, Refusal
from registry.domain.law_tables import LawLine, LawVerdict, changes_of, judge_lines
from registry.domain.laws import LAW_WORDS, Law
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit, changes
from registry.storage.check_book import raise_book_version
from registry.storage.engine import Store, transaction
from registry.storage.laws import (
    LawVersion,
    as_law,
    present_laws,
    present_row,
    remove_row,
)

MAX_REASON = 500


def add_law(store: Store, actor: Actor, law: Law, *, now: datetime) -> int:
    """The id of the row of a law that the table does not have yet. Raises Refusal."""
    require(actor, Permission.KEEP_LAWS)
    with transaction(store) as session:
        _check(law, present_laws(session), "")
        ids = write_locked(session, [(None, law)], now, by=actor.name)
        fields = {"title": law.title, "status": LAW_WORDS[law.status], "since": _day(law)}
        audit.record(session, now, actor.name, "add_law", "laws", **fields, successor=law.successor)
        changes.touch(session, ids, now)
        return _id_of(session, law)


def edit_law(store: Store, actor: Actor, row_id: int, law: Law, *, now: datetime) -> int:
    """The id of the new row of a law; everything said before stays in its history. Raises Refusal."""
    require(actor, Permission.KEEP_LAWS)
    with transaction(store) as session:
        old = as_law(_present(session, row_id))
        differing = changes_of(old, law)
        if not differing:
            return row_id
        _check(law, [other for other in present_laws(session) if other.keys != old.keys], old.title)
        ids = write_locked(session, [(old, law)], now, by=actor.name)
        shown = {name: [before, after] for name, before, after in differing}
        audit.record(session, now, actor.name, "edit_law", "laws", title=old.title, changes=shown)
        changes.touch(session, ids, now)
        return _id_of(session, law)


def remove_law(store: Store, actor: Actor, row_id: int, reason: str, *, now: datetime) -> None:
    """Takes a law off the table. What ships with the program does not come back by itself. Raises Refusal."""
    require(actor, Permission.KEEP_LAWS)
    if not 1 <= len(reason.strip()) <= MAX_REASON:
        raise Refusal(f"请写明为什么移出，最多{MAX_REASON}个字。", "reason")
    with transaction(store) as session:
        row = _present(session, row_id)
        ids = lock_citing(session, [as_law(row)])
        audit.record(session, now, actor.name, "remove_law", "laws", title=row.title, reason=reason.strip())
        remove_row(session, row, now, by=actor.name)
        raise_book_version(session)
        changes.touch(session, ids, now)


def _present(session: Session, row_id: int) -> LawVersion:
    row = session.get(LawVersion, row_id)
    if row is None or row.replaced_at is not None or row.is_removed:
        raise Outdated("这部法规刚刚被别人改过或移出，请回到法规表重新打开。")
    return row


def _check(law: Law, others: list[Law], old_title: str) -> None:
    """Raises Refusal when the table has the law already, or the law cannot be kept as stated."""
    (judged,) = judge_lines([LawLine("本次填写", law)], others)
    if judged.verdict is LawVerdict.REFUSED:
        raise Refusal("；".join(judged.says), "title")
    if judged.old is not None:
        where = "另一部" if old_title else "这部"
        raise Refusal(
            f"法规表里已有{where}{judged.old.name}，请打开它修改；确是两部同名的，请写明文号。", "title"
        )


def _id_of(session: Session, law: Law) -> int:
    row = present_row(session, law.keys)
    assert row is not None
    assert row.id is not None
    return row.id


def _day(law: Law) -> str:
    return law.since.isoformat() if law.since else ""
