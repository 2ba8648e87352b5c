"""The list of documents, with filters, columns, saved views and search in the texts, and the list as a file."""

from dataclasses import replace

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.clock import now, today
from registry.domain.documents import DISCLOSURE_WORDS, KIND_WORDS
from registry.domain.doubts import DOUBT_WORDS
from registry.domain.roles import Permission
from registry.domain.validity import STATUS_WORDS
from registry.exports.listing import MOST_PRINTED, ListColumn, Listing
from registry.search.within import excerpts
from registry.storage.authorities import all_authorities
from registry.storage.documents.listed import SORTS, published_years, register_rows
from registry.storage.engine import reading
from registry.web.access import current_store, needs
from registry.web.desk.documents.columns import COLUMNS, DEFAULT, asked_columns
from registry.web.desk.documents.listing import (
    ANY_DOUBT,
    asked,
    conditions_in_words,
    ids_of_all_pages,
    is_in_texts,
    page_of_ids,
)
from registry.web.downloads import download_list
from registry.web.paging import export_links, has_filters
from registry.web.saved_views import own_views
from registry.web.words import cn_date


@needs(Permission.READ_OWN)
def index() -> ResponseReturnValue:
    wanted = asked()
    with reading(current_store()) as session:
        page = page_of_ids(session, wanted)
        rows = list(register_rows(session, page.items, wanted.on))
        pieces = excerpts(session, wanted.q, page.items) if is_in_texts(wanted) else {}
        options = _options(session)
        views = own_views(session)
        conditions = conditions_in_words(session, wanted)
    return render_template(
        "desk/documents/index.html",
        page=replace(page, items=rows),
        wanted=wanted,
        today=today(),
        columns=asked_columns(),
        all_columns=COLUMNS,
        default_columns=DEFAULT,
        sortable=SORTS,
        options=options,
        views=views,
        conditions=conditions,
        most_printed=MOST_PRINTED,
        is_in_texts=is_in_texts(wanted),
        pieces=pieces,
        is_filtered=has_filters(),
        exports=export_links(lambda kind: url_for(".export", suffix=kind), page.total, MOST_PRINTED),
    )


@needs(Permission.READ_OWN)
def export(suffix: str) -> ResponseReturnValue:
    """All pages of the list as a file, with its filters, order and columns."""
    wanted = asked()
    columns = [COLUMNS[name] for name in asked_columns()]
    with reading(current_store()) as session:
        ids = ids_of_all_pages(session, wanted)
        if suffix == "docx":
            ids = ids[: MOST_PRINTED + 1]
        listing = Listing(
            "文件清单",
            [ListColumn(column.label, column.width) for column in columns],
            ([column.value(row) for column in columns] for row in register_rows(session, ids, wanted.on)),
            [f"时效性截至{cn_date(wanted.on)}", *conditions_in_words(session, wanted)],
        )
        return download_list(suffix, listing, now())


def _options(session: Session) -> dict[str, list[tuple[str, str]]]:
    return {
        "status": list(STATUS_WORDS.items()),
        "authority": [(str(authority.id), authority.name) for authority in all_authorities(session)],
        "year": [(str(year), f"{year}年") for year in published_years(session)],
        "kind": list(KIND_WORDS.items()),
        "disclosure": list(DISCLOSURE_WORDS.items()),
        "doubt": [(ANY_DOUBT, "有待核事项"), *DOUBT_WORDS.items()],
    }
