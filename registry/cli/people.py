"""`registry user`: the people who sign in."""

import getpass
import sys

import click

from registry import clock
from registry.actions.people.add_user import add_user
from registry.cli.context import with_store
from registry.domain.errors import Refusal
from registry.domain.roles import OPERATOR, Role
from registry.storage.authorities import authority_by_code
from registry.storage.engine import Store, reading


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
@click.option("--head", "is_head", is_flag=True, help="分管负责人：平时只收逾期提醒的联络员。")
@with_store
def user_add(
    store: Store, login: str, role: str, code: str | None, name: str | None, email: str, is_head: bool
) -> None:
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
        is_head=is_head,
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


COMMANDS = (user,)
