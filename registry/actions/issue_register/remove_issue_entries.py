"""Remove lines of an issue register: those of one import, or an authority's whole list of a year."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col

from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.engine import Store, transaction
from registry.storage.issue_register.entries import IssueEntry


def remove_import(store: Store, actor: Actor, source: str, *, now: datetime) -> int:
    """The number of lines removed: all that this import added, of any authority and year. Raises Refusal for none."""
    return _remove(store, actor, col(IssueEntry.source) == source, "issue_register", source, now)


def remove_list(store: Store, actor: Actor, authority_id: int, year: int, *, now: datetime) -> int:
    """The number of lines removed: the authority's whole list of the year. Raises Refusal for none."""
    is_of_list = sa.and_(col(IssueEntry.authority_id) == authority_id, col(IssueEntry.year) == year)
    return _remove(store, actor, is_of_list, f"authority:{authority_id}", f"{year}年全部", now)


def _remove(
    store: Store, actor: Actor, condition: sa.ColumnElement[bool], subject: str, source: str, now: datetime
) -> int:
    require(actor, Permission.IMPORT_LEDGER)
    with transaction(store) as session:
        n_entries = len(
            session.execute(sa.delete(IssueEntry).where(condition).returning(col(IssueEntry.id))).all()
        )
        if not n_entries:
            raise Refusal("这些行已经撤下了，请刷新页面。")
        audit.record(
            session, now, actor.name, "remove_issue_entries", subject, source=source, n_entries=n_entries
        )
    return n_entries
