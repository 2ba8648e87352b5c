"""Reading a list of cleanup outcomes: 发文字号, 标题, 清理意见, 理由 and what else an outcome needs.

制定机关 and 公布日期 are optional columns that tell documents with the same title apart. The outcome may also stand in
a ticked column (废止：√), or above the rows: in a section row, a title row or the sheet's name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from registry.domain.cleanups import OUTCOME_WORDS, Answer, Outcome, outcome_from
from registry.domain.errors import Refusal
from registry.domain.normal import tidy, visible
from registry.domain.returned_rows import MARK_HEADING, Mark
from registry.readers.documents.dates import parse_date, since_1900
from registry.readers.files.sheets import Sheet
from registry.readers.files.workbook_marks import NO_RESULT
from registry.readers.ledgers.columns import HEADER_ROWS, Header, field_of
from registry.readers.ledgers.groups import Groups, heading_status, words_of
from registry.readers.ledgers.row_kinds import is_heading, is_repeated_header
from registry.readers.ledgers.status_words import (
    PLANNED,
    UNCLEAR,
    is_mark_heading,
    read_mark,
    read_status,
    without_plan,
)

HEADINGS = {
    "outcome": ("清理意见", "清理结果", "清理结论", "处理意见", "意见", "outcome"),
    "reason": ("理由", "清理理由", "原因", "废止理由", "失效理由", "修改理由", "废止理由/依据", "reason"),
    "clause": ("要修改的条款", "修改条款", "拟修改条款", "clause"),
    "responsible": ("责任单位", "责任部门", "修改单位", "responsible"),
    "deadline": ("完成时限", "修改时限", "完成日期", "deadline"),
    "successor": ("替代文件或依据", "替代文件", "替代它的文件", "successor"),
    "extended_until": ("延长后的有效期", "延长后有效期", "有效期延长至", "延长至", "extended_until"),
    "extension_act": ("据以延长的文件", "延长依据", "extension_act"),
    "mark": (MARK_HEADING,),
}
"""field → its headings; the first is the one that workbooks are written with."""
_COLUMNS = (*HEADINGS, "doc_no", "title", "authority", "published_on")
_DAYS = {"deadline": "完成时限", "extended_until": "延长后的有效期"}
_BROKEN = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!)")
_BY_HEADING = {heading: field for field, headings in HEADINGS.items() for heading in headings}
_OUTCOMES = {
    **dict.fromkeys(("in_force", "retained", "extended", "reissued"), Outcome.RETAIN),
    **dict.fromkeys(("to_amend", "amended", "partly_repealed"), Outcome.TO_AMEND),
    **dict.fromkeys(("lapsed", "declared_lapsed"), Outcome.LAPSE),
    "repealed": Outcome.REPEAL,
    "reclassified": Outcome.RECLASSIFY,
}


@dataclass(frozen=True)
class OutcomeLine:
    """One row of the list, every value as written; `row` counts from 1 as in the file. `group` is the heading above it
    that states an outcome."""

    row: int
    doc_no: str
    title: str
    outcome: str
    reason: str
    responsible: str
    deadline: str
    authority: str = ""
    published_on: str = ""
    clause: str = ""
    successor: str = ""
    extended_until: str = ""
    extension_act: str = ""
    mark: str = ""
    sheet: str = ""
    group: str = ""

    @property
    def place(self) -> str:
        """第3行, with the sheet's name where the file has several sheets."""
        return f"工作表“{self.sheet}”第{self.row}行" if self.sheet else f"第{self.row}行"

    @property
    def words(self) -> str:
        """The words in which the file states the outcome."""
        return self.outcome or self.group

    @property
    def known_by(self) -> Mark | None:
        """The mark by which the system knows its own row again."""
        return Mark.read(self.mark)

    @property
    def is_silent(self) -> bool:
        """Whether the row of a workbook says nothing of its document."""
        return not any(getattr(self, name) for name in _SAYING)


_SAYING = [name for name in HEADINGS if name != "mark"]


def read_answer(line: OutcomeLine) -> Answer:
    """What a row says of its document. Raises Refusal for words or days that cannot be read."""
    for name in _SAYING:
        if getattr(line, name) == NO_RESULT or _BROKEN.fullmatch(getattr(line, name)):
            raise Refusal(f"“{HEADINGS[name][0]}”一格是公式，没有读出结果，请改成文字或日期。")
    return Answer(
        read_outcome(line),
        line.reason,
        line.responsible,
        _day(line, "deadline"),
        line.clause,
        line.successor,
        _day(line, "extended_until"),
        line.extension_act,
    ).bare()


def _day(line: OutcomeLine, field: str) -> date | None:
    written = getattr(line, field)
    try:
        return parse_date(written) if written else None
    except Refusal as refusal:
        raise Refusal(f"{_DAYS[field]}：{refusal.sentence}") from None


def read_outcome(line: OutcomeLine) -> Outcome:
    """The outcome that a row's cell and the heading above it state. Raises Refusal with what to write instead."""
    if not line.words:
        raise Refusal("没有填写清理意见。")
    outcome = _outcome(line.words)
    if outcome is None:
        words = "、".join(OUTCOME_WORDS.values())
        raise Refusal(f"清理意见“{line.words}”认不出来或者不止一种，请填写以下之一：{words}。")
    of_group = _outcome(line.group) if line.group else None
    if of_group not in (None, outcome):
        raise Refusal(f"清理意见“{line.outcome}”与所在部分“{line.group}”不一致，请核对后改成一致的。")
    return outcome


def _outcome(words: str) -> Outcome | None:
    """The outcome that the words mean; None for unknown words and for several (废止或失效). A plan is an opinion."""
    if outcome := outcome_from(words):
        return outcome
    status = read_status(words)
    if status.kind == UNCLEAR:
        status = heading_status(words) or status
    if status.kind == PLANNED:
        status = read_status(without_plan(words))
    return _OUTCOMES.get(status.kind)


def outcome_lines(name: str, sheets: list[Sheet]) -> list[OutcomeLine]:
    """The filled rows below the header of every sheet. Raises Refusal when no sheet has the required columns."""
    filled = [sheet for sheet in sheets if any(any(map(str.strip, row)) for row in sheet.rows)]
    headed = [(sheet, header) for sheet in filled if (header := _header(sheet))]
    is_single = len(filled) == 1
    lines = [
        line for sheet, header in headed for line in _lines(sheet, header, "" if is_single else sheet.name)
    ]
    if not any(line.words for line in lines) and not any("outcome" in header.columns for _, header in headed):
        raise Refusal(
            f"“{name}”中没有找到表头。第一行应有“发文字号”“标题”“清理意见”“理由”四列，"
            "其中“清理意见”和“发文字号”“标题”中的至少一列必须有。"
        )
    return lines


def _header(sheet: Sheet) -> Header | None:
    """The first row with headings for the outcome and the document, else the first with one for the document and
    another field."""
    headers = []
    for number, row in enumerate(sheet.rows[:HEADER_ROWS], 1):
        headings = [visible(cell) for cell in row]
        columns: dict[str, int] = {}
        for at, heading in enumerate(headings):
            field = _BY_HEADING.get(heading.replace(" ", "").lower()) or field_of(heading)
            if field:
                columns.setdefault(field, at)
        if "stated" in columns and "outcome" not in columns:
            columns["outcome"] = columns.pop("stated")
        if {"title", "doc_no"} & columns.keys():
            columns.setdefault("title", columns.get("doc_no", 0))
            headers.append(Header(number, headings, columns))
    stated = (header for header in headers if "outcome" in header.columns)
    return next(stated, None) or next((header for header in headers if len(header.columns) > 2), None)


def _lines(sheet: Sheet, header: Header, name: str) -> Iterator[OutcomeLine]:
    columns = header.columns
    has_title = field_of(header.headers[columns["title"]]) == "title"
    marks = [(at, heading) for at, heading in enumerate(header.headers) if is_mark_heading(heading)]
    spanned = {row for row, first, last in sheet.spans if last - first >= 2}
    groups = Groups()
    groups.name_sheet(sheet.name)
    for row in sheet.rows[: header.row - 1]:
        groups.head(words_of(row))
    for index, row in enumerate(sheet.rows[header.row :], header.row):
        if not any(cell.strip() for cell in row):
            continue
        if is_repeated_header(row, header) or is_heading(row, header, is_spanned=index in spanned):
            groups.head(words_of(row))
            continue
        values = {
            field: tidy(row[columns[field]]) if field in columns and columns[field] < len(row) else ""
            for field in _COLUMNS
        }
        if not has_title:
            values["title"] = ""
        if sheet.is_1904:
            values |= {field: since_1900(values[field]) for field in (*_DAYS, "published_on")}
        ticked = [heading for at, heading in marks if at < len(row) and read_mark(heading, row[at])]
        values["outcome"] = values["outcome"] or "、".join(ticked)
        group = groups.status
        yield OutcomeLine(row=index + 1, sheet=name, group=group.words if group else "", **values)
