"""`registry jobs` and `registry run-job`: says when each job last ran; runs a job now."""

from dataclasses import asdict
from datetime import datetime

import click

from registry import clock
from registry.cli.context import existing_store, settings_of, with_store
from registry.cli.printing import emit
from registry.domain.instants import SHANGHAI
from registry.jobs import JOBS, run_job
from registry.jobs.health import health
from registry.jobs.office import office_of
from registry.storage.engine import Store, reading


@click.command()
@click.option("--json", "as_json", is_flag=True)
@with_store
def jobs(store: Store, as_json: bool) -> None:
    """各定时任务上次运行的情况。"""
    with reading(store) as session:
        states = health(session, clock.now())
    if as_json:
        emit([asdict(state) for state in states])
    else:
        for state in states:
            click.echo(
                f"{'正常' if state.is_fresh else '异常'}\t{state.name}\t{state.label}\t{state.sentence}"
            )
    if not all(state.is_fresh for state in states):
        raise SystemExit(1)


@click.command("run-job")
@click.argument("name", type=click.Choice([job.name for job in JOBS]))
@click.option("--now", "instant", help="当作此刻运行，如 2026-11-22T09:00（北京时间）或带时区的 ISO 时间。")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def run_one(context: click.Context, name: str, instant: str | None, as_json: bool) -> None:
    """立即运行一个定时任务，与调度程序运行的是同一个函数。"""
    settings = settings_of(context)
    office = office_of(settings, existing_store(settings))
    report = run_job(office, name, _instant(instant) if instant else clock.now())
    if as_json:
        emit(asdict(report))
    else:
        click.echo(report.sentence)
    if report.error:
        raise SystemExit(1)


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"“{text}”不是时间，请写成 2026-11-22T09:00。") from error
    return instant if instant.tzinfo else instant.replace(tzinfo=SHANGHAI)


COMMANDS = (jobs, run_one)
