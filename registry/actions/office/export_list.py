"""The list of the documents of one status on a day, as a Word file, a workbook or a .csv. Reads only."""

from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from registry.actions.cleanups.list_rows import list_row
from registry.domain.errors import Refusal
from registry.domain.validity import ALIVE, STATUS_WORDS, Status
from registry.exports.papers import ListRow
from registry.exports.status_list import render_status_list
from registry.exports.tables import Cell, render_csv, render_xlsx
from registry.storage.documents.printed import ListedDocument, documents_with_status

HEADERS = (
    "序号", "文件名称", "发文字号", "制定机关", "公布日期", "施行日期", "有效期至", "时效性", "自何日起", "说明",
)  # fmt: skip
SUFFIXES = (".docx", ".xlsx", ".csv")


def export_list(
    session: Session, status: Status, on: date, suffix: str, *, now: datetime
) -> tuple[bytes, int]:
    """The file's bytes and how many documents it lists; secret stubs are none of them. Raises Refusal."""
    documents = documents_with_status(session, status, on)
    title = f"{STATUS_WORDS[status]}的行政规范性文件目录"
    if suffix == ".docx":
        rows = [_printed(document) for document in documents]
        return render_status_list(title, on, rows, now), len(documents)
    cells = [_cells(number, document) for number, document in enumerate(documents, 1)]
    if suffix == ".xlsx":
        return render_xlsx(HEADERS, cells, STATUS_WORDS[status]), len(documents)
    if suffix == ".csv":
        return render_csv(HEADERS, cells), len(documents)
    raise Refusal(f"不能生成“{suffix or '无扩展名'}”文件，请把文件名改为 {'、'.join(SUFFIXES)} 结尾。")


def _printed(document: ListedDocument) -> ListRow:
    row = list_row(document)
    if document.status in ALIVE:
        return row
    return replace(row, ended_on=document.status_from, reason=document.why)


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
        document.status_from if document.status_from.year > 1 else None,
        document.why,
    ]
