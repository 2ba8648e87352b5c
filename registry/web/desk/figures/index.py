"""The page of figures: the rates of a period beside those of the year before, by groups, as table and as charts."""

from dataclasses import replace

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.actions.office.export_figures import basis_sentences, count_year_before
from registry.clock import today
from registry.domain.day_ranges import QUARTER_WORDS, year
from registry.domain.documents import KIND_WORDS
from registry.domain.measures import BESIDE
from registry.domain.roles import Permission
from registry.domain.statistics import RATES, By, RateKind, change_words
from registry.storage import office
from registry.storage.authorities import all_authorities, authority_names
from registry.storage.engine import reading
from registry.storage.figures import Asked, count
from registry.storage.filing_lists import FilingFilter, Scope, Timing, filing_ids, years_of_filings
from registry.storage.issue_register.entries import years_listed
from registry.storage.proposal_lists import proposal_counts
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import asked_word
from registry.web.desk.figures.asking import (
    asked_by,
    asked_days,
    asked_figures,
    asked_in_words,
    asked_quarter,
    asked_year,
    query_of,
    rows_address,
)
from registry.web.desk.figures.charts import WIDTH, charts, shows_all_rates
from registry.web.desk.figures.papers import period_papers
from registry.web.desk.papers.section import PapersSection
from registry.web.paging import has_filters, kept_query, with_query


@needs(Permission.READ_OWN)
def index() -> ResponseReturnValue:
    """The figures that the address asks for; a contact sees its own authority's only."""
    by = asked_by()
    days, problem = asked_days(by)
    asked = asked_figures(days)
    rate_kind = asked_word("rate", RateKind) or RateKind.ON_TIME
    with reading(current_store()) as session:
        counted = count(session, asked)
        before = count_year_before(session, asked, today())
        authorities = all_authorities(session) if current_actor().may(Permission.READ_ALL) else []
        names = authority_names(session, [asked.authority_id] if asked.authority_id else [])
        years = sorted({*years_of_filings(session), *years_listed(session), today().year, asked_year()})
        since = office.tracked_from(session)
        n_undated = _count_undated(session, asked)
        proposals = _proposals(session, asked)
        papers = period_papers(session, asked) if days.first <= today() else PapersSection([], [])
    groups = counted.groups(by)
    return render_template(
        "desk/figures/index.html",
        asked=asked,
        problem=problem,
        words=asked_in_words(asked, names.get(asked.authority_id or 0, "")),
        earlier=before.asked if before else None,
        by=by,
        tabs=[(choice.word, _tab(choice), choice is by) for choice in By],
        counted=counted,
        total=counted.total,
        before=before.total if before else None,
        rules=RATES,
        change_words=change_words,
        groups=groups,
        beside=[(measure, says) for measure, says in BESIDE.items() if counted.total.number(measure)],
        n_undated=n_undated,
        proposals=proposals,
        papers=papers,
        undated=url_for(
            "desk.filings.index",
            scope=Scope.ALL,
            timing=Timing.UNDATED,
            authority=query_of(asked).get("authority"),
        ),
        charts=charts(groups, by, rate_kind, days.words),
        chart_width=WIDTH,
        rate_tabs=[] if shows_all_rates(groups, by) else _rate_tabs(rate_kind),
        rows_address=rows_address,
        authorities=authorities,
        years=years[::-1],
        year=asked_year(),
        quarter=asked_quarter(),
        quarters=QUARTER_WORDS,
        kinds=KIND_WORDS,
        basis=list(basis_sentences(since, counted)),
        today=today(),
        exports=_exports(asked),
        has_filters=has_filters(),
    )


def _proposals(session: Session, asked: Asked) -> dict[str, str]:
    """The figures of 审查建议 of a whole year, for who handles them; none for a part of what was received."""
    number = asked.days.first.year
    may_see = current_actor().may(Permission.HANDLE_PROPOSAL)
    if not may_see or replace(asked, days=year(number)) != Asked(asked.days):
        return {}
    return proposal_counts(session, number, today()).figures()


def _count_undated(session: Session, asked: Asked) -> int:
    """The number of filings without 公布日期, which belong to no period."""
    is_all = current_actor().may(Permission.READ_ALL)
    wanted = FilingFilter(
        Scope.ALL,
        timing=Timing.UNDATED,
        authority_id=asked.authority_id if is_all else None,
        own_authority_id=None if is_all else asked.authority_id,
    )
    undated = filing_ids(wanted, today()).subquery()
    return int(session.execute(sa.select(sa.func.count()).select_from(undated)).scalar_one())


def _tab(by: By) -> str:
    return with_query(url_for(".index"), kept_query("by", "rate") | {"by": [by.value]})


def _rate_tabs(current: RateKind) -> list[tuple[str, str, bool]]:
    here, query = url_for(".index"), kept_query("rate")
    return [
        (kind.word, with_query(here, query | {"rate": [kind.value]}) + "#charts", kind is current)
        for kind in RateKind
    ]


def _exports(asked: Asked) -> list[tuple[str, str]]:
    query = query_of(asked)
    exports = [("Excel 工作簿", with_query(url_for(".export", kind="xlsx"), query))]
    if current_actor().may(Permission.READ_ALL) and asked.authority_id is None:
        exports.append(("逐个机关的工作簿（.zip）", with_query(url_for(".export", kind="zip"), query)))
    return exports
