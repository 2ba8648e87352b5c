"""Commands that keep the system running: init, serve, user add, jobs, run-job, reindex, verify, backup, restore."""

import getpass
import sys
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

import click

from registry import clock
from registry.actions.office.back_up import back_up
from registry.actions.office.restore_backup import restore_backup
from registry.actions.office.verify_register import orphaned_files, verify_register
from registry.actions.people.add_user import add_user
from registry.cli.building import build_instance
from registry.cli.context import DAY, emit, existing_store, settings_of, with_store
from registry.cli.serving import serve_with_scheduler
from registry.domain.errors import Refusal
from registry.domain.instants import SHANGHAI
from registry.domain.roles import OPERATOR, Role
from registry.jobs import JOBS, run_job
from registry.jobs.health import health
from registry.jobs.office import office_of
from registry.search.index import rebuild
from registry.storage.authorities import authority_by_code
from registry.storage.engine import Store, reading


@click.command()
@click.option("--demo", is_flag=True, help="建立演示区（虚构数据，永久标记，不发邮件）。")
@click.option("--tracked-from", type=DAY, help="从哪天起公布的文件计算备案期限（默认今年1月1日）。")
@click.pass_context
def init(context: click.Context, demo: bool, tracked_from: datetime | None) -> None:
    """在空的实例目录中建立登记系统。"""
    settings = settings_of(context)
    day = tracked_from.date() if tracked_from else None
    build_instance(settings, tracked_from=day, is_demonstration=demo)
    click.echo(f"已在 {settings.instance} 建立登记系统。", err=True)
    if not demo:
        click.echo("下一步：registry user add 用户名 --role admin，再运行 registry serve。", err=True)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-scheduler", is_flag=True, help="不启动定时任务（另行运行 scheduler.py 时用）。")
@click.pass_context
def serve(context: click.Context, host: str, port: int, no_scheduler: bool) -> None:
    """启动网站和定时任务。"""
    settings = settings_of(context)
    store = existing_store(settings)
    serve_with_scheduler(settings, store, host, port, with_scheduler=not no_scheduler)


@click.group()
def user() -> None:
    """用户。"""


@user.command("add")
@click.argument("login")
@click.option(
    "--role", required=True, type=click.Choice([role.value for role in Role if role is not Role.VISITOR])
)
@click.option("--authority", "code", help="联络员所属制定机关的代码。")
@click.option("--name", help="姓名（默认同用户名）。")
@click.option("--email", default="")
@with_store
def user_add(store: Store, login: str, role: str, code: str | None, name: str | None, email: str) -> None:
    """新增用户；密码从终端询问，或从标准输入读取一行。"""
    authority_id = None
    if code:
        with reading(store) as session:
            authority = authority_by_code(session, code)
        if authority is None:
            raise Refusal(f"没有代码为“{code}”的制定机关。请先在系统中新增，或核对代码。")
        authority_id = authority.id
    add_user(
        store,
        OPERATOR,
        login=login,
        name=name or login,
        role=Role(role),
        password=_password(),
        authority_id=authority_id,
        email=email,
        now=clock.now(),
    )
    click.echo(f"已新增用户 {login}。", err=True)


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("密码：")
    if getpass.getpass("再输一次：") != password:
        raise Refusal("两次输入的密码不一致，请重新运行命令。")
    return password


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


@click.command()
@with_store
def reindex(store: Store) -> None:
    """重建全文索引。"""
    click.echo(f"已重建全文索引：{rebuild(store)}件文件。", err=True)


@click.command()
@click.option("--json", "as_json", is_flag=True)
@with_store
def verify(store: Store, as_json: bool) -> None:
    """重新计算一切派生数据并比对；一天前留下、无记录引用的文件只作提示。"""
    differences = verify_register(store)
    orphans = orphaned_files(store, before=clock.now() - timedelta(days=1))
    if as_json:
        emit(
            {"differences": [asdict(one) for one in differences], "orphans": [asdict(one) for one in orphans]}
        )
    else:
        for one in [*differences, *orphans]:
            click.echo(one.sentence)
        hint = f"另有{len(orphans)}个文件没有记录引用。" if orphans else ""
        click.echo(f"核对完毕，发现{len(differences)}处不一致。{hint}", err=True)
    if differences:
        raise SystemExit(1)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_store
def backup(store: Store, file: Path) -> None:
    """备份数据库和附件到一个文件，附校验清单。"""
    n_files = back_up(store, OPERATOR, file, now=clock.now())
    click.echo(f"已备份到 {file}：数据库和{n_files}个附件。", err=True)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def restore(context: click.Context, file: Path) -> None:
    """把备份恢复到一个空的实例目录。"""
    settings = settings_of(context)
    restore_backup(settings.database_url, settings.instance, OPERATOR, file, now=clock.now())
    click.echo(
        "已恢复。通知发送和备案登记已暂停，请管理员登录后在“设置”中核对最后使用的登记号并恢复。", err=True
    )


COMMANDS = (init, serve, user, jobs, run_one, reindex, verify, backup, restore)
