"""What every command shares: the instance it works on, how it prints, and how it fails."""

import functools
import json
import sys
import traceback
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from registry import clock
from registry.config import Settings, read_settings
from registry.domain.errors import Refusal
from registry.storage.engine import Store, is_disk_full, open_store

_NO_ROOM = "磁盘已满，这一步没有完成，以前保存的内容不受影响。请清理磁盘空间后重新运行。"
DAY = click.DateTime(formats=["%Y-%m-%d"])


class Commands(click.Group):
    """A group that takes `--instance DIR` anywhere on the line, and turns a refusal into a sentence and exit 1."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if "--instance" in args[:-1]:
            at = args.index("--instance")
            args = [*args[at : at + 2], *args[:at], *args[at + 2 :]]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            _fail(refusal.sentence)
        except (OperationalError, ProgrammingError) as error:
            if is_disk_full(error):
                _fail(_NO_ROOM)
            _fail(f"数据库无法使用：{error.orig}。请先运行 registry init，或检查 DATABASE_URL 与磁盘空间。")
        except OSError as error:
            if is_disk_full(error):
                _fail(_NO_ROOM)
            _fail(
                f"文件无法读写：{error.filename or ''} {error.strerror or error}。请检查路径、权限和磁盘空间。"
            )
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception:  # noqa: BLE001  a traceback never reaches a person
            _fail(f"系统内部错误，操作没有完成。{_keep_traceback()}")


def settings_of(context: click.Context) -> Settings:
    return read_settings(**context.find_root().obj)


def with_store(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command the store of its instance as the first argument. Raises Refusal when there is none yet."""

    @functools.wraps(command)
    @click.pass_context
    def wrapped(context: click.Context, *args: Any, **kwargs: Any) -> Any:
        return context.invoke(command, existing_store(settings_of(context)), *args, **kwargs)

    return wrapped


def existing_store(settings: Settings) -> Store:
    path = settings.instance / "registry.sqlite"
    if settings.database_url == f"sqlite:///{path}" and not path.exists():
        raise Refusal(f"{settings.instance} 还没有建立登记系统，请先运行 registry init。")
    return open_store(settings.database_url, settings.instance)


def day_or_today(day: datetime | None) -> date:
    return day.date() if day else clock.today()


def emit(data: Any) -> None:
    """Prints JSON on standard output: dates as ISO text, Chinese as it is."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def _fail(sentence: str) -> None:
    if "--json" in sys.argv:
        emit({"problem": sentence})
    click.echo(sentence, err=True)
    sys.exit(1)


def _keep_traceback() -> str:
    instance = read_settings().instance
    if not instance.is_dir():
        traceback.print_exc()
        return ""
    path = instance / "errors.log"
    with path.open("a", encoding="utf-8") as log:
        log.write(f"{clock.now().isoformat()}\n{traceback.format_exc()}\n")
    return f"详情已写入 {path}，请联系维护人员。"
