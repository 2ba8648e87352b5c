"""The list of the documents of one status on one day: an official paper, a workbook or a .csv."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from registry.domain.cleanups import Outcome
from registry.domain.instants import SHANGHAI
from registry.domain.listed import ListedDocument, ListRow, columns_of, list_row
from registry.domain.validity import EVER, STATUS_WORDS, Status
from registry.domain.written_days import cn_date
from registry.exports._lists import annex_columns, list_of
from registry.exports.blocks import lines, text
from registry.exports.sheet import Properties, write
from registry.exports.tables import Cell, render_table
from registry.exports.titles import title_lines

_IN_FORCE = annex_columns(Outcome.RETAIN)
_ENDED = annex_columns(Outcome.LAPSE, {"reason": "终止理由", "ended_on": "终止日期"})
_IN_TABLES = columns_of(("title", "doc_no", "authority", "published_on", "effective_on", "valid_until_text"))
_HEADERS = ("序号", *(column.label for column in _IN_TABLES), "时效性", "自何日起", "说明")


@dataclass(frozen=True)
class StatusList:
    """Documents as they are on a day, in the order of the list; `status` None lists those of any status."""

    documents: Sequence[ListedDocument]
    on: date
    status: Status | None
    sheet_name: str

    @property
    def title(self) -> str:
        return f"{STATUS_WORDS[self.status]}的行政规范性文件目录" if self.status else "行政规范性文件目录"


def write_status_list(listed: StatusList, suffix: str, made_at: datetime, author: str = "") -> bytes:
    """The bytes of the list as docx, xlsx or csv, `made_at` aware."""
    if suffix == "docx":
        rows = [_row(document) for document in listed.documents]
        return render_status_list(listed.title, listed.on, rows, made_at, author)
    cells = [_cells(number, document) for number, document in enumerate(listed.documents, 1)]
    return render_table(_HEADERS, cells, listed.sheet_name, suffix, author)


def render_status_list(
    title: str, as_of: date, rows: Sequence[ListRow], made_at: datetime, author: str = ""
) -> bytes:
    """The .docx of a list; documents that have ended are shown with the day and the reason. `made_at` is aware."""
    properties = Properties(f"{title}（截至{cn_date(as_of)}）", author, made_at)
    return write([], properties, _list(title, as_of, rows, made_at))


def _list(title: str, as_of: date, rows: Sequence[ListRow], made_at: datetime) -> Iterator[str]:
    made = made_at.astimezone(SHANGHAI)
    yield lines("AnnexTitle", title_lines(title, "", 28))
    yield text("PaperSubtitle", f"（截至{cn_date(as_of)}，共{len(rows)}件，{cn_date(made)}{made:%H:%M}制作）")
    has_ended = any(row.ended_on for row in rows)
    yield from list_of(title, _ENDED if has_ended else _IN_FORCE, rows)


def _row(document: ListedDocument) -> ListRow:
    row = list_row(document)
    if document.has_ended:
        return replace(row, ended_on=document.status_from, reason=document.why)
    notes = (row.reason, f"已于{document.amended}" if document.amended else "")
    return replace(row, reason="；".join(note for note in notes if note))


def _cells(number: int, document: ListedDocument) -> list[Cell]:
    row = list_row(document)
    return [
        number,
        *(column.value(row) for column in _IN_TABLES),
        STATUS_WORDS[document.status],
        document.status_from if document.status_from > EVER else None,
        f"{document.why}已于{document.amended}。" if document.amended else document.why,
    ]
