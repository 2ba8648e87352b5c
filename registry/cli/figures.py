"""`registry figures`: the rates of a period in all and by groups, and workbooks of them."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from registry import clock
from registry.actions.office.export_figures import (
    basis_sentences,
    count_year_before,
    export_figures,
    export_figures_of_each,
)
from registry.cli._naming import find_authority
from registry.cli.context import DAY, with_store
from registry.cli.printing import emit
from registry.domain.day_ranges import DayRange, between, read_quarter
from registry.domain.day_ranges import year as days_of_year
from registry.domain.errors import Refusal
from registry.domain.measures import Measure
from registry.domain.statistics import By, Figures, Rate, change_words
from registry.storage import office
from registry.storage.engine import Store, reading
from registry.storage.figures import Asked, Counted, count

_MAKERS = {".xlsx": export_figures, ".zip": export_figures_of_each}


@click.command()
@click.option("--year", type=int, help="年份（默认今年）。")
@click.option("--quarter", help="季度，如 2026Q1，或与 --year 同用的 1。")
@click.option("--from", "first", type=DAY, help="从哪天。")
@click.option("--to", "last", type=DAY, help="到哪天。")
@click.option("--by", type=click.Choice([by.value for by in By]), help="怎样分组。")
@click.option("--authority", help="只统计这个制定机关（代码或名称）。")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="另写成工作簿：.xlsx 一份，.zip 逐个机关一份。",
)
@click.option("--json", "as_json", is_flag=True)
@with_store
def figures(
    store: Store,
    year: int | None,
    quarter: str | None,
    first: datetime | None,
    last: datetime | None,
    by: str | None,
    authority: str | None,
    output: Path | None,
    as_json: bool,
) -> None:
    """统计：一个期间的报备率、及时率、规范率、公布率、纠错率、审查办结率，写作“分子/分母（百分比）”。"""
    make = _maker(output)
    days = _days(year, quarter, first, last)
    with reading(store) as session:
        asked = Asked(days, find_authority(session, authority) if authority else None)
        counted, earlier = count(session, asked), count_year_before(session, asked, clock.today())
        basis = list(basis_sentences(office.tracked_from(session), counted))
        content = make(session, asked, today=clock.today(), now=clock.now()) if make else b""
    groups = counted.groups(By(by)) if by else []
    if output:
        output.write_bytes(content)
    if as_json:
        emit(
            {
                "period": days.words,
                "from": days.first,
                "to": days.last,
                "by": by,
                "lists": {"handed_in": counted.n_lists, "expected": len(counted.owing)},
                "total": _told(counted.total),
                "groups": [{"name": group.label, **_told(group.figures)} for group in groups],
                "year_before": _year_told(earlier) if earlier else None,
                "basis": basis,
                "file": str(output) if output else None,
            }
        )
        return
    for kind, rate in counted.total.rates.items():
        then = earlier.total.rate(kind) if earlier else None
        compared = f"\t上年同期{then.text()}\t{change_words(rate, then)}" if then else ""
        click.echo(f"{kind.word}\t{rate.text()}{compared}")
    for group in groups:
        click.echo("\t".join([group.label, *(rate.text() for rate in group.figures.rates.values())]))
    click.echo(f"{days.words}。{''.join(basis)}", err=True)
    if output:
        click.echo(f"已写入{output}。", err=True)


def _maker(output: Path | None) -> Any:
    """The function that makes such a file; None without one. Raises Refusal for another ending."""
    if output is None:
        return None
    if output.suffix.lower() not in _MAKERS:
        raise Refusal(f"不能生成“{output.name}”，请把文件名改为 .xlsx（一份）或 .zip（逐个机关一份）结尾。")
    return _MAKERS[output.suffix.lower()]


def _days(year: int | None, quarter: str | None, first: datetime | None, last: datetime | None) -> DayRange:
    """The days that the options name. Raises Refusal when they name more than one period."""
    if (first or last) and (year is not None or quarter):
        raise Refusal("起止日期（--from、--to）不能与 --year、--quarter 同用，请只写一种。")
    if first or last:
        return between(first.date() if first else None, last.date() if last else None)
    this_year = days_of_year(clock.today().year if year is None else year).first.year
    if not quarter:
        return days_of_year(this_year)
    days = read_quarter(quarter, this_year)
    if year is not None and days.first.year != year:
        raise Refusal(f"--quarter 写的是{days.first.year}年，--year 写的是{year}年，请改成一致。")
    return days


def _year_told(earlier: Counted) -> dict[str, Any]:
    days = earlier.asked.days
    return {"from": days.first, "to": days.last, **_told(earlier.total)}


def _told(told: Figures) -> dict[str, Any]:
    return {
        "rates": {kind.word: _rate_told(rate) for kind, rate in told.rates.items()},
        "numbers": {measure.value: told.number(measure) for measure in Measure},
    }


def _rate_told(rate: Rate) -> dict[str, Any]:
    percent = rate.percent()
    return {
        "n": rate.n if rate.d is not None else None,
        "d": rate.d,
        "percent": None if percent is None else float(percent),
    }


COMMANDS = (figures,)
