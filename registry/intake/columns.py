"""Which column of a ledger holds what: the header row, and the words offices use in it."""

import re
from dataclasses import dataclass

from registry.domain.normal import visible
from registry.intake.sheets import Sheet

SYNONYMS: dict[str, tuple[str, ...]] = {
    "seq": ("序号", "编号", "seq", "no", "no."),
    "title": ("标题", "文件名称", "文件标题", "名称", "规范性文件名称", "文件名", "题名", "title", "name"),
    "doc_no": (
        "发文字号",
        "文号",
        "文件编号",
        "文件字号",
        "发文文号",
        "文件号",
        "wenhao",
        "doc_number",
        "doc_no",
    ),
    "authority": (
        *("制定机关", "发文机关", "发文单位", "制发单位", "制定单位", "制发机关", "发布机关", "发布单位"),
        *("起草单位", "公布机关", "印发机关", "issuer", "authority"),
    ),
    "signed_on": ("成文日期", "成文时间", "签发日期", "签发时间", "signed_on"),
    "published_on": ("公布日期", "公布时间", "发布日期", "发布时间", "颁布日期", "颁布时间", "published_on"),
    "issued_on": ("印发日期", "印发时间", "发文日期", "发文时间", "制发日期", "issued_on"),
    "posted_on": ("上网日期", "网站发布日期", "网上发布日期", "posted_on"),
    "effective_on": ("施行日期", "施行时间", "实施日期", "实施时间", "生效日期", "生效时间", "effective_on"),
    "valid_until": (
        "有效期至",
        "有效期限",
        "有效期",
        "有效期截止日期",
        "失效日期",
        "截止日期",
        "valid_until",
    ),
    "stated": ("时效性", "有效性", "效力状态", "状态", "清理结果", "清理意见", "效力", "时效", "status"),
    "disclosure": ("公开属性", "公开方式", "是否公开", "公开类型", "disclosure"),
    "filed_on": ("备案日期", "备案时间", "报备日期", "filed_on"),
    "filing_no": ("备案登记号", "备案号", "备案编号", "登记号", "filing_no"),
    "reg_no": ("统一编号", "统一登记号", "三统一编号", "reg_no"),
    "index_no": ("索引号", "index_no"),
    "subject": ("主题分类", "主题词", "分类", "类别", "subject", "category"),
    "duplicate_reason": ("重号说明", "重号原因", "duplicate_reason"),
    "note": ("备注", "说明", "注", "note", "remark"),
    "date": ("日期", "时间", "年月日", "date"),
}
FIELD_WORDS: dict[str, str] = {field: words[0] for field, words in SYNONYMS.items()}
DATE_FIELDS = ("signed_on", "published_on", "issued_on", "posted_on", "effective_on", "filed_on")
_HEADER_ROWS = 30
_FIELDS = {word: field for field, words in SYNONYMS.items() for word in words}
_LONG_WORDS = sorted((word for word in _FIELDS if len(word) > 2), key=len, reverse=True)
_DECORATION = re.compile(r"\(.*?\)|\[.*?\]|[\s:*“”\"、]")


@dataclass(frozen=True)
class Header:
    """The header row of a sheet (`row` counts from 1) and the column, counted from 0, of each field it names."""

    row: int
    headers: list[str]
    columns: dict[str, int]

    def name_of(self, field: str) -> str:
        """The office's own heading of a field's column."""
        return self.headers[self.columns[field]]


def find_header(sheet: Sheet, mapping: dict[str, str] | None = None) -> Header | None:
    """The row within the first 30 that names most fields, a title among them; None when no row names any.

    `mapping` (heading → field, "" for a note) overrules the synonyms: a person chose it.
    """
    found = [_header(index, row, mapping or {}) for index, row in enumerate(sheet.rows[:_HEADER_ROWS], 1)]
    best = max(found, key=lambda header: ("title" in header.columns, len(header.columns)), default=None)
    return best if best and best.columns else None


def field_of(heading: str) -> str | None:
    """The field a heading names: by its synonyms, else by the longest synonym within it ("本级文件名称" → title)."""
    word = _DECORATION.sub("", visible(heading).lower())
    if word in _FIELDS:
        return _FIELDS[word]
    if len(word) > 12:
        return None
    return next((_FIELDS[each] for each in _LONG_WORDS if each in word), None)


def _header(number: int, row: list[str], mapping: dict[str, str]) -> Header:
    headers = [visible(cell) for cell in row]
    columns: dict[str, int] = {}
    for index, heading in enumerate(headers):
        field = mapping.get(heading, field_of(heading) if heading else None)
        if field and field not in columns:
            columns[field] = index
    if "title" in columns and not headers[0]:
        columns.setdefault("seq", 0)
    return Header(number, headers, _undated(columns))


def _undated(columns: dict[str, int]) -> dict[str, int]:
    """A date of no stated kind is taken for the publication date when no column says it is one."""
    for vague in ("date", "issued_on"):
        if vague in columns and "published_on" not in columns:
            columns["published_on"] = columns.pop(vague)
    columns.pop("date", None)
    return columns
