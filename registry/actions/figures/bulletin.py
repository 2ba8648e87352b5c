"""What a bulletin of a period (情况通报) says: text drafted from the figures, and tables of the same figures."""

from collections import Counter
from collections.abc import Sequence
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
from registry.domain.papers.figures_wording import Named, PeriodFigures
from registry.domain.written_days import cn_date
from registry.exports.papers.model import PaperAnnex
from registry.storage.figure_lists import Passage, overdue_among, passages
from registry.storage.figures import Asked, Counted, Item, count

Texts = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class PeriodCounted:
    """The figures of a period, what its text is drafted from, and the filings that came late or not at all, by id."""

    counted: Counted
    told: PeriodFigures
    late: list[int]


@dataclass(frozen=True)
class PeriodListed:
    """The rows that a bulletin lists: what came late or not at all, and the opinions.

    Documents that are not public are counted and not listed: `n_late_unlisted`, `n_opined_unlisted`.
    """

    late: list[Passage]
    n_late_unlisted: int
    opined: list[Passage]
    n_opined_unlisted: int
    corrected: frozenset[int]


def count_period(session: Session, days: DayRange, on: date) -> PeriodCounted:
    """What a bulletin or a report counts in these days, as it stands on a day."""
    counted = count(session, Asked(days))
    late = [item for item in counted.filings if _is_late(item)]
    passed = overdue_among(session, _ids(counted, Measure.UNSUBMITTED), on)
    overdue = [item for item in counted.filings if item.id in passed]
    told = PeriodFigures(
        days.words,
        counted.total,
        counted.n_lists,
        len(counted.owing),
        _by_authority(counted, late),
        _by_authority(counted, overdue),
    )
    return PeriodCounted(counted, told, [item.id for item in (*late, *overdue)])


def list_period(session: Session, period: PeriodCounted) -> PeriodListed:
    """The rows behind the figures of a period that a bulletin may name."""
    opined, corrected = (_ids(period.counted, measure) for measure in (Measure.OPINED, Measure.CORRECTED))
    listed_late = list(filter(_may_be_listed, passages(session, period.late)))
    listed_opined = list(filter(_may_be_listed, passages(session, opined)))
    return PeriodListed(
        listed_late,
        len(period.late) - len(listed_late),
        listed_opined,
        len(opined) - len(listed_opined),
        frozenset(corrected),
    )


def bulletin_facts(session: Session, subject: str, on: date) -> PaperFacts:
    """备案情况通报 of a quarter, half a year, a year or other days."""
    days = begun(subject, on)
    period = count_period(session, days, on)
    listed = list_period(session, period)
    before = count_year_before(session, period.counted.asked, on)
    return PaperFacts(
        subject=days.code,
        about=days.words,
        since=counted_on(session),
        values={
            "期间": days.words,
            "统计日期": cn_date(on),
            **bulletin_texts(period.told, listed),
            "指标表": figure_tables.indicators(
                f"{days.words}备案情况指标", period.counted.total, before.total if before else None
            ),
        },
        annexes=_annexes(period, listed, on),
    )


def texts_of_bulletin(session: Session, subject: str, on: date) -> Texts:
    """The parts of the bulletin of a period as they are drafted. Raises Refusal for what names no period."""
    period = count_period(session, begun(subject, on), on)
    return bulletin_texts(period.told, list_period(session, period))


def bulletin_texts(told: PeriodFigures, listed: PeriodListed) -> Texts:
    """The parts of a bulletin as they are drafted from its figures."""
    late_annex = _annex(2, listed.n_late_unlisted) if listed.late else ""
    opinions_annex = _annex(3 if listed.late else 2, listed.n_opined_unlisted) if listed.opined else ""
    return {
        "报备情况": wording.filed_text(told, late_annex),
        "审查情况": wording.reviewed_text(told, opinions_annex),
        "存在的问题": wording.problems_text(told),
        "工作要求": wording.demands_text(told),
    }


def _annex(number: int, n_unlisted: int) -> str:
    return f"附件{number}" + (f"（另有{n_unlisted}件不予列明）" if n_unlisted else "")


def _annexes(period: PeriodCounted, listed: PeriodListed, on: date) -> tuple[PaperAnnex, ...]:
    words = period.told.words
    title = f"{words}各制定机关行政规范性文件备案情况表"
    annexes = [PaperAnnex(title, (figure_tables.by_authority(title, period.counted),))]
    if listed.late:
        title = f"{words}逾期报送和逾期尚未报送的行政规范性文件"
        annexes.append(PaperAnnex(title, (figure_tables.late_filings(title, listed.late, on),)))
    if listed.opined:
        title = f"{words}提出审查意见的行政规范性文件"
        block = figure_tables.opinions(title, listed.opined, listed.corrected)
        annexes.append(PaperAnnex(title, (block,)))
    return tuple(annexes)


def _may_be_listed(row: Passage) -> bool:
    """A bulletin goes to all authorities: it names what everybody may read."""
    return is_public(row.document.disclosure, row.document.is_published)


def _by_authority(counted: Counted, items: Sequence[Item]) -> Named:
    """The authorities with the number of these filings, the most first, among equals in the order of lists."""
    names = {authority.id: authority.name for authority in counted.authorities}
    place = {key: at for at, key in enumerate(names)}
    in_order = sorted(items, key=lambda item: place[item.authority_id])
    return Counter(names[item.authority_id] for item in in_order).most_common()


def _ids(counted: Counted, measure: Measure) -> list[int]:
    return [item.id for item in counted.filings if measure in item.measures]


def _is_late(item: Item) -> bool:
    return Measure.SUBMITTED in item.measures and not item.measures & {Measure.ON_TIME, Measure.UNTIMED}
