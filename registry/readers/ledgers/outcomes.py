"""Reading a list of cleanup outcomes: 发文字号, 标题, 清理意见, 理由, 责任单位 and 完成时限.

制定机关 and 公布日期 are optional columns that tell documents with the same title apart.
"""

from dataclasses import dataclass

from registry.domain.errors import Refusal
from registry.domain.normal import tidy, visible
from registry.readers.files.sheets import Sheet
from registry.readers.ledgers.columns import field_of

_HEADER_ROWS = 30
_FIELDS = {
    "outcome": ("清理意见", "清理结果", "清理结论", "处理意见", "意见", "outcome"),
    "reason": ("理由", "清理理由", "原因", "废止理由", "失效理由", "修改理由", "废止理由/依据", "reason"),
    "responsible": ("责任单位", "责任部门", "修改单位", "responsible"),
    "deadline": ("完成时限", "修改时限", "完成日期", "deadline"),
}
_COLUMNS = (
    "doc_no", "title", "outcome", "reason", "responsible", "deadline", "authority", "published_on",
)  # fmt: skip
_BY_HEADING = {heading: field for field, headings in _FIELDS.items() for heading in headings}


@dataclass(frozen=True)
class OutcomeLine:
    """One row of the list, every value as written; `row` counts from 1 as in the file."""

    row: int
    doc_no: str
    title: str
    outcome: str
    reason: str
    responsible: str
    deadline: str
    authority: str = ""
    published_on: str = ""
    sheet: str = ""

    @property
    def place(self) -> str:
        """第3行, with the sheet's name where the file has several sheets."""
        return f"工作表“{self.sheet}”第{self.row}行" if self.sheet else f"第{self.row}行"


def outcome_lines(name: str, sheets: list[Sheet]) -> list[OutcomeLine]:
    """The filled rows below the header of every sheet. Raises Refusal when no sheet has the required columns."""
    filled = [sheet for sheet in sheets if any(any(map(str.strip, row)) for row in sheet.rows)]
    headed = [(sheet, header) for sheet in filled if (header := _header(sheet))]
    if not headed:
        raise Refusal(
            f"“{name}”中没有找到表头。第一行应有“发文字号”“标题”“清理意见”“理由”四列，"
            "其中“清理意见”和“发文字号”“标题”中的至少一列必须有。"
        )
    is_single = len(filled) == 1
    return [
        line for sheet, header in headed for line in _lines(sheet, *header, "" if is_single else sheet.name)
    ]


def _header(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """(row index, field → column) of the first row with a heading for the outcome and one for the document."""
    for index, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        columns: dict[str, int] = {}
        for at, cell in enumerate(row):
            heading = visible(cell).replace(" ", "").lower()
            field = _BY_HEADING.get(heading) or field_of(heading)
            if field:
                columns.setdefault(field, at)
        if "outcome" in columns and {"title", "doc_no"} & columns.keys():
            return index, columns
    return None


def _lines(sheet: Sheet, header_at: int, columns: dict[str, int], name: str) -> list[OutcomeLine]:
    lines = []
    for index, row in enumerate(sheet.rows[header_at + 1 :], header_at + 2):
        if not any(cell.strip() for cell in row):
            continue
        values = {
            field: tidy(row[columns[field]]) if field in columns and columns[field] < len(row) else ""
            for field in _COLUMNS
        }
        lines.append(OutcomeLine(row=index, sheet=name, **values))
    return lines
