"""Load the issue registers of the invented district: handed in, and looked through by the law office."""

from collections.abc import Mapping
from datetime import datetime

from registry.actions.issue_register.import_issue_register import import_issue_register
from registry.actions.issue_register.mark_issue_entries import mark_issue_entries
from registry.demonstration.issue_registers import AUTHORITIES_LISTED, issue_register, not_normative
from registry.demonstration.shapes import District
from registry.domain.roles import Actor
from registry.storage.engine import Store, reading
from registry.storage.issue_register.entries import entries_of


def hand_in_lists(
    store: Store, clerk: Actor, story: District, authorities: Mapping[str, int], now: datetime
) -> None:
    """Imports the registers of last year and this one, and marks the papers that are no regulatory documents."""
    for code in AUTHORITIES_LISTED:
        authority_id = authorities[code]
        for year in (story.today.year - 1, story.today.year):
            import_issue_register(
                store,
                clerk,
                issue_register(story, code, year),
                authority_id=authority_id,
                year=year,
                name=f"{year}年发文登记簿.xlsx",
                now=now,
            )
        with reading(store) as session:
            entries = entries_of(session, [authority_id])
        for reason, titles in not_normative(code).items():
            ids = [entry.id for entry in entries if entry.id and entry.title in titles]
            if ids:
                mark_issue_entries(store, clerk, ids, reason=reason, now=now)
