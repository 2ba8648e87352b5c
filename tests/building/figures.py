"""The rows behind the table of a bulletin (Inner Mongolia 2010), generated, so that its rates come out of them."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from registry.domain.documents import Dates, Disclosure, DocumentKind
from registry.domain.filings import FilingState, Move
from registry.domain.normal import title_key
from registry.domain.roles import OPERATOR
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, transaction
from registry.storage.filings import Filing, FilingMove
from registry.storage.issue_register.entries import IssueEntry
from tests.building.documents import register
from tests.building.filings import filing_of
from tests.cast import NOW

FIRST = date(2026, 1, 2)
N_ON_TIME, N_CONFORMING, N_PUBLISHED, N_OPINED, N_CORRECTED = 100, 144, 163, 12, 8
_FIRST_ID = 1000


def inner_mongolia(store: Store, n: int = 198, n_odd: int = 0) -> None:
    """Adds n issued documents of authority 2, all but the last of them filed, with the facts of the bulletin.

    `n_odd` more have facts that count otherwise: other authorities, kinds and days, filings in other states.
    """
    base = register(store, OPERATOR, NOW, title="底本", doc_no="", dates=Dates(published_on=FIRST))
    with transaction(store) as session:
        document = session.get_one(Document, base).model_dump()
        filing = session.get_one(Filing, filing_of(store, base)).model_dump()
        session.execute(sa.delete(Filing).where(sa.column("document_id") == base))
        rows = [_common(at) for at in range(n - 1)] + [_odd(at) for at in range(n - 1, n - 1 + n_odd)]
        documents, filings, made = [], [], []
        for number, (of_document, of_filing, moves) in enumerate(rows, _FIRST_ID):
            title = f"关于第{number}号事项的办法"
            named = {"id": number, "title": title, "title_key": title_key(title), "doc_no_key": None}
            documents.append(document | named | of_document)
            filings.append(filing | {"id": number, "document_id": number, "filing_no": None} | of_filing)
            made += [{"filing_id": number} | move for move in moves]
            session.add(_line(title, of_document))
        for table, values in ((Document, documents), (Filing, filings), (FilingMove, made)):
            if values:
                session.execute(sa.insert(table), values)
        session.add(_line("没有登记的文件", {}))


def _common(at: int) -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]:
    """The document, filing and moves of the at-th filed document of the bulletin."""
    due_on = FIRST + timedelta(15)
    is_opined = at < N_OPINED
    state = FilingState.PASSED
    if is_opined:
        state = FilingState.CORRECTED if at < N_CORRECTED else FilingState.FEEDBACK
    document = {"disclosure": Disclosure.PUBLIC if at < N_PUBLISHED else Disclosure.ON_REQUEST}
    filing = {
        "state": state,
        "start_on": FIRST,
        "due_on": due_on,
        "first_submitted_on": due_on + timedelta(0 if at < N_ON_TIME else 1),
        "registered_on": due_on + timedelta(5),
        "opinion": "第三条与上位法不一致" if is_opined else "",
    }
    return document, filing, [] if at < N_CONFORMING else [_deferred()]


def _odd(at: int) -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]:
    states = list(FilingState)
    published_on = date(2025, 6, 1) + timedelta(at * 23 % 700)
    state = states[at % len(states)]
    document = {
        "lead_authority_id": 1 + at % 3,
        "kind": list(DocumentKind)[at % len(DocumentKind)],
        "published_on": published_on if at % 5 else None,
        "disclosure": Disclosure.PUBLIC,
    }
    is_submitted = state is not FilingState.OWED
    filing = {
        "authority_id": 1 + at % 3,
        "state": state,
        "start_on": published_on,
        "due_on": published_on + timedelta(15) if at % 4 else None,
        "first_submitted_on": published_on + timedelta(at % 30) if is_submitted else None,
        "registered_on": published_on + timedelta(40) if at % 3 and is_submitted else None,
        "is_historic": at % 7 == 0,
        "opinion": "意见" if at % 2 else "",
    }
    return document, filing, [_deferred()] if at % 6 == 0 else []


def _deferred() -> dict[str, Any]:
    return {
        "move": Move.DEFER,
        "before": FilingState.SUBMITTED,
        "after": FilingState.DEFERRED,
        "on": FIRST + timedelta(16),
        "recorded_at": NOW,
        "by": "",
        "is_on_behalf": False,
        "reason": "",
        "is_by_rules": False,
        "alone_because": "",
    }


def _line(title: str, document: dict[str, Any]) -> IssueEntry:
    published_on = document.get("published_on", FIRST)
    return IssueEntry(
        authority_id=document.get("lead_authority_id", 2),
        year=published_on.year if published_on else 2026,
        title=title,
        title_key=title_key(title),
        issued_on=published_on,
        entered_at=NOW,
    )
