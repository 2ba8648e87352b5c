"""The documents of the catalog as a workbook, a .csv or an official paper."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from registry.domain.listed import ListedDocument
from registry.domain.validity import Status
from registry.exports.status_list import StatusList, write_status_list
from registry.storage.documents.printed import public_documents_listed
from registry.storage.documents.public import public_documents, public_timelines
from registry.storage.engine import reading
from registry.web.access import current_store
from registry.web.downloads import author

SUFFIXES = {"xlsx": "Excel 表格", "csv": "CSV", "docx": "Word 文档"}


def render_list(
    ids: Sequence[int], status: Status | None, on: date, suffix: str, *, now: datetime
) -> tuple[bytes, str]:
    """(bytes, file name without its ending) of these documents in their order; what is not public is left out."""
    listed = StatusList(_documents(ids, on), on, status, "文件目录")
    return write_status_list(listed, suffix, now, author()), f"{listed.title}（截至{on}）"


def _documents(ids: Sequence[int], on: date) -> list[ListedDocument]:
    """The documents in the order of the ids, with reasons that name public documents only."""
    with reading(current_store()) as session:
        listed = {document.id: document for document in public_documents_listed(session, ids, on)}
        timelines = public_timelines(session, public_documents(session, ids).values())
    return [
        replace(listed[document_id], why=timelines[document_id].on(on).why)
        for document_id in ids
        if document_id in listed
    ]
