"""The list of laws by their status, and the same list as a file."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col

from registry.clock import today
from registry.domain.laws import LAW_WORDS, ORIGIN_WORDS, LawStatus, Origin
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.storage.law_lists import LAW_SORTS, count_resting, laws_query
from registry.storage.laws import LawVersion
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import asked_word
from registry.web.downloads import download_table
from registry.web.paging import Sort, export_links, has_filters, page_of

HEADERS = ("法律名称", "文号", "状态", "自何日起", "替代法规", "依据", "录入方式", "录入人")


@needs(Permission.READ_ALL)
def index() -> ResponseReturnValue:
    with reading(current_store()) as session:
        page = page_of(session, _query(), _sort())
        keys = [row.title_key for row in page.items]
        return render_template(
            "desk/laws/index.html",
            page=page,
            q=_q(),
            status=asked_word("status", LawStatus),
            origin=asked_word("origin", Origin),
            statuses=list(LAW_WORDS.items()),
            origins=list(ORIGIN_WORDS.items()),
            words=LAW_WORDS,
            origin_words=ORIGIN_WORDS,
            n_resting=count_resting(session, keys, today()) if keys else {},
            is_filtered=has_filters(),
            exports=export_links(lambda kind: url_for(".export", kind=kind), page.total),
            may_keep=current_actor().may(Permission.KEEP_LAWS),
        )


@needs(Permission.READ_ALL)
def export(kind: str) -> ResponseReturnValue:
    """The whole list in the order of the page, under headings that loading reads back."""
    with reading(current_store()) as session:
        rows = session.execute(_query().order_by(*_sort().order())).scalars().all()
    cells = [
        (
            row.title, row.doc_no, LAW_WORDS[row.status], row.since, row.successor, row.source,
            ORIGIN_WORDS[row.origin], row.recorded_by,
        )
        for row in rows
    ]  # fmt: skip
    return download_table(kind, HEADERS, cells, f"法规表{today()}")


def _q() -> str:
    return request.args.get("q", "").strip()[:100]


def _query() -> Any:
    return laws_query(_q(), asked_word("status", LawStatus), asked_word("origin", Origin))


def _sort() -> Sort:
    return Sort(LAW_SORTS, col(LawVersion.id), "title")
