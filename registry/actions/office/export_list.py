"""The list of the documents of one status on a day, as a Word file, a workbook or a .csv. Reads only."""

from datetime import date, datetime

from sqlmodel import Session

from registry.domain.errors import Refusal
from registry.domain.validity import STATUS_WORDS, Status
from registry.exports.status_list import StatusList, write_status_list
from registry.storage import office
from registry.storage.documents.printed import documents_with_status

SUFFIXES = (".docx", ".xlsx", ".csv")


def export_list(
    session: Session, status: Status, on: date, suffix: str, *, now: datetime
) -> tuple[bytes, int]:
    """The file's bytes and how many documents it lists; secret stubs are never among them. Raises Refusal."""
    if suffix not in SUFFIXES:
        raise Refusal(f"不能生成“{suffix or '无扩展名'}”文件，请把文件名改为 {'、'.join(SUFFIXES)} 结尾。")
    listed = StatusList(documents_with_status(session, status, on), on, status, STATUS_WORDS[status])
    author = office.setting(session, "office_name")
    return write_status_list(listed, suffix.removeprefix("."), now, author), len(listed.documents)
