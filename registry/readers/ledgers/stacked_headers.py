"""A header on two lines, and values that stand in several columns, brought to one line and one column."""

import re
from dataclasses import replace

from registry.domain.normal import visible
from registry.readers.files.sheets import Sheet
from registry.readers.ledgers.columns import DATE_FIELDS, HEADER_ROWS, SYNONYMS, field_of

_LONGEST = 12  # of a heading; a line above the table is longer
_CODE, _YEAR, _SERIAL = "代字", "年", "号"
_PARTS = {
    **dict.fromkeys(("机关代字", "发文机关代字", "文号代字", "代字", "发文代字"), _CODE),
    **dict.fromkeys(("年份", "年号", "年度", "发文年份", "发文年号", "年"), _YEAR),
    **dict.fromkeys(
        ("顺序号", "序号", "发文序号", "发文顺序号", "流水号", "文号序号", "编号", "号"), _SERIAL
    ),
}
_NUMBER, _DATE = [_CODE, _YEAR, _SERIAL], ["年", "月", "日"]


def with_one_header(sheet: Sheet) -> Sheet:
    """The sheet with the header's lower line speaking for both, every row at its own number; else as it is."""
    rows = [list(row) for row in sheet.rows]
    for at in range(min(HEADER_ROWS, len(rows) - 1)):
        tops = _tops(rows[at], rows[at + 1], [span[1:] for span in sheet.spans if span[0] == at])
        fields = {field_of(_joined(top, under)) for top, under in zip(tops, rows[at + 1], strict=False)}
        if {"title"} < fields:
            _compose(rows, at + 1, tops)
            labels = [_joined(top, under) for top, under in zip(tops, rows[at + 1], strict=True)]
            rows[at], rows[at + 1] = [""] * len(labels), labels
            return replace(sheet, rows=rows)
    for at in range(min(HEADER_ROWS, len(rows))):
        if "title" in {field_of(cell) for cell in rows[at]}:
            _compose(rows, at, [""] * len(rows[at]))
    return replace(sheet, rows=rows)


def _tops(upper: list[str], lower: list[str], spans: list[tuple[int, ...]]) -> list[str]:
    """The upper heading of each column, or nothing when the lower line is no part of a header: outside the groups
    it says nothing of its own."""
    tops, groups = [visible(cell) for cell in upper], set()
    under = [visible(cell) for cell in lower]
    words = set(filter(None, tops))
    if len(upper) != len(lower) or len(words) < 2 or any(len(w) > _LONGEST or ":" in w for w in words):
        return []
    for at in range(1, len(tops)):
        is_merged = any(first < at <= last for first, last in spans)
        if not tops[at] and under[at] and under[at - 1] and tops[at - 1] and (is_merged or not spans):
            tops[at] = tops[at - 1]
            groups |= {at - 1, at}
    is_header = all(
        at in groups or not under[at] or under[at] == tops[at] or not tops[at] for at in range(len(tops))
    )
    return tops if groups and is_header else []


def _joined(top: str, under: str) -> str:
    """成文 below 日期 is 成文日期; what says enough by itself stays."""
    word = visible(under)
    if not word or word == top:
        return top
    if not top or field_of(word):
        return word
    return f"{word}{top}" if field_of(f"{word}{top}") else f"{top}{word}"


def _compose(rows: list[list[str]], header: int, tops: list[str]) -> None:
    """Writes a number or a date of three columns into the first of them, below the heading of the three."""
    words = [visible(cell).replace(" ", "") for cell in rows[header]]
    for at in range(len(words) - 2):
        three, top = words[at : at + 3], tops[at]
        is_number = [_PARTS.get(word) for word in three] == _NUMBER
        is_date = three == _DATE and field_of(top) in DATE_FIELDS and tops[at] == tops[at + 2]
        if not is_number and not is_date:
            continue
        rows[header][at : at + 3] = [SYNONYMS["doc_no"][0] if is_number else top, "", ""]
        tops[at : at + 3] = [rows[header][at], "", ""]
        for row in rows[header + 1 :]:
            cells = [visible(cell) for cell in row[at : at + 3]]
            if any(cells) and len(cells) == 3:
                row[at : at + 3] = [_number(*cells) if is_number else _date(*cells), "", ""]


def _number(code: str, year: str, serial: str) -> str:
    digits = [re.sub(r"\D", "", part) for part in (year, serial)]
    return f"{code}〔{digits[0]}〕{digits[1]}号" if code and all(digits) else f"{code}{year}{serial}"


def _date(year: str, month: str, day: str) -> str:
    parts = ((year, "年"), (month, "月"), (day, "日"))
    return "".join(f"{part.removesuffix(word)}{word}" for part, word in parts if part)
