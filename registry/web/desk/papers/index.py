"""The list of papers: filters and saved views, and the same list as a file."""

from dataclasses import replace

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session, col

from registry.clock import now
from registry.domain.papers.kinds import PaperKind
from registry.domain.papers.readers import kinds_read_by
from registry.domain.roles import Permission
from registry.exports.listing import MOST_PRINTED, ListColumn, Listing
from registry.exports.tables import Cell
from registry.storage.authorities import all_authorities, authority_names
from registry.storage.engine import reading
from registry.storage.paper_lists import (
    SORTS,
    PaperFilter,
    PaperRow,
    Standing,
    paper_ids,
    paper_rows,
    years_of_papers,
)
from registry.storage.papers import Paper
from registry.storage.people import person_of
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import asked_number, asked_word, record_id
from registry.web.downloads import download_list
from registry.web.paging import Sort, export_links, kept_query, page_of
from registry.web.saved_views import own_views

COLUMNS = (
    ListColumn("编号", 7), ListColumn("种类", 5), ListColumn("标题", 9), ListColumn("事项", 9),
    ListColumn("制定机关", 7), ListColumn("成文日期"), ListColumn("出具人", 4), ListColumn("状态", 4),
    ListColumn("替代它的文书", 7),
)  # fmt: skip
PRINTED = ("编号", "种类", "事项", "制定机关", "成文日期", "状态", "替代它的文书")
_SORT = Sort(SORTS, col(Paper.id), "-signed")


@needs(Permission.READ_OWN)
def index() -> ResponseReturnValue:
    wanted = _asked()
    with reading(current_store()) as session:
        page = page_of(session, paper_ids(wanted), _SORT)
        rows = list(paper_rows(session, page.items))
        years = years_of_papers(session)
        authorities = all_authorities(session) if current_actor().may(Permission.READ_ALL) else []
        views = own_views(session)
    return render_template(
        "desk/papers/index.html",
        page=replace(page, items=rows),
        wanted=wanted,
        kinds=sorted(wanted.kinds, key=list(PaperKind).index),
        standings=Standing,
        authorities=authorities,
        years=years,
        views=views,
        exports=export_links(lambda kind: url_for(".export", kind=kind), page.total, MOST_PRINTED),
        has_filters=bool(kept_query("sort", "size")),
    )


@needs(Permission.READ_OWN)
def export(kind: str) -> ResponseReturnValue:
    """The whole filtered list as a file, in the order of the page; a paper has room for the PRINTED columns only."""
    wanted = _asked()
    places = [n for n, column in enumerate(COLUMNS) if kind != "docx" or column.label in PRINTED]
    with reading(current_store()) as session:
        query = paper_ids(wanted).order_by(*_SORT.order())
        ids = list(session.execute(query.limit(MOST_PRINTED + 1 if kind == "docx" else None)).scalars())
        rows = ([cells[n] for n in places] for cells in map(_row, paper_rows(session, ids)))
        columns = [COLUMNS[n] for n in places]
        return download_list(kind, Listing("文书清单", columns, rows, _in_words(session, wanted)), now())


def _asked() -> PaperFilter:
    """The filter that the address asks for, without values it does not know; a contact's is its own authority's."""
    actor = current_actor()
    is_office = actor.may(Permission.READ_ALL)
    year = asked_number("year")
    return PaperFilter(
        kinds=kinds_read_by(actor),
        own_authority_id=None if is_office else actor.authority_id or 0,
        kind=asked_word("kind", PaperKind),
        authority_id=request.args.get("authority", type=record_id) if is_office else None,
        year=year if year and 1949 <= year <= 2199 else None,
        standing=asked_word("standing", Standing),
        words=request.args.get("q", "").strip()[:100],
    )


def _in_words(session: Session, wanted: PaperFilter) -> list[str]:
    """The conditions of the filter in Chinese words, for the head of the printed list."""
    words = [part.word for part in (wanted.kind, wanted.standing) if part]
    if authority_id := wanted.own_authority_id or wanted.authority_id:
        words.append(authority_names(session, [authority_id]).get(authority_id, "所选机关"))
    words += [f"{wanted.year}年成文"] if wanted.year else []
    return [*words, f"含“{wanted.words}”"] if wanted.words else words


def _row(row: PaperRow) -> tuple[Cell, ...]:
    paper = row.paper
    return (
        paper.number,
        paper.kind.word,
        paper.title,
        paper.about,
        row.authority,
        paper.signed_on,
        person_of(paper.made_by),
        row.standing.word,
        row.newer_number,
    )
