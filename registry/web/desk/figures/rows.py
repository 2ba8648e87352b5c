"""The rows behind a number of the figures: filings or lines of the issue register, as a page and as a file."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session, col

from registry.actions.office.export_figures import FILING_COLUMNS, LINE_COLUMNS, filing_cells, line_cells
from registry.clock import now, today
from registry.domain.measures import OF_LINES, Measure
from registry.domain.roles import Permission
from registry.exports.listing import MOST_PRINTED, Listing
from registry.exports.tables import Cell
from registry.storage.authorities import authority_names
from registry.storage.batches import among
from registry.storage.engine import reading
from registry.storage.figures import Asked, Item, rows_behind
from registry.storage.filing_lists import SORTS
from registry.storage.filings import Filing
from registry.storage.issue_register.entries import IssueEntry
from registry.storage.issue_register.lists import ENTRY_SORTS, entries_query
from registry.web.access import current_store, needs
from registry.web.desk.figures.asking import (
    asked_days,
    asked_figures,
    asked_in_words,
    asked_measure,
    query_of,
)
from registry.web.downloads import download_list
from registry.web.paging import Sort, export_links, page_of

NOT_PRINTED = ("文种", "登记日期", "状态", "办结日期")
"""Columns that a page of paper has no room for."""


@needs(Permission.READ_OWN)
def rows() -> ResponseReturnValue:
    """The page of the rows that a number counts."""
    wanted, asked = asked_measure(), asked_figures(asked_days()[0])
    is_lines = wanted in OF_LINES
    with reading(current_store()) as session:
        behind = {item.id: item for item in rows_behind(session, asked, wanted)}
        page = page_of(session, _query(session, wanted, behind), _sort(wanted))
        cells = list(_cells(session, wanted, behind, page.items))
        words = _words(session, asked)
    return render_template(
        "desk/figures/rows.html",
        measure=wanted,
        words=words,
        is_lines=is_lines,
        page=replace(page, items=list(zip(page.items, cells, strict=True))),
        behind=behind,
        columns=LINE_COLUMNS if is_lines else FILING_COLUMNS,
        back=url_for(".index", **query_of(asked)),
        exports=export_links(lambda kind: url_for(".export_rows", kind=kind), page.total, MOST_PRINTED),
    )


@needs(Permission.READ_OWN)
def export(kind: str) -> ResponseReturnValue:
    """All the rows that a number counts as a file, in the order of the page; a paper leaves out NOT_PRINTED."""
    wanted, asked = asked_measure(), asked_figures(asked_days()[0])
    with reading(current_store()) as session:
        behind = {item.id: item for item in rows_behind(session, asked, wanted)}
        query = _query(session, wanted, behind).order_by(*_sort(wanted).order())
        ids = list(session.execute(query.limit(MOST_PRINTED + 1 if kind == "docx" else None)).scalars())
        columns = LINE_COLUMNS if wanted in OF_LINES else FILING_COLUMNS
        places = [n for n, column in enumerate(columns) if kind != "docx" or column.label not in NOT_PRINTED]
        cells = ([row[n] for n in places] for row in _cells(session, wanted, behind, ids))
        listing = Listing(wanted.word, [columns[n] for n in places], cells, _words(session, asked))
        return download_list(kind, listing, now())


def _query(session: Session, measure: Measure, behind: dict[int, Item]) -> Any:
    if measure in OF_LINES:
        return entries_query(session, behind).with_only_columns(col(IssueEntry.id))
    return sa.select(col(Filing.id)).where(among(session, Filing.id, behind))


def _sort(measure: Measure) -> Sort:
    if measure in OF_LINES:
        return Sort(ENTRY_SORTS, col(IssueEntry.id), "issued_on")
    return Sort(SORTS, col(Filing.id), "published")


def _words(session: Session, asked: Asked) -> list[str]:
    names = authority_names(session, [asked.authority_id] if asked.authority_id else [])
    return asked_in_words(asked, names.get(asked.authority_id or 0, ""))


def _cells(
    session: Session, measure: Measure, behind: dict[int, Item], ids: Sequence[int]
) -> Iterator[tuple[Cell, ...]]:
    if measure in OF_LINES:
        return line_cells(session, [behind[id] for id in ids])
    return filing_cells(session, ids, today())
