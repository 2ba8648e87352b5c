"""The tables of a bulletin and of a yearly report: rates as n/d with per cent, by authority, year and kind."""

from collections.abc import Sequence
from datetime import date

from registry.domain.listed import Kind, group_of
from registry.domain.measures import Measure
from registry.domain.statistics import RATES, By, Figures, RateKind, change_words
from registry.exports.list_tables import Group
from registry.exports.papers.lists import ISSUER, ListLine, list_block
from registry.exports.papers.model import Block, Table
from registry.exports.wording import in_table
from registry.storage.figure_lists import Passage
from registry.storage.figures import Counted

_RATES = tuple((kind.word, Kind.RATE) for kind in RateKind)
_COUNTS = (Measure.ISSUED, Measure.SUBMITTED, Measure.ON_TIME)
_OF_KINDS = (
    Measure.SUBMITTED,
    Measure.ON_TIME,
    Measure.REGISTERED,
    Measure.REVIEWED,
    Measure.OPINED,
    Measure.CORRECTED,
)
_DOCUMENT = (("文件", Kind.PROSE), ("发文字号", Kind.NAME), (ISSUER, Kind.NAME))
_LATE = (
    *_DOCUMENT,
    ("公布日期", Kind.DAY),
    ("报送期限", Kind.DAY),
    ("报送日期", Kind.DAY),
    ("逾期日数", Kind.NAME),
)
_OPINED = (*_DOCUMENT, ("备案登记号", Kind.NAME), ("办理情况", Kind.NAME), ("办结日期", Kind.DAY))


def indicators(title: str, total: Figures, before: Figures | None) -> Table:
    """The six rates of the period, beside those of the same days of the year before."""
    columns = [("指标", Kind.NAME), ("怎样计算", Kind.PROSE), ("本期", Kind.RATE)]
    rows = [
        (kind.word, f"{RATES[kind].n.word}/{RATES[kind].d.word}", total.rate(kind).text())
        for kind in RateKind
    ]
    if before is None:
        return Table(title, tuple(columns), rows)
    compared = [
        (before.rate(kind).text(), change_words(total.rate(kind), before.rate(kind))) for kind in RateKind
    ]
    return Table(
        title,
        (*columns, ("上年同期", Kind.RATE), ("增减", Kind.NAME)),
        [(*row, *then) for row, then in zip(rows, compared, strict=True)],
    )


def by_authority(title: str, counted: Counted) -> Block:
    """Every authority that issued or filed, or should have handed in its list, with a total."""
    groups = counted.groups(By.AUTHORITY)
    if not groups:
        return "无。"
    columns = ((ISSUER, Kind.NAME), *((measure.word, Kind.NAME) for measure in _COUNTS), *_RATES)
    rows = [_authority_row(group.label, group.figures) for group in groups]
    total = _authority_row(f"{len(groups)}个机关", counted.total)
    return Table(title, columns, (), is_wide=True, groups=(Group(rows, total=total),))


def by_year(title: str, years: Sequence[tuple[str, Figures]]) -> Table:
    """The rates of some years, the last of them the one that is reported."""
    rows = [(label, *(figures.rate(kind).text() for kind in RateKind)) for label, figures in years]
    return Table(title, (("年度", Kind.NAME), *_RATES), rows, is_wide=True)


def by_kind(title: str, counted: Counted) -> Block:
    """What was filed, examined and corrected by the kind of document, with a total."""
    groups = [group for group in counted.groups(By.KIND) if any(map(group.figures.number, _OF_KINDS))]
    if not groups:
        return "无。"
    columns = (("文种", Kind.NAME), *((measure.word, Kind.NAME) for measure in _OF_KINDS))
    rows = [(group.label, *(str(group.figures.number(measure)) for measure in _OF_KINDS)) for group in groups]
    total = (f"{len(groups)}类", *(str(counted.total.number(measure)) for measure in _OF_KINDS))
    return Table(title, columns, (), groups=(Group(rows, total=total),))


def late_filings(title: str, rows: Sequence[Passage], on: date) -> Block:
    """The filings that came too late or have not come though the deadline has passed, under their authorities."""
    return list_block(title, _LATE, [_late(row, on) for row in rows])


def opinions(title: str, rows: Sequence[Passage], corrected: frozenset[int]) -> Block:
    """The filings with an opinion that stands, and what became of them."""
    return list_block(title, _OPINED, [_opined(row, row.filing.id in corrected) for row in rows])


def _authority_row(label: str, figures: Figures) -> tuple[str, ...]:
    numbers = (
        "—" if measure is Measure.ISSUED and not figures.has_lists else str(figures.number(measure))
        for measure in _COUNTS
    )
    return (label, *numbers, *(figures.rate(kind).text() for kind in RateKind))


def _late(row: Passage, on: date) -> ListLine:
    filing = row.filing
    days = ((filing.first_submitted_on or on) - filing.due_on).days if filing.due_on else 0
    return _line(
        row,
        {
            "公布日期": in_table(filing.start_on),
            "报送期限": in_table(filing.due_on),
            "报送日期": in_table(filing.first_submitted_on) if filing.first_submitted_on else "未报送",
            "逾期日数": f"{days}日",
        },
    )


def _opined(row: Passage, is_corrected: bool) -> ListLine:
    return _line(
        row,
        {
            "备案登记号": row.filing.filing_no or "",
            "办理情况": "已纠正" if is_corrected else "尚未纠正",
            "办结日期": in_table(row.filing.concluded_on if is_corrected else None),
        },
    )


def _line(row: Passage, words: dict[str, str]) -> ListLine:
    document = row.document
    named = {"文件": document.title, "发文字号": document.doc_no}
    return ListLine(row.authority.name, group_of(row.authority.kind), named | words)
