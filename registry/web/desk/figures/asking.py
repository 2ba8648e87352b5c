"""What an address asks the figures for, and the addresses of the rows behind their numbers."""

from datetime import date
from typing import Any

from flask import request, url_for

from registry.clock import today
from registry.domain.day_ranges import DayRange, between, quarter, year
from registry.domain.documents import KIND_WORDS, DocumentKind
from registry.domain.errors import Refusal
from registry.domain.issue_registers import EARLIEST_YEAR
from registry.domain.measures import Measure
from registry.domain.roles import Permission
from registry.domain.statistics import By
from registry.storage.figures import Asked
from registry.web.access import current_actor
from registry.web.addresses import asked_date, asked_number, asked_word

N_YEARS = 5  # how many years the table of years shows
UNKNOWN = "unknown"


def asked_by() -> By:
    return asked_word("by", By) or By.AUTHORITY


def asked_year() -> int:
    """The year of the address, this year without one."""
    number = asked_number("year")
    return number if number is not None and EARLIEST_YEAR <= number <= 9998 else today().year


def asked_quarter() -> int | None:
    number = asked_number("quarter")
    return number if number in range(1, 5) else None


def asked_days(by: By | None = None) -> tuple[DayRange, str]:
    """The days that the address asks for, and what is wrong with them, "" when nothing is.

    From a day to a day goes before quarter and year; the table of years shows N_YEARS of them up to the year.
    """
    first, last = asked_date("from"), asked_date("to")
    problem = ""
    if first or last:
        try:
            return between(first, last), ""
        except Refusal as refusal:
            problem = f"{refusal.sentence}下面是{asked_year()}年的数字。"
    if (n := asked_quarter()) and by is not By.YEAR:
        return quarter(asked_year(), n), problem
    days = year(asked_year())
    if by is By.YEAR:
        return DayRange(date(max(days.first.year - N_YEARS + 1, EARLIEST_YEAR), 1, 1), days.last), problem
    return days, problem


def asked_figures(days: DayRange) -> Asked:
    """What the address asks for; a contact's is its own authority's."""
    actor = current_actor()
    is_kind_unknown = request.args.get("kind") == UNKNOWN
    return Asked(
        days,
        asked_number("authority") if actor.may(Permission.READ_ALL) else actor.authority_id or 0,
        asked_word("kind", DocumentKind),
        is_kind_unknown=is_kind_unknown,
        is_undated=request.args.get("undated") == "1",
    )


def query_of(asked: Asked) -> dict[str, Any]:
    """The parameters of an address that asks for this again."""
    kind = UNKNOWN if asked.is_kind_unknown else asked.kind
    values = {
        "from": asked.days.first.isoformat(),
        "to": asked.days.last.isoformat(),
        "authority": asked.authority_id if current_actor().may(Permission.READ_ALL) else None,
        "kind": str(kind) if kind else None,
        "undated": 1 if asked.is_undated else None,
    }
    return {name: value for name, value in values.items() if value is not None}


def rows_address(asked: Asked, measure: Measure) -> str:
    """The address of the rows behind a number."""
    return url_for("desk.figures.rows", measure=measure.value, **query_of(asked))


def asked_measure() -> Measure:
    return asked_word("measure", Measure) or Measure.SUBMITTED


def asked_in_words(asked: Asked, authority: str) -> list[str]:
    """The period and the conditions in Chinese words."""
    words = [asked.days.words]
    if authority:
        words.append(authority)
    if asked.is_kind_unknown:
        words.append("未登记，文种不明")
    if asked.kind:
        words.append(KIND_WORDS[asked.kind])
    if asked.is_undated:
        words.append("未载印发日期")
    return words
