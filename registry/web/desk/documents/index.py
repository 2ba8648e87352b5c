"""The list of documents: quick filter, filters, doubts, export, and the way to the full text."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session, col

from registry.clock import today
from registry.domain.documents import DISCLOSURE_WORDS, KIND_WORDS, Disclosure, DocumentKind
from registry.domain.doubts import DOUBT_WORDS, Doubt
from registry.domain.roles import Permission
from registry.domain.validity import STATUS_WORDS, Status
from registry.exports.tables import Cell, render_csv, render_xlsx
from registry.search.find import Results, find
from registry.search.selection import OFFICE, Audience
from registry.storage.authorities import all_authorities
from registry.storage.document_register import (
    SORTS,
    Row,
    Wanted,
    published_years,
    register_rows,
    wanted_ids,
)
from registry.storage.documents import Document
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.paging import Page, Sort, page_of, with_query
from registry.web.words import word

_BATCH = 500
_FEW = 1000
_ANY_DOUBT = "any"
_MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_HEADERS = (
    *(
        "文件名称",
        "发文字号",
        "制定机关",
        "文件种类",
        "成文日期",
        "印发日期",
        "公布日期",
        "网站发布日期",
        "施行日期",
    ),
    *("有效期至", "时效性", "公开属性", "主题分类", "统一编号", "索引号", "待核"),
)

Member = TypeVar("Member", bound=StrEnum)


@needs(Permission.READ_OWN)
def index() -> ResponseReturnValue:
    wanted = _wanted()
    with reading(current_store()) as session:
        page = _page(session, wanted_ids(wanted))
        page = Page(
            register_rows(session, list(page.items), wanted.on),
            page.total,
            page.number,
            page.size,
            page.sort,
        )
        options = _options(session)
    return render_template(
        "desk/documents/index.html",
        page=page,
        wanted=wanted,
        options=options,
        found=_in_texts(wanted),
        is_filtered=bool(request.args.keys() - {"page", "size", "sort"}),
        exports=[(label, _export_url(suffix)) for suffix, label in (("xlsx", "Excel 表格"), ("csv", "CSV"))],
    )


@needs(Permission.READ_OWN)
def export(suffix: str) -> ResponseReturnValue:
    """The whole list under the same filters, in the same order."""
    wanted = _wanted()
    with reading(current_store()) as session:
        query = wanted_ids(wanted).order_by(*_sort().order())
        ids = [one for one in session.execute(query).scalars() if one]
        rows = list(_cells(session, ids, wanted.on))
    content = render_csv(_HEADERS, rows) if suffix == "csv" else render_xlsx(_HEADERS, rows, "文件登记簿")
    name = f"documents-{wanted.on.isoformat()}.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=_MEDIA[suffix], headers=headers)


def _wanted() -> Wanted:
    """What the address asks for; a value that means nothing asks for nothing."""
    actor = current_actor()
    return Wanted(
        on=_day("on") or today(),
        q=request.args.get("q", "").strip()[:200],
        status=_member(Status, "status"),
        authority_id=_number("authority"),
        year=year if (year := _number("year")) and 1949 <= year <= 2199 else None,
        kind=_member(DocumentKind, "kind"),
        disclosure=_member(Disclosure, "disclosure"),
        doubt=_member(Doubt, "doubt"),
        is_doubtful=request.args.get("doubt") == _ANY_DOUBT,
        is_draft=request.args.get("draft") == "1",
        own_authority_id=None if actor.may(Permission.READ_ALL) else actor.authority_id or 0,
    )


def _page(session: Session, query: sa.Select[Any]) -> Page:
    """A page of ids. Few matches are gathered first: walking the order of 100,000 rows for them is ten times slower."""
    few = session.execute(query.limit(_FEW + 1)).scalars().all()
    if len(few) <= _FEW:
        query = sa.select(col(Document.id)).where(col(Document.id).in_(few))
    return page_of(session, query, _sort())


def _sort() -> Sort:
    return Sort(SORTS, col(Document.id), "-published_on")


def _options(session: Session) -> dict[str, list[tuple[str, str]]]:
    return {
        "status": list(STATUS_WORDS.items()),
        "authority": [(str(one.id), one.name) for one in all_authorities(session)],
        "year": [(str(year), f"{year}年") for year in published_years(session)],
        "kind": list(KIND_WORDS.items()),
        "disclosure": list(DISCLOSURE_WORDS.items()),
        "doubt": [(_ANY_DOUBT, "有待核事项"), *DOUBT_WORDS.items()],
    }


def _in_texts(wanted: Wanted) -> Results | None:
    """What the full text holds, asked for by the link under the quick filter."""
    if request.args.get("full") != "1" or not wanted.q:
        return None
    own = wanted.own_authority_id
    audience = OFFICE if own is None else Audience("authority", own)
    return find(
        current_store(),
        wanted.q,
        audience=audience,
        on=wanted.on,
        status=wanted.status,
        authority_id=wanted.authority_id,
        year=wanted.year,
        kind=wanted.kind,
        limit=50,
    )


def _export_url(suffix: str) -> str:
    kept: dict[str, Any] = {
        name: values for name, values in request.args.lists() if name not in {"page", "size", "full"}
    }
    return with_query(url_for("desk.documents.export", suffix=suffix), kept)


def _cells(session: Session, ids: list[int], on: date) -> Iterator[list[Cell]]:
    for start in range(0, len(ids), _BATCH):
        for row in register_rows(session, ids[start : start + _BATCH], on):
            yield _line(row)


def _line(row: Row) -> list[Cell]:
    document = row.document
    is_secret = document.disclosure is Disclosure.SECRET
    return [
        f"涉密文件{document.local_serial}" if is_secret else document.title,
        document.doc_no,
        row.authority,
        word(document.kind),
        document.signed_on,
        document.issued_on,
        document.published_on,
        document.posted_on,
        document.effective_on,
        document.valid_until or ("长期有效" if document.has_no_expiry else None),
        word(row.status) if document.is_published else "草稿",
        word(document.disclosure),
        document.subject,
        document.reg_no,
        document.index_no,
        "、".join(row.doubts),
    ]


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _member(kind: type[Member], name: str) -> Member | None:
    try:
        return kind(request.args.get(name, ""))
    except ValueError:
        return None
