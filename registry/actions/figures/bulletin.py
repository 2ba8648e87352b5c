"""What a bulletin of a period (情况通报) says: text drafted from the figures, and tables of the same figures."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from registry.actions.figures import figure_tables
from registry.actions.figures.periods import begun, counted_on
from registry.actions.office.export_figures import count_year_before
from registry.actions.papers.keep_paper import PaperFacts
from registry.domain.catalog import is_public
from registry.domain.day_ranges import DayRange
from registry.domain.measures import Measure
from registry.domain.papers import figures_wording as wording
from registry.domain.papers.figures_wording import PeriodFigures
from registry.domain.written_days import cn_date
from registry.exports.papers.model import PaperAnnex
from registry.storage.figure_lists import Passage, in_order, passages
from registry.storage.figures import Asked, Counted, Item, count

Texts = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class PeriodCounted:
    """The figures of a period, and the rows that its papers list: what came late or not at all, and the opinions.

    Documents that are not public are counted and not listed: `n_late_unlisted`, `n_opined_unlisted`.
    """

    counted: Counted
    told: PeriodFigures
    late: list[Passage]
    n_late_unlisted: int
    opined: list[Passage]
    n_opined_unlisted: int
    corrected: frozenset[int]


def count_period(session: Session, days: DayRange, on: date) -> PeriodCounted:
    """Everything that a bulletin or a report says of these days, as it stands on a day."""
    counted = count(session, Asked(days))
    names = {authority.id: authority.name for authority in counted.authorities}
    late = [item for item in counted.filings if _is_late(item)]
    unsubmitted = passages(session, [i.id for i in counted.filings if Measure.UNSUBMITTED in i.measures])
    overdue = [row for row in unsubmitted if row.filing.due_on and row.filing.due_on < on]
    came_late = passages(session, [item.id for item in late])
    opined = passages(session, [i.id for i in counted.filings if Measure.OPINED in i.measures])
    told = PeriodFigures(
        days.words,
        counted.total,
        counted.n_lists,
        len(counted.owing),
        tuple(Counter(names[item.authority_id] for item in late).most_common()),
        tuple(Counter(row.authority.name for row in overdue).most_common()),
    )
    listed_late = in_order(filter(_may_be_listed, [*came_late, *overdue]))
    listed_opined = [row for row in opined if _may_be_listed(row)]
    return PeriodCounted(
        counted,
        told,
        listed_late,
        len(came_late) + len(overdue) - len(listed_late),
        listed_opined,
        len(opined) - len(listed_opined),
        frozenset(item.id for item in counted.filings if Measure.CORRECTED in item.measures),
    )


def bulletin_facts(session: Session, subject: str, on: date) -> PaperFacts:
    """备案情况通报 of a quarter, half a year, a year or other days."""
    days = begun(subject, on)
    period = count_period(session, days, on)
    before = count_year_before(session, period.counted.asked, on)
    annexes = _annexes(period, on)
    return PaperFacts(
        subject=days.code,
        about=days.words,
        since=counted_on(session),
        values={
            "期间": days.words,
            "统计日期": cn_date(on),
            **bulletin_texts(period),
            "指标表": figure_tables.indicators(
                f"{days.words}备案情况指标", period.counted.total, before.total if before else None
            ),
        },
        annexes=annexes,
    )


def bulletin_texts(period: PeriodCounted) -> Texts:
    """The parts of a bulletin as they are drafted from its figures."""
    told = period.told
    late_annex = _annex(2, period.n_late_unlisted) if period.late else ""
    opinions_annex = _annex(3 if period.late else 2, period.n_opined_unlisted) if period.opined else ""
    return {
        "报备情况": wording.filed_text(told, late_annex),
        "审查情况": wording.reviewed_text(told, opinions_annex),
        "存在的问题": wording.problems_text(told),
        "工作要求": wording.demands_text(told),
    }


def _annex(number: int, n_unlisted: int) -> str:
    return f"附件{number}" + (f"（另有{n_unlisted}件不予列明）" if n_unlisted else "")


def _annexes(period: PeriodCounted, on: date) -> tuple[PaperAnnex, ...]:
    words = period.told.words
    title = f"{words}各制定机关行政规范性文件备案情况表"
    annexes = [PaperAnnex(title, (figure_tables.by_authority(title, period.counted),))]
    if period.late:
        title = f"{words}逾期报送和逾期尚未报送的行政规范性文件"
        annexes.append(PaperAnnex(title, (figure_tables.late_filings(title, period.late, on),)))
    if period.opined:
        title = f"{words}提出审查意见的行政规范性文件"
        block = figure_tables.opinions(title, period.opined, period.corrected)
        annexes.append(PaperAnnex(title, (block,)))
    return tuple(annexes)


def _may_be_listed(row: Passage) -> bool:
    """A bulletin goes to all authorities: it names what everybody may read."""
    return is_public(row.document.disclosure, row.document.is_published)


def _is_late(item: Item) -> bool:
    return Measure.SUBMITTED in item.measures and not item.measures & {Measure.ON_TIME, Measure.UNTIMED}
