"""Reading a table of laws under the headings people write: 法律名称, 文号, 状态, 废止日期, 替代法规, 依据."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from registry.domain import doc_numbers
from registry.domain.errors import Refusal
from registry.domain.law_tables import LawLine
from registry.domain.laws import GONE, LAW_WORDS, Law, LawStatus, law_status
from registry.domain.normal import tidy, visible
from registry.domain.written_days import cn_date
from registry.readers.documents.dates import parse_date, since_1900
from registry.readers.files.sheets import Sheet
from registry.readers.ledgers.columns import HEADER_ROWS
from registry.readers.ledgers.row_kinds import DITTO, is_blank

PLACE = "位置"
HEADINGS: dict[str, str] = {
    "title": "法律名称",
    "doc_no": "文号",
    "status": "状态",
    "effective": "施行日期",
    "ended": "废止日期",
    "successor": "替代法规",
    "source": "依据",
}
"""The columns under which a table of laws is written."""
_SYNONYMS: dict[str, str] = {
    "place": PLACE,
    "title": "法律名称 法规名称 法律法规名称 法律 法规 名称 标题 文件名称 规章名称 依据名称 法律法规 title name",
    "doc_no": "文号 发文字号 公布文号 令号 公布令号 发布文号 文件编号 doc_no",
    "status": "状态 效力 时效性 时效 效力状态 有效性 现行状态 法律状态 效力情况 status",
    "effective": "施行日期 施行时间 实施日期 实施时间 生效日期 生效时间 effective_on",
    "ended": "废止日期 废止时间 失效日期 失效时间 终止日期 终止时间 废止失效日期 失效废止日期 撤销日期 ended_on",
    "since": "状态日期 自何日起 起始日期 修改日期 since",
    "successor": "替代法规 替代法律 替代文件 替代法 新法 接替法规 现行法律 现行法规 取代法规 替代 取代 successor",
    "source": "依据 来源 出处 废止依据 依据来源 依据文件 法律依据 资料来源 source",
}  # fmt: skip
_FIELD_OF = {word: field for field, words in _SYNONYMS.items() for word in words.split(" ")}
_DECORATION = re.compile(r"\(.*?\)|\[.*?\]|[\s:*“”\"、/／|或和]|…+|\.{2,}")
_BY_ANOTHER = re.compile(r"(?:^被|^由).{0,6}[替取代]代$|^替代(?:它|其|本法)?的?.{0,4}$")
_DAYS = ("effective", "ended", "since")
_SKIPPED = re.compile(
    r"[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|合计|共计|总计|小计|填表|制表|审核|注[::]|说明[::]|备注[::]|共\d+[部件条]"
)
_NUMBER_LAST = re.compile(r"\s*[(（]([^()（）]*号)[)）]\s*$")
_ENDINGS = {"废止": LawStatus.REPEALED, "失效": LawStatus.LAPSED, "撤销": LawStatus.ANNULLED}


@dataclass(frozen=True)
class _Header:
    """The header of a sheet: the last of its rows, counted from 0, its headings, and the columns of each field."""

    row: int
    headings: list[str]
    columns: dict[str, list[int]]


@dataclass(frozen=True)
class LawFile:
    """The rows of a table of laws, with sentences about what was not read."""

    lines: list[LawLine]
    notes: list[str]


def law_lines(name: str, sheets: Sequence[Sheet]) -> LawFile:
    """The rows of every sheet that has a header. Raises Refusal when none has one, or all are empty."""
    filled = [sheet for sheet in sheets if any(any(map(str.strip, row)) for row in sheet.rows)]
    lines: list[LawLine] = []
    notes: list[str] = []
    headers = [_header(sheet) for sheet in filled]
    if not any(headers):
        why = "前30行里没有找到表头" if filled else "里面没有内容"
        raise Refusal(
            f"“{name}”不能作为法规表导入：{why}。表头应有“{HEADINGS['title']}”，"
            f"和“{HEADINGS['status']}”“{HEADINGS['ended']}”中的至少一列；还可以有“{HEADINGS['doc_no']}”"
            f"“{HEADINGS['successor']}”“{HEADINGS['source']}”。"
        )
    for sheet, header in zip(filled, headers, strict=True):
        called = f"工作表“{sheet.name}”" if len(filled) > 1 else ""
        if header is None:
            notes.append(f"{called}前30行里没有找到表头，整张表没有读取。")
            continue
        lines += _lines(sheet, header, tidy(f"“{name}”{called}") if name else "")
        used = {at for columns in header.columns.values() for at in columns}
        if unused := [heading for at, heading in enumerate(header.headings) if heading and at not in used]:
            notes.append(f"{called}没有用到的列：{'、'.join(dict.fromkeys(unused))}。")
        notes += sheet.remarks
    if not lines:
        raise Refusal(f"“{name}”的表头下面没有一部法律，请补上后再上传。")
    return LawFile(lines, notes)


def law_text(lines: Iterable[LawLine]) -> str:
    """The lines as text that `law_lines_of_text` reads back, places included."""
    head = "\t".join((PLACE, *HEADINGS.values()))
    rows = ("\t".join((line.place, *(line.cells.get(name, "") for name in HEADINGS))) for line in lines)
    return "\n".join([head, *rows])


def law_lines_of_text(text: str) -> list[LawLine]:
    """The lines of a pasted table. Raises Refusal as `law_lines` does."""
    rows = [line.removesuffix("\r").split("\t") for line in text.split("\n")]
    return law_lines("", [Sheet("", rows, [])]).lines


def _header(sheet: Sheet) -> _Header | None:
    """The first row, or pair of rows, that names the law and most other fields; None without one that is enough."""
    best: _Header | None = None
    rows = [[visible(cell) for cell in row] for row in sheet.rows[: HEADER_ROWS + 1]]
    for at, row in enumerate(rows[:HEADER_ROWS]):
        candidates = [_Header(at, row, _columns(row))]
        if at + 1 < len(rows):
            both = [lower or upper for upper, lower in zip(row, rows[at + 1], strict=False)]
            candidates.append(_Header(at + 1, both, _columns(both)))
        for header in candidates:
            is_enough = "title" in header.columns and {"status", "ended"} & header.columns.keys()
            if is_enough and (best is None or len(header.columns) > len(best.columns)):
                best = header
    return best


def _columns(headings: Sequence[str]) -> dict[str, list[int]]:
    columns: dict[str, list[int]] = {}
    for at, heading in enumerate(headings):
        if field := _field_of(heading):
            columns.setdefault(field, []).append(at)
    return columns


def _field_of(heading: str) -> str | None:
    """The field that a heading names, as a whole or by each of its words: 状态/效力, 替代法规/被…替代."""
    plain = visible(heading).lower()
    fields = {_named(part) for part in re.split(r"[/／、或和]", plain) if part.strip()}
    return _named(plain) or (fields.pop() if len(fields) == 1 else None)


def _named(words: str) -> str | None:
    word = _DECORATION.sub("", words)
    return _FIELD_OF.get(word) or ("successor" if _BY_ANOTHER.search(word) else None)


def _lines(sheet: Sheet, header: _Header, called: str) -> Iterator[LawLine]:
    above: dict[str, str] = {}
    for index, row in enumerate(sheet.rows[header.row + 1 :], header.row + 1):
        cells = [tidy(cell) for cell in row]
        if not any(cells) or _is_skipped(cells, header):
            continue
        above, problem = _values(cells, header, above, sheet.is_1904)
        yield _line(above.get("place", "") or f"{called}第{index + 1}行", above, problem, header)


def _is_skipped(cells: Sequence[str], header: _Header) -> bool:
    """Whether the row repeats the header, heads a section, or adds up: it states no law."""
    filled = [cell for cell in cells if cell]
    plain = [visible(cell).replace(" ", "") for cell in filled]
    headings = {heading.replace(" ", "") for heading in header.headings if heading}
    if len(plain) > 1 and all(cell in headings for cell in plain):
        return True
    return len(set(plain)) <= 2 and bool(_SKIPPED.match(plain[0])) and "《" not in plain[0]


def _values(
    cells: Sequence[str], header: _Header, above: Mapping[str, str], is_1904: bool
) -> tuple[dict[str, str], str]:
    """(field → cell, the problem of columns that disagree). 同上 is the cell above."""
    values, problem = {}, ""
    for field, columns in header.columns.items():
        written = [cells[at] for at in columns if at < len(cells) and not is_blank(cells[at])]
        written = [above.get(field, "") if cell in DITTO else cell for cell in written]
        written = [since_1900(cell) for cell in written] if is_1904 and field in _DAYS else written
        values[field] = written[0] if written else ""
        if len({_comparable(cell, field) for cell in written}) > 1:
            values[field] = "、".join(dict.fromkeys(written))
            names = "和".join(dict.fromkeys(f"“{header.headings[at]}”" for at in columns))
            problem = f"{names}写的不一样（{values[field]}），请核对后写成一致的。"
    return values, problem


def _comparable(cell: str, field: str) -> object:
    """The cell for comparing: two spellings of a day are one."""
    try:
        return parse_date(cell) if field in _DAYS else cell
    except Refusal:
        return cell


def _line(place: str, values: Mapping[str, str], problem: str, header: _Header) -> LawLine:
    cells = {name: values.get(name, "") for name in HEADINGS}
    cells["effective"] = cells["effective"] or ("" if cells["ended"] else values.get("since", ""))
    try:
        if problem:
            raise Refusal(problem)
        return LawLine(place, _law(values, header), cells=cells)
    except Refusal as refusal:
        return LawLine(place, None, refusal.sentence, cells)


def _law(values: Mapping[str, str], header: _Header) -> Law:
    """The law that a row states. Raises Refusal with the column and what to write instead."""
    title, doc_no = _title_and_number(values.get("title", ""), values.get("doc_no", ""))
    days = {name: _day(values[name], header, name) for name in _DAYS if values.get(name)}
    status = _status(values.get("status", ""), days, header)
    if status in GONE:
        since = days.get("ended") or days.get("since")
        if since and (start := days.get("effective")) and start > since:
            raise Refusal(f"施行日期{cn_date(start)}晚于{LAW_WORDS[status]}日期{cn_date(since)}，请核对。")
    else:
        since = days.get("effective") or days.get("since")
    return Law(
        title, status, since, bare_title(values.get("successor", "")), doc_no, values.get("source", "")
    )


def _title_and_number(cell: str, doc_no: str) -> tuple[str, str]:
    number = _NUMBER_LAST.search(cell)
    if number and doc_numbers.parse(number[1]).key:
        cell, doc_no = cell[: number.start()].strip(), doc_no or number[1]
    if re.search(r"》[、，,；;和与及\s]*《", cell):
        raise Refusal(f"“法律名称”一格写了几部（{cell[:60]}），请一行写一部。")
    if not (title := bare_title(cell)):
        raise Refusal("没有写法律名称，请补上。")
    return title, doc_no


def bare_title(cell: str) -> str:
    """The title without the 《》 around the whole of it."""
    return cell[1:-1] if cell.startswith("《") and cell.find("》") == len(cell) - 1 else cell


def _status(words: str, days: Mapping[str, date], header: _Header) -> LawStatus:
    ended = days.get("ended")
    if not words:
        if ended is None:
            raise Refusal(f"没有写状态，也没有废止日期；状态请写以下之一：{_ALLOWED}。")
        heading = header.headings[header.columns["ended"][0]]
        named = [status for word, status in _ENDINGS.items() if word in heading]
        return named[0] if len(named) == 1 else LawStatus.REPEALED
    status = law_status(words)
    if status is None:
        raise Refusal(f"状态“{words}”认不出来或者不止一种，请写以下之一：{_ALLOWED}。")
    if status not in GONE and ended is not None:
        raise Refusal(
            f"状态是“{words}”，又写了废止日期{ended}，请核对；将来才废止的，状态写“废止”，日期照写。"
        )
    return status


_ALLOWED = "、".join(LAW_WORDS.values())


def _day(cell: str, header: _Header, name: str) -> date:
    try:
        return parse_date(cell)
    except Refusal as refusal:
        heading = header.headings[header.columns[name][0]]
        raise Refusal(f"“{heading}”：{refusal.sentence}") from None
