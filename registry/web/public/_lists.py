"""What the catalog shows, as a workbook, a .csv or an official paper."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from registry.domain.authorities import AuthorityKind
from registry.domain.validity import ALIVE, EVER, STATUS_WORDS, Status
from registry.exports.papers import Group, ListRow
from registry.exports.status_list import render_status_list
from registry.exports.tables import Cell, render_csv, render_xlsx
from registry.storage.documents.printed import ListedDocument, public_documents_listed
from registry.storage.documents.public import public_documents, public_timelines
from registry.storage.engine import reading
from registry.web.access import current_store

SUFFIXES = {"xlsx": "Excel 表格", "csv": "CSV", "docx": "Word 文档"}
HEADERS = (
    "序号", "文件名称", "发文字号", "制定机关", "公布日期", "施行日期", "有效期至", "时效性", "自何日起", "说明",
)  # fmt: skip

_GOVERNMENT = {AuthorityKind.GOVERNMENT, AuthorityKind.OFFICE}
_TOWNSHIP = {AuthorityKind.TOWNSHIP, AuthorityKind.SUBDISTRICT}


def render_list(
    ids: Sequence[int], status: Status | None, on: date, suffix: str, *, now: datetime
) -> tuple[bytes, str]:
    """(bytes, file name without its ending) of these documents in their order; what is not public is left out."""
    documents = _documents(ids, on)
    subject = f"{STATUS_WORDS[status]}的行政规范性文件目录" if status else "行政规范性文件目录"
    name = f"{subject}（截至{on}）"
    if suffix == "docx":
        return render_status_list(subject, on, [_printed(one) for one in documents], now), name
    cells = [_cells(number, one) for number, one in enumerate(documents, 1)]
    content = render_csv(HEADERS, cells) if suffix == "csv" else render_xlsx(HEADERS, cells, "文件目录")
    return content, name


def _documents(ids: Sequence[int], on: date) -> list[ListedDocument]:
    """The documents in the order of the ids, each reason told without what is not public."""
    with reading(current_store()) as session:
        listed = {one.id: one for one in public_documents_listed(session, ids, on)}
        timelines = public_timelines(session, public_documents(session, ids).values())
    return [replace(listed[one], why=timelines[one].on(on).why) for one in ids if one in listed]


def _printed(document: ListedDocument) -> ListRow:
    is_ended = document.status not in ALIVE
    return ListRow(
        title=document.title,
        doc_no=document.doc_no or None,
        authority=document.authority,
        group=_group(document.authority_kind),
        signed_on=document.signed_on,
        published_on=document.published_on,
        effective_on=document.effective_on,
        valid_until=document.valid_until,
        valid_until_text=document.valid_until_text,
        reason=document.why if is_ended else "",
        ended_on=document.status_from if is_ended else None,
        note=f"与{'、'.join(document.co_issuers)}联合制定" if document.co_issuers else "",
    )


def _group(kind: AuthorityKind) -> Group:
    return "government" if kind in _GOVERNMENT else "township" if kind in _TOWNSHIP else "department"


def _cells(number: int, document: ListedDocument) -> list[Cell]:
    return [
        number,
        document.title,
        document.doc_no,
        document.authority,
        document.published_on,
        document.effective_on,
        document.valid_until or document.valid_until_text,
        STATUS_WORDS[document.status],
        document.status_from if document.status_from > EVER else None,
        document.why,
    ]
