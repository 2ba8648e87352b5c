"""The parts of an issue list: the lines of each, as a page and as a table for export."""

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
    """A page of one part of a list.

    `page` has the lines, or for UNLISTED the documents. `standings` are by line, `documents` by their own id, and
    `filings` (the newest of each document) by document. `words` are those searched for.
    """

    name: str
    words: str
    page: Page
    standings: dict[int, Standing]
    documents: dict[int, Document]
    filings: dict[int, int]


def asked_part() -> str:
    """The part that the address asks for, by default the lines that were not registered."""
    name = request.args.get("list", "")
    return name if name in PARTS else "unregistered"


def part_label(name: str) -> str:
    """The name of a part in Chinese."""
    return PARTS[name][0]


def part_tabs(
    authority_id: int, year: int, counts: Counter[EntryState], n_unlisted: int, current: str
) -> list[tuple[str, str, bool]]:
    """(label with its count, address, is current) of every part."""
    tabs = []
    for name, (label, states) in PARTS.items():
        n = n_unlisted if name == UNLISTED else sum(counts[state] for state in states)
        address = url_for(".show", authority_id=authority_id, year=year, list=name)
        tabs.append((f"{label}（{n}）", address, name == current))
    return tabs


def load_part(session: Session, authority_id: int, year: int, lines: Sequence[Standing], name: str) -> Part:
    """The page of a part that the address asks for; `lines` are all lines of the list."""
    page = page_of(session, _query(session, authority_id, year, lines, name), _sort(name))
    by_entry = {} if name == UNLISTED else _by_entry(page.items, lines)
    documents = _documents(session, by_entry)
    return Part(name, _words(), page, by_entry, documents, filings_of_documents(session, documents))


def part_table(
    session: Session, authority_id: int, year: int, lines: Sequence[Standing], name: str
) -> tuple[tuple[str, ...], Iterator[tuple[Cell, ...]]]:
    """(headers, rows) of the whole part in the order of the page; the rows are read one batch after another."""
    query = _query(session, authority_id, year, lines, name).order_by(*_sort(name).order())
    if name == UNLISTED:
        documents = session.execute(query, execution_options={"yield_per": BATCH}).scalars()
        return _DOCUMENT_HEADERS, (
            (document.title, document.doc_no, document.published_on, document.issued_on, document.signed_on)
            for document in documents
        )
    ids = session.execute(query.with_only_columns(col(IssueEntry.id))).scalars().all()
    return _ENTRY_HEADERS, _rows(session, ids, {line.entry_id: line for line in lines})


def count_unlisted(session: Session, authority_id: int, year: int) -> int:
    """The number of registered documents of the year that are on no list."""
    query = unlisted_query(authority_id, year).with_only_columns(sa.func.count())
    return int(session.execute(query).scalar_one())


def _query(session: Session, authority_id: int, year: int, lines: Iterable[Standing], name: str) -> Any:
    if name == UNLISTED:
        return unlisted_query(authority_id, year, _words())
    states = PARTS[name][1]
    return entries_query(session, [line.entry_id for line in lines if line.state in states], _words())


def _sort(name: str) -> Sort:
    if name == UNLISTED:
        return Sort(DOCUMENT_SORTS, col(Document.id), "-issued_on")
    return Sort(ENTRY_SORTS, col(IssueEntry.id), "-issued_on")


def _by_entry(entries: Iterable[IssueEntry], lines: Iterable[Standing]) -> dict[int, Standing]:
    ids = {entry.id for entry in entries}
    return {line.entry_id: line for line in lines if line.entry_id in ids}


def _documents(session: Session, by_entry: dict[int, Standing]) -> dict[int, Document]:
    """The documents of the lines, by id; those that this person may not see are left out."""
    ids = (line.document_id for line in by_entry.values() if line.document_id)
    documents = known_documents(session, documents_by_id(session, ids).values())
    return {document.id or 0: document for document in documents}


def _rows(session: Session, ids: Sequence[int], by_entry: dict[int, Standing]) -> Iterator[tuple[Cell, ...]]:
    for batch in batches(ids):
        entries = {entry.id or 0: entry for entry in session.execute(entries_query(session, batch)).scalars()}
        documents = _documents(session, {id: by_entry[id] for id in batch})
        for id in batch:
            yield _row(entries[id], by_entry[id], documents)
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
