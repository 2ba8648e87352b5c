"""The list of a cleanup round as a workbook to fill in: what is known is locked, what is asked for is open.

Sheet 1 has the rows, with drop-downs, real days, and a hidden mark by which each row is known again; sheet 2 says how
to fill it in. The protection has no password: it guards against slips.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from registry.domain.cleanups import ANSWER_WORDS, OUTCOME_WORDS, Answer, Outcome
from registry.domain.intakes import REFUSED_HEADING
from registry.domain.returned_rows import MARK_HEADING
from registry.domain.written_days import cn_date
from registry.exports._workbook import UNWRITABLE, Cell, begin_sheet, dateless, heading

LIST_SHEET, HELP_SHEET = "清理意见", "填写说明"
KNOWN = {"序号": 6, "标题": 44, "发文字号": 22, "制定机关": 24, "公布日期": 12, "有效期至": 12, "进展": 20}
"""The columns that say which document a row is about, and their widths; they are locked."""
ASKED = {
    "outcome": 16,
    "reason": 36,
    "clause": 24,
    "responsible": 20,
    "deadline_on": 12,
    "successor": 30,
    "extended_until": 14,
    "extension_act": 30,
}
"""The fields of an answer in the order of their columns, and their widths."""
HEADERS = (*KNOWN, *(ANSWER_WORDS[name] for name in ASKED), MARK_HEADING)
_DAYS = ("deadline_on", "extended_until")
_TEXT, _DAY = "@", "yyyy-mm-dd"
_OPEN, _LOCKED = Protection(locked=False), Protection(locked=True)
_GREY = PatternFill("solid", fgColor="F2F2F2")
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_FIRST_DAY = date(2000, 1, 1)


@dataclass(frozen=True)
class FillInRow:
    """A document of the round: what is known of it, what stands, and the mark of the row.

    `is_closed`: nothing may be filled in any more.
    """

    title: str
    doc_no: str
    authority: str
    published_on: date | None
    valid_until: date | None
    progress: str
    answer: Answer
    mark: str
    is_closed: bool = False

    def known(self, number: int) -> list[Cell]:
        return [
            number, self.title, self.doc_no, self.authority, self.published_on, self.valid_until, self.progress,
        ]  # fmt: skip


@dataclass(frozen=True)
class FillInFacts:
    """What the explanations tell of a round: by when it is answered, and to whom."""

    name: str
    cut_off_on: date
    due_on: date | None
    office: str


def render_round_workbook(facts: FillInFacts, rows: Sequence[FillInRow]) -> bytes:
    """The bytes of the workbook; the same rows give the same bytes."""
    book = Workbook(write_only=True)
    sheet = begin_sheet(book, LIST_SHEET, [*KNOWN.values(), *ASKED.values(), 24])
    sheet.freeze_panes = "C2"
    sheet.column_dimensions[get_column_letter(len(HEADERS))].hidden = True
    sheet.append([heading(sheet, words) for words in HEADERS])
    for number, row in enumerate(rows, 1):
        sheet.append(_cells(sheet, number, row))
    _guard(sheet, len(KNOWN), len(rows) + 1)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(HEADERS))}{len(rows) + 1}"
    sheet.protection.sheet = True
    for freedom in ("autoFilter", "formatColumns", "formatRows"):
        setattr(sheet.protection, freedom, False)  # in OOXML, what is not forbidden
    _explain(book, facts)
    return _bytes(book, facts.office)


def render_refused_rows(rows: Iterable[tuple[Sequence[str], str]], office: str) -> bytes:
    """The refused rows as they were read, under HEADERS, each with the reason: mended, they can be sent again."""
    book = Workbook(write_only=True)
    sheet = begin_sheet(book, LIST_SHEET, [*KNOWN.values(), *ASKED.values(), 24, 50])
    sheet.append([heading(sheet, words) for words in (*HEADERS, REFUSED_HEADING)])
    last = 1
    for last, (cells, reason) in enumerate(rows, 2):  # noqa: B007 - the number of the last row is used below
        sheet.append([_cell(sheet, words, _TEXT) for words in (*cells, reason)])
    _guard(sheet, len(KNOWN), last)
    return _bytes(book, office)


def render_zip(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Named files in one .zip that says nothing of the hour."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name, content in files:
            target.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


def _cells(sheet: Any, number: int, row: FillInRow) -> list[SheetCell]:
    known = [_cell(sheet, value, _TEXT if isinstance(value, str) else _DAY) for value in row.known(number)]
    known[0].number_format = "0"
    asked = []
    for name in ASKED:
        value = getattr(row.answer, name)
        shown = OUTCOME_WORDS[value] if isinstance(value, Outcome) else value or None
        asked.append(_cell(sheet, shown, _DAY if name in _DAYS else _TEXT, is_open=not row.is_closed))
    return [*known, *asked, _cell(sheet, row.mark, _TEXT)]


def _cell(sheet: Any, value: Cell, number_format: str, *, is_open: bool = False) -> SheetCell:
    """A cell that holds text as text, whatever it looks like, and days as days."""
    kept: Any = UNWRITABLE.sub("", value) if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, kept)
    if isinstance(value, str):
        cell.data_type = "s"
    cell.number_format, cell.alignment = number_format, _WRAPPED
    cell.protection = _OPEN if is_open else _LOCKED
    if not is_open:
        cell.fill = _GREY
    return cell


def _guard(sheet: Any, n_known: int, last: int) -> None:
    """Drop-downs and days where they are asked for; Excel refuses anything else there."""
    outcomes = DataValidation(type="list", formula1=f'"{",".join(OUTCOME_WORDS.values())}"', allow_blank=True)
    days = DataValidation(
        type="date", operator="greaterThanOrEqual", formula1=_serial(_FIRST_DAY), allow_blank=True
    )
    outcomes.error, days.error = "请在下拉列表中选择清理意见。", "请填写日期，例如2026-06-30。"
    for rule in (outcomes, days):
        rule.errorTitle, rule.showErrorMessage = "填写有误", True
        sheet.data_validations.append(rule)
    for at, name in enumerate(ASKED, n_known + 1):
        place = f"{get_column_letter(at)}2:{get_column_letter(at)}{max(last, 2)}"
        if name == "outcome":
            outcomes.add(place)
        elif name in _DAYS:
            days.add(place)


def _serial(day: date) -> str:
    return str((day - date(1899, 12, 30)).days)


def _explain(book: Workbook, facts: FillInFacts) -> None:
    sheet = begin_sheet(book, HELP_SHEET, [22, 60, 60])
    due = f"请于{cn_date(facts.due_on)}前送回。" if facts.due_on else "没有规定期限，请尽早送回。"
    sheet.append([heading(sheet, words) for words in ("事项", "说明", "")])
    for words in (
        ("本轮清理", f"{facts.name}，清理截至{cn_date(facts.cut_off_on)}仍未终止的文件。", ""),
        ("什么时候送回", due, ""),
        (
            "送给谁",
            f"{facts.office}。能登录系统的，在“清理”里打开本轮，在“收回表格”处交回；不能登录的，把表格交{facts.office}代录。",
            "",
        ),
        ("怎样填", "只填白色的格，灰色的格已经锁定。填好一部分也可以先送回，以后再送。", ""),
        (
            "已有的意见",
            "表格下载时已有的意见已经填好。与现有意见不同的行不会直接覆盖，由办理的人逐条选定。",
            "",
        ),
        ("不要改动", "不要删除、移动或者复制整行。每一行都带有系统标记，凭它对应到文件。", ""),
    ):
        sheet.append([_cell(sheet, cell, _TEXT) for cell in words])
    sheet.append([heading(sheet, words) for words in (ANSWER_WORDS["outcome"], "什么情况", "还要填写什么")])
    for outcome, (when, needed) in _EXPLAINED.items():
        sheet.append([_cell(sheet, words, _TEXT) for words in (OUTCOME_WORDS[outcome], when, needed)])
    sheet.protection.sheet = True


_EXPLAINED: dict[Outcome, tuple[str, str]] = {
    Outcome.RETAIN: (
        "仍然需要，合法，可行。",
        "有效期已经届满的，填写“延长后的有效期”和“据以延长的文件”；其他的不必填。",
    ),
    Outcome.TO_AMEND: (
        "职责或者上位依据变了，部分条款要改。",
        "“理由”“要修改的条款”“责任单位”“完成时限”。",
    ),
    Outcome.LAPSE: (
        "有效期已过，规范的对象不存在了，或者任务已经完成。",
        "“理由”；有效期没有届满的，还要填写“替代文件或依据”。",
    ),
    Outcome.REPEAL: (
        "依据变了，不再适用，或者已被新的文件完全替代。",
        "“理由”“替代文件或依据”。",
    ),
    Outcome.RECLASSIFY: ("重新认定不属于规范性文件。", "“理由”。"),
}


def _bytes(book: Workbook, author: str) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return dateless(out, author)
