"""The documents that rest on what is gone (依据已经废止的文件): filtered, sorted, exported; the way to a cleanup."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.clock import today
from registry.domain.citations import keys_of_words
from registry.domain.doubts import Doubt
from registry.domain.gone_bases import TIMING_WORDS, Timing
from registry.domain.normal import title_key
from registry.domain.roles import Permission
from registry.domain.validity import STATUS_WORDS, Status
from registry.exports.tables import Cell
from registry.storage.doubts.queue import settled_among
from registry.storage.engine import reading
from registry.storage.law_lists import GoneRow, documents_on_gone
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import asked_word, record_id
from registry.web.downloads import download_table
from registry.web.paging import export_links, has_filters, page_of_list, with_query

HEADERS = (
    "序号", "文件名称", "发文字号", "制定机关", "公布日期", "今日时效性", "依据（原文）",
    "依据终止日期", "先后", "说明", "核对",
)  # fmt: skip
_SORTS: dict[str, Callable[[GoneRow], Any]] = {
    "title": lambda row: row.title,
    "authority": lambda row: (row.authority_id, str(row.published_on or "")),
    "published_on": lambda row: str(row.published_on or ""),
    "basis": lambda row: (row.law_title or row.cited, str(row.published_on or "")),
    "ended_on": lambda row: str(row.ended_on or ""),
}
_USUAL = "basis"


@needs(Permission.READ_ALL)
def resting() -> ResponseReturnValue:
    with reading(current_store()) as session:
        rows = documents_on_gone(session, today())
        settled = _settled(session, rows)
    wanted = _wanted(rows)
    page = page_of_list(wanted, _asked_sort())
    return render_template(
        "desk/laws/resting.html",
        page=page,
        settled=settled,
        authorities=sorted({(row.authority_id, row.authority) for row in rows}),
        laws=[(title, title) for title in sorted({row.law_title for row in rows} - {""})],
        timings=list(TIMING_WORDS.items()),
        statuses=[(status, STATUS_WORDS[status]) for status in sorted({row.status for row in rows})],
        asked={name: request.args.get(name, "") for name in ("q", "law", "authority", "timing", "status")},
        timing_words=TIMING_WORDS,
        n_documents=len({row.document_id for row in wanted}),
        is_filtered=has_filters(),
        exports=export_links(lambda kind: url_for(".export_resting", kind=kind), page.total),
        declare=lambda row: with_query(url_for("desk.bases.declare"), {"basis": str(row.basis)}),
        may_declare=current_actor().may(Permission.RUN_CLEANUP),
    )


@needs(Permission.READ_ALL)
def export_resting(kind: str) -> ResponseReturnValue:
    """The list as it is filtered and sorted."""
    with reading(current_store()) as session:
        rows = documents_on_gone(session, today())
        settled = _settled(session, rows)
    cells = [
        _cells(number, row, settled.get(row.document_id, "")) for number, row in enumerate(_wanted(rows), 1)
    ]
    return download_table(kind, HEADERS, cells, f"依据已经废止的文件{today()}")


def _settled(session: Session, rows: Sequence[GoneRow]) -> dict[int, str]:
    """document id → why its doubt was settled."""
    return settled_among(session, Doubt.BASIS_GONE, {row.document_id for row in rows})


def _wanted(rows: Sequence[GoneRow]) -> list[GoneRow]:
    """The rows that the address asks for, in its order."""
    q, law = title_key(request.args.get("q", "")[:100]), request.args.get("law", "")
    authority_id = request.args.get("authority", type=record_id)
    timing, status = asked_word("timing", Timing), asked_word("status", Status)
    law_key = keys_of_words(law).title if law else ""
    wanted = [
        row
        for row in rows
        if (not q or q in title_key(f"{row.title}{row.doc_no}{row.cited}{row.ending}"))
        and (not law or keys_of_words(row.law_title).title == law_key)
        and authority_id in (None, row.authority_id)
        and timing in (None, row.timing)
        and status in (None, row.status)
    ]
    asked = _asked_sort()
    return sorted(wanted, key=_SORTS[asked.removeprefix("-")], reverse=asked.startswith("-"))


def _asked_sort() -> str:
    asked = request.args.get("sort", _USUAL)
    return asked if asked.removeprefix("-") in _SORTS else _USUAL


def _cells(number: int, row: GoneRow, settled: str) -> list[Cell]:
    return [
        number, row.title, row.doc_no, row.authority, row.published_on, STATUS_WORDS[row.status], row.cited,
        row.ended_on, TIMING_WORDS[row.timing], row.says, settled,
    ]  # fmt: skip
