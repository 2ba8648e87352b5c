"""Rows of a ledger that hold no document, and cells that say 同上."""

import re
from functools import lru_cache

from registry.domain import doc_numbers, normal
from registry.domain.document_fields import LEDGER_PLAIN, UNIQUE
from registry.readers.documents.authorities import is_authority
from registry.readers.ledgers.columns import DATE_FIELDS, Header
from registry.readers.ledgers.groups import is_group_heading

_HEADING = re.compile(
    r"^(?:第?[一二三四五六七八九十]+[、.部章节]|\([一二三四五六七八九十]+\)|合计|小计|总计|共计|填表|制表|注:|说明:)"
)
_FOOTER = re.compile(
    r"^(?:(?:填表|填报|制表|审核|审批|经办|负责|联系)(?:人|单位|日期|时间)?[::]|(?:联系)?电话[::]|(?:单位|公章|盖章)?\(?(?:盖章|公章|签章)\)?[::]?$"
    r"|(?:单位|部门)\((?:盖章|公章)\)|第\d+页|注[::]|说明[::]|备注[::]|以上(?:共计?|合计)|以下空白|\(?(?:此|本)页无正文\)?$|[.…]+$)"
)
_SIGNATURE = re.compile(
    r"(?:填表|填报|制表|审核|审批|审定|复核|经办|校对|统计|报送|上报|分管|主管|单位|部门|主要|科室|负责人|领导)*"
    r"(?:负责人|责任人|领导|联系人|人员|人|单位|部门|日期|时间|电话|签字|签章|盖章|公章)(?:\(\w{1,6}\))?:.*"
    r"|(?:填表|填报|制表)(?:人|日期|时间).{0,6}"
    r"|(?:联系|办公)?(?:电话|手机|传真|方式|邮箱|电子邮箱):?[-\da-zA-Z_@.]*|(?:日期|时间):.*"
    r"|\(?(?:单位|部门)?\(?(?:盖章|公章|签章|签字|签名)\)?:?"
)
_LOOSE = re.compile(r"\d+|(?:\d{4}[-年./]\d{1,2}[-月./]\d{1,2}日?)|年月日")
"""What may stand beside a signature: a serial number, a day, or the blanks for one."""
_ORDINAL = re.compile(r"^(?:第?[一二三四五六七八九十]{1,3}[、.部章]|\([一二三四五六七八九十]{1,3}\)[、.]?)")
_COUNTED = re.compile(r"\(?共?\d+[件份个项]\)?$")
_A_DAY = re.compile(r"\d{4}[-年./]\d{1,2}[-月./]\d{1,2}日?")
_TOTAL = re.compile(r"(?:[一-鿿]{0,10}文件|本页)?(?:合计|小计|总计|共计|累计)[::]?")
_BLANK = frozenset(
    {"", "-", "--", "—", "——", "－", "/", "无", "不详", "暂无", "空", "null", "none", "nan", "n/a"}
)
DITTO = frozenset({"同上", "〃", "″", "′′", '"', "''", "”", "“", "々"})
_FIGURE = re.compile(r"共?\s*\d+\s*[件份条项]?")
# the fields in which two documents may agree, so that 同上 makes sense
_SHARED = (
    "authority", *DATE_FIELDS, "ended_on", "valid_until", "stated", "disclosure",
    *(name for name in LEDGER_PLAIN if name not in UNIQUE),
)  # fmt: skip

# Several functions look at each cell, and many cells repeat from row to row.
visible = lru_cache(maxsize=1 << 12)(normal.visible)


def is_blank(cell: str) -> bool:
    """Whether the cell counts as empty: nothing, a dash, 无, 不详."""
    return visible(cell).lower() in _BLANK


def is_heading(row: list[str], header: Header, *, is_spanned: bool) -> bool:
    """Whether the row is a group heading, a total or a remark instead of a document."""
    filled = {cell.strip() for cell in row if cell.strip()}
    if not _has_number(row, header) and (_is_issued(row, header) or _is_total(filled)):
        return True
    if len(filled) == 1 and (_FOOTER.match(visible(next(iter(filled)))) or _is_remark(row, header)):
        return True
    if _is_signed(filled) and not _has_number(row, header):
        return True
    if _is_group(row, header):
        return True
    title = row[header.columns["title"]].strip() if header.columns["title"] < len(row) else ""
    first = visible(next(iter(cell for cell in row if cell.strip()), ""))
    if len(filled) == 1 and (is_spanned or (not title and _HEADING.match(first))):
        return True
    is_figure = not title or bool(_FIGURE.fullmatch(visible(title)))
    is_footer = not title and bool(_FOOTER.match(first)) and not _has_number(row, header)
    return is_footer or (is_figure and bool(_TOTAL.fullmatch(first.replace(" ", ""))))


def _is_issued(row: list[str], header: Header) -> bool:
    """Whether the row holds no more than a body in the column of titles, its ordinal, and a day.

    It heads a group, or says who drew the table up. A row with a serial number is a document.
    """
    words = [visible(cell).replace(" ", "") for cell in row if cell.strip()]
    at = header.columns["title"]
    title = visible(row[at]).replace(" ", "") if at < len(row) else ""
    if any(word.isdecimal() for word in words):
        return False
    bodies = [word for word in words if not _LOOSE.fullmatch(word) and not _ORDINAL.fullmatch(word)]
    is_body = len(bodies) == 1 and is_authority(_ORDINAL.sub("", _COUNTED.sub("", bodies[0])))
    return (is_body and bodies == [title] and "关于" not in title) or (
        not bodies and all(map(_A_DAY.fullmatch, words))
    )


def _is_total(filled: set[str]) -> bool:
    """Whether the cells hold a word for a total, and figures."""
    words = [visible(cell).replace(" ", "") for cell in filled]
    others = [word for word in words if not _FIGURE.fullmatch(word)]
    return bool(others) and all(_TOTAL.fullmatch(word) for word in others)


def _is_group(row: list[str], header: Header) -> bool:
    """Whether the row heads a section by its status, with no more than the number of its documents beside it."""
    filled = list(dict.fromkeys(cell.strip() for cell in row if cell.strip()))
    if any(cell.isdecimal() for cell in filled):
        return False  # a serial number: a document
    words = [cell for cell in filled if not _FIGURE.fullmatch(visible(cell))]
    return len(words) == 1 and not _has_number(row, header) and is_group_heading(words[0])


def _is_signed(filled: set[str]) -> bool:
    """Whether the cells hold nothing but who filled in and checked the table, when, and their telephone."""
    words = [visible(cell).replace(" ", "") for cell in filled]
    others = [word for word in words if not _LOOSE.fullmatch(word)]
    return bool(others) and all(_SIGNATURE.fullmatch(word) for word in others)


def _is_remark(row: list[str], header: Header) -> bool:
    """Whether the column of serial numbers holds words."""
    return bool(row[0].strip()) and header.columns.get("seq") == 0 and not row[0].strip().isdecimal()


def is_repeated_header(row: list[str], header: Header) -> bool:
    """Whether the row repeats the header, as at the top of a printed page, with other spaces or on two lines."""
    filled = [visible(cell).replace(" ", "") for cell in row if cell.strip()]
    labels = [label.replace(" ", "") for label in header.headers if label]
    return len(filled) > 1 and all(
        any(cell in label for label in labels) and len(cell) > 1 for cell in filled
    )


def is_aligned(row: list[str], header: Header) -> bool:
    """Whether every filled cell is part of the heading of its own column."""
    labels = [visible(label).replace(" ", "") for label in header.headers]
    cells = [visible(cell).replace(" ", "") for cell in row]
    return all(not cell or (at < len(labels) and cell in labels[at]) for at, cell in enumerate(cells))


def without_ditto(row: list[str], above: list[str], header: Header) -> list[str]:
    """The row with each 同上 replaced by the cell above it; `above` is the row before, itself without 同上."""
    full = list(row)
    for name in _SHARED:
        index = header.columns.get(name, len(row))
        if index < min(len(row), len(above)) and visible(row[index]) in DITTO:
            full[index] = above[index]
    return full


def _has_number(row: list[str], header: Header) -> bool:
    index = header.columns.get("doc_no", len(row))
    return index < len(row) and bool(doc_numbers.key(row[index]))
