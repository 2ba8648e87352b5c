"""Sheets with a header on two lines, or with a number or a date spread over three columns, made regular."""

import re
from dataclasses import replace

from registry.domain.normal import visible
from registry.readers.files.sheets import Sheet
from registry.readers.ledgers.columns import DATE_FIELDS, HEADER_ROWS, SYNONYMS, field_of
from registry.readers.ledgers.status_words import is_mark_heading

_LONGEST = 12  # characters of a heading; a caption above the table is longer
_CODE, _YEAR, _SERIAL = "代字", "年", "号"
_PARTS = {
    **dict.fromkeys(("机关代字", "发文机关代字", "文号代字", "代字", "发文代字"), _CODE),
    **dict.fromkeys(("年份", "年号", "年度", "发文年份", "发文年号", "年"), _YEAR),
    **dict.fromkeys(
        ("顺序号", "序号", "发文序号", "发文顺序号", "流水号", "文号序号", "编号", "号"), _SERIAL
    ),
}
_NUMBER_PARTS, _DATE_PARTS = [_CODE, _YEAR, _SERIAL], ["年", "月", "日"]


def with_one_header(sheet: Sheet) -> Sheet:
    """The sheet with the whole header on its lower line and each number and date in one column.

    Rows keep their row numbers. A sheet without such a header is returned as it is.
    """
    rows = [list(row) for row in sheet.rows]
    for index in range(min(HEADER_ROWS, len(rows) - 1)):
        tops = _upper_headings(
            rows[index], rows[index + 1], [span[1:] for span in sheet.spans if span[0] == index]
        )
        fields = {field_of(_joined(top, lower)) for top, lower in zip(tops, rows[index + 1], strict=False)}
        if {"title"} < fields:
            _join_columns(rows, index + 1, tops)
            labels = [_joined(top, lower) for top, lower in zip(tops, rows[index + 1], strict=True)]
            rows[index], rows[index + 1] = [""] * len(labels), labels
            return replace(sheet, rows=rows)
    for index in range(min(HEADER_ROWS, len(rows))):
        if "title" in {field_of(cell) for cell in rows[index]}:
            _join_columns(rows, index, [""] * len(rows[index]))
    return replace(sheet, rows=rows)


def _upper_headings(upper: list[str], lower: list[str], spans: list[tuple[int, ...]]) -> list[str]:
    """The upper heading of each column; empty when the lower line is not part of the header.

    It is part of the header when there are groups (one upper heading above several lower ones) and it has no words of
    its own outside them.
    """
    tops, groups = [visible(cell) for cell in upper], set()
    lowers = [visible(cell) for cell in lower]
    words = set(filter(None, tops))
    is_caption = any(len(word) > _LONGEST or ":" in word for word in words)
    if len(upper) != len(lower) or len(words) < 2 or is_caption:
        return []
    for index in range(1, len(tops)):
        is_merged = any(first < index <= last for first, last in spans)
        has_lowers = lowers[index] and lowers[index - 1]
        if not tops[index] and has_lowers and tops[index - 1] and (is_merged or not spans):
            tops[index] = tops[index - 1]
            groups |= {index - 1, index}
    is_header = all(
        index in groups or not lowers[index] or lowers[index] == tops[index] or not tops[index]
        for index in range(len(tops))
    )
    return tops if groups and is_header else []


def _joined(top: str, lower: str) -> str:
    """One heading of the two: 成文 below 日期 is 成文日期. A lower heading that names a field stands alone."""
    word = visible(lower)
    if not word or word == top:
        return top
    if not top or field_of(word) or is_mark_heading(word):
        return word
    return f"{word}{top}" if field_of(f"{word}{top}") else f"{top}{word}"


def _join_columns(rows: list[list[str]], header: int, tops: list[str]) -> None:
    """Write each number or date that is spread over three columns into the first of them."""
    words = [visible(cell).replace(" ", "") for cell in rows[header]]
    for start in range(len(words) - 2):
        headings, top = words[start : start + 3], tops[start]
        is_number = [_PARTS.get(word) for word in headings] == _NUMBER_PARTS
        is_date = headings == _DATE_PARTS and field_of(top) in DATE_FIELDS and tops[start] == tops[start + 2]
        if not is_number and not is_date:
            continue
        rows[header][start : start + 3] = [SYNONYMS["doc_no"][0] if is_number else top, "", ""]
        tops[start : start + 3] = [rows[header][start], "", ""]
        for row in rows[header + 1 :]:
            cells = [visible(cell) for cell in row[start : start + 3]]
            if any(cells) and len(cells) == 3:
                row[start : start + 3] = [_number(*cells) if is_number else _date(*cells), "", ""]


def _number(code: str, year: str, serial: str) -> str:
    digits = [re.sub(r"\D", "", part) for part in (year, serial)]
    return f"{code}〔{digits[0]}〕{digits[1]}号" if code and all(digits) else f"{code}{year}{serial}"


def _date(year: str, month: str, day: str) -> str:
    parts = ((year, "年"), (month, "月"), (day, "日"))
    return "".join(f"{part.removesuffix(word)}{word}" for part, word in parts if part)
