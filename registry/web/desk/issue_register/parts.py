"""The parts of an issue register's page: which lines stand in each, page by page and as a table to take away."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import request, url_for
from sqlmodel import Session, col

from registry.domain.issue_registers import ENTRY_STATE_WORDS, EntryState
from registry.exports.tables import Cell
from registry.storage.batches import BATCH, batches
from registry.storage.documents.tables import Document, documents_by_id
from registry.storage.issue_register.entries import IssueEntry
from registry.storage.issue_register.lists import (
    DOCUMENT_SORTS,
    ENTRY_SORTS,
    entries_query,
    filings_of_documents,
    unlisted_query,
)
from registry.storage.issue_register.matches import Standing
from registry.web.desk.documents.finding import known_documents
from registry.web.paging import Page, Sort, page_of

UNLISTED = "unlisted"
PARTS: dict[str, tuple[str, tuple[EntryState, ...]]] = {
    "unregistered": ("发了没有登记", (EntryState.UNREGISTERED, EntryState.AMBIGUOUS)),
    "unfiled": ("登记了没有备案", (EntryState.UNFILED,)),
    UNLISTED: ("登记了不在册", ()),
    "filed": ("已备案", (EntryState.FILED,)),
    "not_normative": ("不属于规范性文件", (EntryState.NOT_NORMATIVE,)),
    "all": ("全部发文", tuple(EntryState)),
}
_ENTRY_HEADERS = (
    "标题", "发文字号", "印发日期", "情况", "登记的文件", "登记的发文字号", "不属于规范性文件的理由", "来源",
)  # fmt: skip
_DOCUMENT_HEADERS = ("标题", "发文字号", "公布日期", "印发日期", "成文日期")


@dataclass(frozen=True)
class Part:
    """One part of a list: `page` has its lines, or for UNLISTED its documents; the rest is looked up by id."""

    name: str
    words: str
    page: Page
    standings: dict[int, Standing]
    documents: dict[int, Document]
    filings: dict[int, int]


def asked() -> str:
    """The part that the address asks for, what was never registered when it asks for none."""
    name = request.args.get("list", "")
    return name if name in PARTS else "unregistered"


def asked_words() -> str:
    return PARTS[asked()][0]


def tabs(
    authority_id: int, year: int, counts: Counter[EntryState], n_unlisted: int, current: str
) -> list[tuple[str, str, bool]]:
    """(label with its count, address, is current) of every part."""
    found = []
    for name, (label, states) in PARTS.items():
        n = n_unlisted if name == UNLISTED else sum(counts[state] for state in states)
        address = url_for(".show", authority_id=authority_id, year=year, list=name)
        found.append((f"{label}（{n}）", address, name == current))
    return found


def load(session: Session, authority_id: int, year: int, standing: Sequence[Standing], name: str) -> Part:
    """The page of a part that the address asks for."""
    page = page_of(session, _query(session, authority_id, year, standing, name), _sort(name))
    of_lines = {} if name == UNLISTED else _of(page.items, standing)
    documents = _documents(session, of_lines)
    return Part(name, _words(), page, of_lines, documents, filings_of_documents(session, documents))


def table(
    session: Session, authority_id: int, year: int, standing: Sequence[Standing], name: str
) -> tuple[tuple[str, ...], Iterator[tuple[Cell, ...]]]:
    """(headers, rows) of the whole part, in the order of the page; the rows are read while they are taken."""
    query = _query(session, authority_id, year, standing, name).order_by(*_sort(name).order())
    if name == UNLISTED:
        rows = session.execute(query, execution_options={"yield_per": BATCH}).scalars()
        return _DOCUMENT_HEADERS, (
            (one.title, one.doc_no, one.published_on, one.issued_on, one.signed_on) for one in rows
        )
    ids = session.execute(query.with_only_columns(col(IssueEntry.id))).scalars().all()
    return _ENTRY_HEADERS, _rows(session, ids, {line.entry_id: line for line in standing})


def count_unlisted(session: Session, authority_id: int, year: int) -> int:
    query = unlisted_query(authority_id, year).with_only_columns(sa.func.count())
    return int(session.execute(query).scalar_one())


def _query(session: Session, authority_id: int, year: int, standing: Iterable[Standing], name: str) -> Any:
    if name == UNLISTED:
        return unlisted_query(authority_id, year, _words())
    states = PARTS[name][1]
    return entries_query(session, [line.entry_id for line in standing if line.state in states], _words())


def _sort(name: str) -> Sort:
    if name == UNLISTED:
        return Sort(DOCUMENT_SORTS, col(Document.id), "-issued_on")
    return Sort(ENTRY_SORTS, col(IssueEntry.id), "-issued_on")


def _of(items: Iterable[IssueEntry], standing: Iterable[Standing]) -> dict[int, Standing]:
    ids = {one.id for one in items}
    return {line.entry_id: line for line in standing if line.entry_id in ids}


def _documents(session: Session, of_lines: dict[int, Standing]) -> dict[int, Document]:
    """Those that the lines speak of; a line may bear the number of what this person is not to know."""
    found = documents_by_id(session, (line.document_id for line in of_lines.values() if line.document_id))
    return {one.id or 0: one for one in known_documents(session, found.values())}


def _rows(session: Session, ids: Sequence[int], standing: dict[int, Standing]) -> Iterator[tuple[Cell, ...]]:
    for batch in batches(ids):
        entries = {one.id or 0: one for one in session.execute(entries_query(session, batch)).scalars()}
        documents = _documents(session, {one: standing[one] for one in batch})
        for one in batch:
            yield _row(entries[one], standing[one], documents)
        session.expunge_all()


def _row(entry: IssueEntry, line: Standing, documents: dict[int, Document]) -> tuple[Cell, ...]:
    document = documents.get(line.document_id or 0)
    return (
        entry.title,
        entry.doc_no,
        entry.issued_on,
        ENTRY_STATE_WORDS[line.state],
        document.title if document else "",
        document.doc_no if document else "",
        entry.not_normative_because,
        entry.source,
    )


def _words() -> str:
    return request.args.get("q", "").strip()[:100]
