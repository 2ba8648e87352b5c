"""What a row says of its document's status, in all of its cells and in the headings above it, taken together.

Every statement is kept with the words it was read from. What contradicts another, or is not understood, is unclear.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from registry.domain.errors import Refusal
from registry.domain.normal import tidy
from registry.readers.documents.dates import parse_date
from registry.readers.ledgers.columns import Header, field_of
from registry.readers.ledgers.groups import GroupStatus
from registry.readers.ledgers.row_kinds import is_blank, visible
from registry.readers.ledgers.status_words import (
    ENDED,
    PERIOD,
    PLANNED,
    UNCLEAR,
    StatedStatus,
    combined,
    is_mark_heading,
    names_an_end,
    read_mark,
    read_status,
)

Report = Callable[..., None]
ADVICE = "先登记为效力待核；请核对后改成继续有效、修改、废止或失效，或在文件页登记"
_TELLING = {*ENDED, PLANNED, PERIOD, "partly_repealed", "suspended", "extended"}
"""What a remark may say of the status; the other kinds a remark may name without meaning the document."""
_REMARKS = re.compile(
    r"备注|说明|注$|意见|结果|结论|建议|处理|处置|清理|状态|情况|效力|时效|有效|现状|类别|类型|分类|去向|变动|沿革"
)
_STATUS = re.compile(r"效力|时效|有效(?!期)|(?:文件|当前|目前|现行|法律)状[态况]|^现状$")
_NOT_REMARKS = re.compile(r"备案|审核|审查|公开|起草|联系|报送|修改|依据$")
_ITSELF = re.compile(
    r"^(?:现|该|本|此)?(?:文件|文|件|办法|规定)?(?:已经|已|被|自|于|经|由)+|^(?:该|本|此)(?:文件|文|件|办法|规定)"
)
_OTHERS = re.compile(
    r"同时|原《|《[^《》]*》[^《》]{0,30}(?:同时|一并|即行|予以)?(?:废止|失效)$|^废止|上位法|依据"
)
_OPINION = re.compile(r"建议|拟|计划")
_REASON = re.compile(
    r"^(?:宣布)?(?:废止|失效|作废|撤销)(?:的)?(?:理由|原因|依据|情况|决定|文号|根据)(?:/.*|及.*|和.*)?$"
)
_END_DAYS = {
    "失效": "lapsed",
    "宣布失效": "declared_lapsed",
    "撤销": "annulled",
    "废止": "repealed",
    "终止": "repealed",
}
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_END_DAY = re.compile(r"(?P<kind>宣布失效|失效|撤销|废止|终止)")


def read_row_status(
    cells: dict[str, str],
    values: dict[str, Any],
    extra: dict[str, str],
    header: Header,
    group: GroupStatus | None,
    report: Report,
) -> None:
    """Sets stated, stated_quote, stated_act, ended_on, valid_until and extended_to among the values."""
    named = _statements(cells, extra, header)
    for name, (word, written) in _marked_cells(values, cells).items():
        named[f"{word}：{tidy(written)}"] = values.pop(f"{name}_mark")
    is_own = bool(named)
    if group and (not is_own or group.status.kind != UNCLEAR):
        named[group.quote] = group.status
    _read_end_day(values, cells, header, named)
    if not named:
        named = _reasons(extra)
    if not named:
        return
    periods = [status for status in named.values() if status.kind == PERIOD]
    status = combined([status for status in named.values() if status.kind != PERIOD] or periods)
    quote = "；".join(named)[:200]
    if status.kind != PERIOD:
        values["stated"] = status.kind
    if not status.is_plain or [*named] != [tidy(cells.get("stated", ""))]:
        values["stated_quote"] = quote
    if (
        "长期有效" in quote
        and status.kind == "in_force"
        and not {"valid_until", "validity_months"} & values.keys()
    ):
        values["is_permanent"] = True
    for period in periods:
        _take_last_day(period.day, "valid_until", values, quote, report)
    if status.kind == UNCLEAR:
        report("stated", f"“{quote}”看不出现在是否有效，{ADVICE}")
    elif status.kind == "extended":
        _take_extension(status.day, values, quote, report)
    elif status.kind == "reissued":
        report("stated", f"写有“{quote}”，重新公布的日期和新的有效期请在文件页登记“重新公布”")
    elif status.kind in (*ENDED, "suspended"):
        _take_end(status, values, report)


def _marked_cells(values: dict[str, Any], cells: dict[str, str]) -> dict[str, tuple[str, str]]:
    """The fields whose cells carry a mark of the status, with their words and the cell."""
    words = {"title": "标题", "doc_no": "文号", "valid_until": "有效期"}
    marked = {name: word for name, word in words.items() if f"{name}_mark" in values}
    return {name: (word, values.pop(f"{name}_written", cells[name])) for name, word in marked.items()}


def _statements(cells: dict[str, str], extra: dict[str, str], header: Header) -> dict[str, StatedStatus]:
    """The words of each cell that states something, with what they state."""
    named: dict[str, StatedStatus] = {}
    written = cells.get("stated", "")
    if not is_blank(written):
        named[tidy(written)] = _as_headed(header.name_of("stated"), read_status(written))
    remarks = [(header.name_of(name), cells[name]) for name in ("note", "subject") if name in header.columns]
    for heading, cell in (*remarks, *extra.items()):
        if status := _statement(heading, cell, is_stated=bool(named)):
            named[f"{heading}：{tidy(cell)}"] = status
    return named


def _statement(heading: str, cell: str, *, is_stated: bool) -> StatedStatus | None:
    """What a cell beside the column of the status states; None for nothing."""
    if is_blank(cell):
        return None
    if is_mark_heading(heading):
        return read_mark(heading, cell)
    is_status = _STATUS.search(heading) and not _NOT_REMARKS.search(heading)
    if is_status or field_of(heading) == "stated":
        return _as_headed(heading, read_status(cell))
    if _is_reason(heading) or not _REMARKS.search(heading) or _NOT_REMARKS.search(heading):
        return None
    status = _as_headed(heading, read_status(cell))
    if status.kind in _TELLING:
        return status
    words = visible(cell).replace(" ", "")
    is_about_itself = names_an_end(words) and _ITSELF.search(words) and not _OTHERS.search(words)
    return StatedStatus(UNCLEAR) if status.kind == UNCLEAR and is_about_itself and not is_stated else None


def _reasons(extra: dict[str, str]) -> dict[str, StatedStatus]:
    """The filled cells below 废止理由, 失效依据: they say that the document has ended, and not more."""
    return {
        f"{heading}：{tidy(cell)}": StatedStatus(UNCLEAR)
        for heading, cell in extra.items()
        if _is_reason(heading) and not is_blank(cell)
    }


def _is_reason(heading: str) -> bool:
    return _REASON.match(visible(heading).replace(" ", "")) is not None


def _as_headed(heading: str, status: StatedStatus) -> StatedStatus:
    """The status below its heading: an end in a column of proposals (清理建议) is planned."""
    is_proposal = _OPINION.search(heading) is not None
    return StatedStatus(PLANNED) if is_proposal and status.kind in ENDED else status


def _read_end_day(
    values: dict[str, Any], cells: dict[str, str], header: Header, named: dict[str, StatedStatus]
) -> None:
    """What the day in a column headed 废止日期 or 失效日期 says of the status."""
    if "ended_on" in values:
        heading = header.name_of("ended_on")
        stated = [status.kind for status in named.values()]
        if not any(kind in ENDED for kind in stated):
            kind = UNCLEAR if stated else _end_of(heading)
            named[f"{heading}：{tidy(cells['ended_on'])}"] = StatedStatus(
                kind, is_plain=not stated and kind != UNCLEAR
            )
    elif not is_blank(cells.get("ended_on", "")) and not any(s.kind in ENDED for s in named.values()):
        status = read_status(cells["ended_on"])
        kind = status.kind
        if kind == UNCLEAR and _YEAR.match(visible(cells["ended_on"])):
            kind = _end_of(header.name_of("ended_on"))
        named[f"{header.name_of('ended_on')}：{tidy(cells['ended_on'])}"] = StatedStatus(kind, status.day)
    is_end = "valid_until" in header.columns and "失效" in header.name_of("valid_until")
    kinds = {status.kind for status in named.values()}
    if is_end and "valid_until" in values and "ended_on" not in values and kinds & (ENDED - {"lapsed"}):
        values["ended_on"] = values.pop("valid_until")


def _end_of(heading: str) -> str:
    """The end that the heading of a column of days names; unclear when it names several (废止或失效日期)."""
    kinds = {_END_DAYS[match["kind"]] for match in _END_DAY.finditer(heading)}
    return kinds.pop() if len(kinds) == 1 else UNCLEAR


def _take_end(status: StatedStatus, values: dict[str, Any], report: Report) -> None:
    if status.act:
        values["stated_act"] = status.act
    if status.day and "ended_on" not in values and (day := _day(status.day, "终止日期", report)):
        values["ended_on"] = day


def _take_extension(written: str, values: dict[str, Any], quote: str, report: Report) -> None:
    """The day to which the document is extended; a report where it is not written."""
    if not written:
        report("stated", f"写有“{quote}”，延长到哪一天请在文件页登记“延长有效期”")
    elif day := _day(written, "延长后的有效期至", report):
        values["extended_to"] = day


def _take_last_day(written: str, name: str, values: dict[str, Any], quote: str, report: Report) -> None:
    day = _day(written, "有效期至", report)
    if day and values.setdefault(name, day) != day:
        values["stated"], values["stated_quote"] = UNCLEAR, f"{quote}；有效期至：{values[name]}"
        report("stated", f"“{quote}”与有效期至{values[name]}不一致，{ADVICE}")


def _day(written: str, word: str, report: Report) -> date | None:
    try:
        return parse_date(written)
    except Refusal as refusal:
        report("stated", f"{refusal.sentence}；{word}未采用")
        return None
