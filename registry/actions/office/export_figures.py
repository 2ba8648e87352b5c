"""Write figures as workbooks for the yearly assessment: the rates, their tables, and the rows behind every number."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from registry.domain.day_ranges import DayRange
from registry.domain.documents import KIND_WORDS
from registry.domain.filings import STATE_WORDS
from registry.domain.instants import iso_time
from registry.domain.measures import BESIDE, OF_LINES, Measure
from registry.domain.owed_filings import timeliness
from registry.domain.statistics import RATES, UNKNOWN, By, Figures, Rate, RateKind, change_words
from registry.domain.written_days import cn_date
from registry.exports.listing import ListColumn
from registry.exports.tables import Cell, render_workbook
from registry.storage import office
from registry.storage.authorities import authority_names
from registry.storage.batches import batches
from registry.storage.figures import Asked, Counted, Item, count
from registry.storage.filing_lists import filing_rows
from registry.storage.issue_register.lists import entries_query

FILING_COLUMNS = (
    ListColumn("文件名称", 9), ListColumn("发文字号", 6), ListColumn("制定机关"), ListColumn("文种", 3),
    ListColumn("公布日期"), ListColumn("报送期限"), ListColumn("首次报送"), ListColumn("时限", 4),
    ListColumn("登记日期"), ListColumn("备案登记号"), ListColumn("状态", 4), ListColumn("办结日期"),
)  # fmt: skip
LINE_COLUMNS = (
    ListColumn("标题", 12), ListColumn("发文字号", 7), ListColumn("制定机关", 7), ListColumn("文种", 4),
    ListColumn("印发日期"), ListColumn("备案", 4), ListColumn("公布", 4),
)  # fmt: skip
_TABLES = (By.AUTHORITY, By.KIND, By.QUARTER)
_SheetOf = tuple[str, Sequence[str], Iterable[Sequence[Cell]]]


def export_figures(session: Session, asked: Asked, *, today: date, now: datetime) -> bytes:
    """The workbook of what was asked."""
    counted, before = count(session, asked), count_year_before(session, asked, today)
    return _workbook(session, counted, before, today, now)


def export_figures_of_each(session: Session, asked: Asked, *, today: date, now: datetime) -> bytes:
    """A .zip with the workbook of all authorities, and of each that issued or should have handed in its list."""
    counted, before = count(session, asked), count_year_before(session, asked, today)
    shown = {group.asked.authority_id for group in counted.groups(By.AUTHORITY)}
    parts = [(f"全部机关{asked.days.words}", counted, before)]
    for n, authority in enumerate((a for a in counted.authorities if a.id in shown), 1):
        past = before.of_authority(authority) if before else None
        name = f"{n:02d}{_file_name(authority.name)}{asked.days.words}"
        parts.append((name, counted.of_authority(authority), past))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name, part, past in parts:
            info = zipfile.ZipInfo(f"{name}.xlsx", (1980, 1, 1, 0, 0, 0))
            target.writestr(info, _workbook(session, part, past, today, now))
    return out.getvalue()


def count_year_before(session: Session, asked: Asked, today: date) -> Counted | None:
    """The year before, counted; None for a range of more than a year."""
    earlier = year_before(asked, today)
    return count(session, earlier) if earlier else None


def year_before(asked: Asked, today: date) -> Asked | None:
    """The same days of the year before; of a running period only the days that have passed.

    None for more than a year, which has no year before it to be compared with.
    """
    days = asked.days
    so_far = DayRange(days.first, max(days.first, min(days.last, today)))
    before = so_far.year_before()
    return replace(asked, days=before) if before.last < days.first else None


def filing_cells(session: Session, ids: Sequence[int], today: date) -> Iterator[tuple[Cell, ...]]:
    """The rows of FILING_COLUMNS of these filings, in this order."""
    for filing, document, authority in filing_rows(session, ids):
        in_time = timeliness(filing.due_on, filing.first_submitted_on, today)
        yield (
            document.title,
            document.doc_no,
            authority,
            KIND_WORDS[document.kind],
            filing.start_on,
            filing.due_on,
            filing.first_submitted_on,
            "" if filing.is_historic else in_time.words(filing.first_submitted_on is not None),
            filing.registered_on,
            filing.filing_no or "",
            STATE_WORDS[filing.state],
            filing.concluded_on,
        )


def line_cells(session: Session, items: Sequence[Item]) -> Iterator[tuple[Cell, ...]]:
    """The rows of LINE_COLUMNS of these lines, in this order."""
    names = authority_names(session, list({item.authority_id for item in items}))
    for batch in batches(items):
        entries = {
            entry.id: entry
            for entry in session.execute(entries_query(session, [item.id for item in batch])).scalars()
        }
        for item in batch:
            entry = entries[item.id]
            yield (
                entry.title,
                entry.doc_no,
                names[item.authority_id],
                KIND_WORDS[item.kind] if item.kind else "不明",
                entry.issued_on,
                _filed_words(item),
                _published_words(item),
            )


def _filed_words(item: Item) -> str:
    if Measure.ISSUED not in item.measures:
        return "不计"
    if Measure.UNMATCHED in item.measures:
        return "未登记"
    return "已备案" if Measure.ISSUED_FILED in item.measures else "未备案"


def _published_words(item: Item) -> str:
    if Measure.ISSUED not in item.measures:
        return "不计"
    if Measure.UNDATED_PUBLICATION in item.measures:
        return "缺公布日期"
    if Measure.UNMATCHED in item.measures:
        return "不明"
    return "已公布" if Measure.ISSUED_PUBLISHED in item.measures else "未公布"


def _workbook(
    session: Session, counted: Counted, before: Counted | None, today: date, now: datetime
) -> bytes:
    sheets = _sheets(session, counted, before.total if before else None, today, now)
    return render_workbook(sheets, office.setting(session, "office_name"))


def _sheets(
    session: Session, counted: Counted, before: Figures | None, today: date, now: datetime
) -> Iterator[_SheetOf]:
    yield "说明", ("项目", "内容"), _about(session, counted, now)
    yield _rates_sheet(counted.total, before)
    for by in _TABLES:
        if by is not By.AUTHORITY or counted.asked.authority_id is None:
            yield _groups_sheet(counted, by)
    yield (
        "另列",
        ("项目", "数量", "说明"),
        [(measure.word, counted.total.number(measure), says) for measure, says in BESIDE.items()],
    )
    flags = [measure for measure in Measure if measure not in OF_LINES]
    ids = [item.id for item in counted.filings]
    yield _rows_sheet("备案明细", FILING_COLUMNS, flags, counted.filings, filing_cells(session, ids, today))
    flags = [measure for measure in Measure if measure in OF_LINES]
    lines = [item for item in counted.lines if item.measures]
    yield _rows_sheet("发文明细", LINE_COLUMNS, flags, lines, line_cells(session, lines))


def _about(session: Session, counted: Counted, now: datetime) -> Iterator[tuple[Cell, ...]]:
    authority_id = counted.asked.authority_id
    names = authority_names(session, [authority_id] if authority_id else [])
    yield "统计单位", office.setting(session, "office_name")
    yield "制定机关", names.get(authority_id or 0, "全部")
    yield "统计期间", counted.asked.days.words
    yield "起", counted.asked.days.first
    yield "止", counted.asked.days.last
    yield "制作时间", iso_time(now)
    for words in basis_sentences(office.tracked_from(session), counted):
        yield "口径", words
    yield "怎样核对", "每个数字等于“备案明细”或“发文明细”中同名一列为“是”的行数，可用表头的筛选逐件查看。"


def basis_sentences(since: date, counted: Counted) -> Iterator[str]:
    """By which day what is counted, and what is left out, in sentences."""
    yield "备案按文件的公布日期计入年度、季度：年底公布、次年报送的，计入公布的那一年。"
    yield "发文按发文登记簿的印发日期计；没有印发日期的，只计入登记簿的那一年。"
    yield f"本系统起算日（{cn_date(since)}）以前的文件不计入。"
    yield "一件文件只计一次：计政府备案，人大备案不另计；重新报送的计最后一次；联合发文计入牵头机关。"
    yield "由我方上报的也计入制定机关的报备、及时、规范、纠错；审查由上级办理，不计入审查办结率。"
    yield "已并入其他机关的，办结的备案仍记在原机关名下，发文登记簿随承接的机关。"
    if counted.n_lists:
        yield (
            f"应交发文登记簿的{len(counted.owing)}个机关，已交{counted.n_lists}个；"
            "没有交的，报备率、公布率不计入分子和分母。"
        )
    else:
        yield "期间内没有发文登记簿，报备率、公布率记“—”。"


def _rates_sheet(total: Figures, before: Figures | None) -> _SheetOf:
    headers = ["指标", "分子", "分母", "百分比"]
    if before:
        headers += ["上年同期分子", "上年同期分母", "上年同期百分比", "增减"]
    rows = [
        [
            kind.word,
            *_rate_cells(total.rate(kind)),
            *_compared_cells(total.rate(kind), before.rate(kind) if before else None),
            f"{RATES[kind].n.word}/{RATES[kind].d.word}。{RATES[kind].says}",
        ]
        for kind in RateKind
    ]
    return "指标", [*headers, "怎么算"], rows


def _compared_cells(rate: Rate, before: Rate | None) -> tuple[Cell, ...]:
    return (*_rate_cells(before), change_words(rate, before)) if before else ()


def _groups_sheet(counted: Counted, by: By) -> _SheetOf:
    headers = [by.word.removeprefix("按")]
    for kind in RateKind:
        headers += [f"{kind.word}分子", f"{kind.word}分母", kind.word]
    groups = [(group.label, group.figures) for group in counted.groups(by)]
    rows = [
        [label, *(cell for kind in RateKind for cell in _rate_cells(figures.rate(kind)))]
        for label, figures in [*groups, ("合计", counted.total)]
    ]
    return by.word, headers, rows


def _rate_cells(rate: Rate) -> tuple[Cell, Cell, str]:
    if rate.d is None:
        return UNKNOWN, UNKNOWN, UNKNOWN
    return rate.n, rate.d, rate.percent_text()


def _rows_sheet(
    name: str,
    columns: Sequence[ListColumn],
    measures: Sequence[Measure],
    items: Iterable[Item],
    cells: Iterable[Sequence[Cell]],
) -> _SheetOf:
    headers = [*(column.label for column in columns), *(measure.word for measure in measures)]
    rows = (
        [*row, *("是" if measure in item.measures else "" for measure in measures)]
        for item, row in zip(items, cells, strict=True)
    )
    return name, headers, rows


def _file_name(words: str) -> str:
    return "".join(letter for letter in words if letter not in '\\/:*?"<>|')
