"""An issue register for tests: three lines of the drafter's authority, and importing them."""

from registry.actions.issue_register.import_issue_register import ImportResult, import_issue_register
from registry.domain.roles import Actor
from registry.readers.ledgers.issue_lines import read_issue_text
from registry.storage.engine import Store, reading
from registry.storage.issue_register.entries import IssueEntry, entries_of
from tests.cast import NOW

LIST = """标题\t发文字号\t印发日期
关于印发甲办法的通知\t示农〔2026〕3号\t2026-02-01
关于任免的通知\t\t2026-02-03
关于乙的通知\t示农〔2026〕5号\t"""


def import_list(store: Store, actor: Actor, text: str = LIST, authority_id: int | None = 2) -> ImportResult:
    return import_issue_register(
        store, actor, read_issue_text(text), authority_id=authority_id, year=2026, name="粘贴", now=NOW
    )


def stored_entries(store: Store) -> list[IssueEntry]:
    with reading(store) as session:
        return entries_of(session, [1, 2, 3])
