"""Check the texts that the office examines, and the drafts, as soon as the text or the book of rules is another."""

from datetime import datetime

from registry.actions.documents.check_document import check_basis, check_by
from registry.domain.errors import Refusal
from registry.domain.roles import CLOCK
from registry.jobs.office import JobReport, Office
from registry.readers.sandbox import Worker
from registry.storage.check_book import book_version, note_shipped_rules, ships_other_rules
from registry.storage.due_checks import due_checks
from registry.storage.engine import reading, transaction

MOST_AT_ONCE = 100


def run(office: Office, now: datetime) -> JobReport:
    """Checks what is due; a document that changes meanwhile stays due, and the rest comes at the next run."""
    with reading(office.store) as session:
        ships_others = ships_other_rules(session)
    if ships_others:
        with transaction(office.store) as session:
            note_shipped_rules(session)
    with reading(office.store) as session:
        due = due_checks(session, book_version(session), MOST_AT_ONCE)
        if not due:
            return JobReport(sentence="没有需要检查的正文。")
        basis = check_basis(session)
    n_checked = n_hits = 0
    refused: list[str] = []
    with Worker() as worker:
        for document_id in due:
            try:
                check = check_by(worker, office.store, CLOCK, document_id, basis, now=now)
            except Refusal as refusal:
                refused.append(refusal.sentence)
                continue
            n_checked += 1
            n_hits += check.n_hits
    left = f"有{len(refused)}件没有检查成，下次再试：{refused[0]}" if refused else ""
    if not n_checked:
        return JobReport(sentence=left)
    return JobReport(
        {"n_checked": n_checked, "n_hits": n_hits}, f"检查了{n_checked}件文件的正文，共有{n_hits}处。{left}"
    )
