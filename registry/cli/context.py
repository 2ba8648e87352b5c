"""What the commands share: the settings and the store of their instance, and the option for a day."""

import functools
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click

from registry import clock
from registry.config import Settings, read_settings
from registry.domain.errors import Refusal
from registry.storage.engine import Store, open_store

DATABASE = "registry.sqlite"
SIGN_INS = "demonstration.txt"
DAY = click.DateTime(formats=["%Y-%m-%d"])


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
    """The store of the instance. Raises Refusal when `registry init` has not made it yet."""
    path = settings.instance / DATABASE
    if settings.database_url == f"sqlite:///{path}" and not path.exists():
        raise Refusal(f"{settings.instance} 还没有建立登记系统，请先运行 registry init。")
    return open_store(settings.database_url, settings.instance)


def day_or_today(day: datetime | None) -> date:
    return day.date() if day else clock.today()
