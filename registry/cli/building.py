"""`registry init`: builds an instance aside and puts it in place in one step, so that nobody meets half of one."""

import os
import shutil
from datetime import date, datetime

import click

from registry import clock
from registry.actions.office.initialise_registry import initialise_registry
from registry.cli.context import DATABASE, DAY, SIGN_INS, settings_of
from registry.config import Settings
from registry.demonstration.loading import load_demonstration
from registry.domain.errors import Refusal
from registry.domain.places import DEFAULT_PLACE, PLACES, profiles_of
from registry.domain.roles import OPERATOR
from registry.search.index import rebuild
from registry.storage.engine import Store, open_store
from registry.storage.migrate import migrate


@click.command()
@click.option("--demo", is_flag=True, help="建立演示区（虚构数据，永久标记，不发邮件）。")
@click.option("--tracked-from", type=DAY, help="从哪天起公布的文件计算备案期限（默认今年1月1日）。")
@click.option(
    "--place", default=DEFAULT_PLACE, show_default=True, help=f"按哪个地方的规则：{'、'.join(PLACES)}。"
)
@click.pass_context
def init(context: click.Context, demo: bool, tracked_from: datetime | None, place: str) -> None:
    """在空的实例目录中建立登记系统。"""
    settings = settings_of(context)
    profile = profiles_of(place)[0]  # refuses an unknown place before anything is made
    day = tracked_from.date() if tracked_from else None
    build_instance(settings, tracked_from=day, is_demonstration=demo, place=place)
    click.echo(f"已在 {settings.instance} 建立登记系统。", err=True)
    if not demo:
        click.echo(f"期限规则按{profile.place}，都待本单位核实：登录后在“设置”中逐套核对。", err=True)
        click.echo("下一步：registry user add 用户名 --role admin，再运行 registry serve。", err=True)


def build_instance(
    settings: Settings, *, tracked_from: date | None, is_demonstration: bool, place: str = DEFAULT_PLACE
) -> None:
    """Makes the instance. Raises Refusal when it is not empty."""
    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    if settings.database_url != f"sqlite:///{settings.instance / DATABASE}":
        _fill(open_store(settings.database_url, settings.instance), tracked_from, is_demonstration, place)
        return
    if (settings.instance / DATABASE).exists():
        raise Refusal(f"{settings.instance} 中已有登记系统，不能再次初始化。如需另建，请换一个空的实例目录。")
    aside = settings.instance / ".building"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(mode=0o700)
    store = open_store(f"sqlite:///{aside / DATABASE}", aside)
    _fill(store, tracked_from, is_demonstration, place)
    store.engine.dispose()
    for path in sorted(aside.iterdir(), key=lambda path: path.name == DATABASE):  # the database comes last
        target = settings.instance / path.name
        if target.is_dir():
            shutil.rmtree(target)
        os.replace(path, target)
    aside.rmdir()


def _fill(store: Store, tracked_from: date | None, is_demonstration: bool, place: str) -> None:
    migrate(store)
    today = clock.today()
    if is_demonstration:
        sign_ins = load_demonstration(store, clock.now())
        path = store.folder / SIGN_INS
        path.touch(mode=0o600)
        path.write_text(
            "".join(f"{login}\t{password}\t{who}\n" for login, password, who in sign_ins), "utf-8"
        )
    else:
        day = tracked_from or today.replace(month=1, day=1)
        initialise_registry(
            store,
            OPERATOR,
            tracked_from=day,
            is_demonstration=False,
            settings={"two_person_signing": "yes"},
            profiles=profiles_of(place),
            now=clock.now(),
        )
    rebuild(store)


COMMANDS = (init,)
