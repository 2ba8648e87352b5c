"""What the yearly report (年度备案审查情况报告) says, drafted from the figures of its year."""

from datetime import date

from sqlmodel import Session

from registry.actions.figures import figure_tables
from registry.actions.figures.bulletin import Texts, count_period
from registry.actions.figures.periods import counted_on, whole_year
from registry.actions.papers.keep_paper import PaperFacts
from registry.domain.day_ranges import year
from registry.domain.papers import figures_wording as wording
from registry.domain.papers.figures_wording import PeriodFigures
from registry.domain.statistics import Figures
from registry.domain.written_days import cn_date
from registry.exports.papers.model import PaperAnnex
from registry.storage import office
from registry.storage.figures import Asked, Counted, count

N_YEARS = 5


def report_facts(session: Session, subject: str, on: date) -> PaperFacts:
    """The report of a year; its table of years goes back to where the office began to track, at most N_YEARS."""
    days = whole_year(subject, on)
    period = count_period(session, days, on)
    authorities = f"{days.words}各制定机关行政规范性文件备案情况表"
    years = "近年行政规范性文件备案审查指标"
    return PaperFacts(
        subject=days.code,
        about=days.words,
        since=counted_on(session),
        values={
            "期间": days.words,
            "统计日期": cn_date(on),
            **report_texts(session, period.told),
            "文种表": figure_tables.by_kind(f"{days.words}备案审查情况", period.counted),
        },
        annexes=(
            PaperAnnex(years, (figure_tables.by_year(years, _years(session, period.counted)),)),
            PaperAnnex(authorities, (figure_tables.by_authority(authorities, period.counted),)),
        ),
    )


def texts_of_report(session: Session, subject: str, on: date) -> Texts:
    """The parts of the report of a year as they are drafted. Raises Refusal for what names no year."""
    return report_texts(session, count_period(session, whole_year(subject, on), on).told)


def report_texts(session: Session, told: PeriodFigures) -> Texts:
    """The parts of a report as they are drafted; who signs is not known before a person says so."""
    return {
        "报送机关": (office.setting(session, "review_authority"),),
        "签发人": (),
        "报备情况": wording.filed_text(told),
        "审查情况": wording.reviewed_text(told),
        "存在的问题": wording.problems_text(told),
        "下一步工作": wording.next_steps_text(told),
    }


def _years(session: Session, counted: Counted) -> list[tuple[str, Figures]]:
    last = counted.asked.days.first.year
    first = max(last - N_YEARS + 1, office.tracked_from(session).year)
    before = [(f"{number}年", count(session, Asked(year(number))).total) for number in range(first, last)]
    return [*before, (f"{last}年", counted.total)]
