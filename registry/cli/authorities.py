"""Commands about issuing authorities: authority list, confirm, add."""

import click

from registry import clock
from registry.actions.authorities.add_authority import add_authority
from registry.actions.authorities.edit_authority import edit_authority
from registry.cli._naming import find_authority
from registry.cli.context import with_store
from registry.cli.printing import emit
from registry.domain.authorities import AUTHORITY_KIND_WORDS, AuthorityKind
from registry.domain.roles import OPERATOR
from registry.storage.authorities import Authority, all_authorities
from registry.storage.documents.listed import count_by_authority
from registry.storage.engine import Store, reading

_KIND = click.Choice([kind.value for kind in AuthorityKind])
_KIND_HELP = (
    "类别：" + "、".join(f"{kind.value} {word}" for kind, word in AUTHORITY_KIND_WORDS.items()) + "。"
)


@click.group()
def authority() -> None:
    """制定机关：列出、核对、新增。"""


@authority.command("list")
@click.option("--to-review", is_flag=True, help="只列待核对的。")
@click.option("--json", "as_json", is_flag=True)
@with_store
def list_command(store: Store, to_review: bool, as_json: bool) -> None:
    """列出制定机关：代码、名称、类别、机关代字、是否待核对、文件数。"""
    with reading(store) as session:
        listed = [body for body in all_authorities(session) if body.needs_review or not to_review]
        n_documents = count_by_authority(session)
    rows = [_told(body) | {"n_documents": n_documents.get(body.id or 0, 0)} for body in listed]
    if as_json:
        emit(rows)
        return
    for body, row in zip(listed, rows, strict=True):
        click.echo(
            "\t".join((body.code, body.name, AUTHORITY_KIND_WORDS[body.kind], body.organ_code, _state(body)))
            + f"\t{row['n_documents']}件"
        )
    waiting = [body.code for body in listed if body.needs_review and not body.is_unknown]
    click.echo(f"共{len(listed)}个，待核对{len(waiting)}个。", err=True)
    if waiting:
        click.echo(f"核对无误的，运行：registry authority confirm {' '.join(waiting)}", err=True)


@authority.command()
@click.argument("names", nargs=-1, required=True, metavar="AUTHORITY…")
@click.option("--kind", type=_KIND, help=f"改正类别，只在核对一个机关时使用。{_KIND_HELP}")
@click.option("--organ-code", help="登记机关代字，只在核对一个机关时使用，例如“云政”。")
@click.option("--json", "as_json", is_flag=True)
@with_store
def confirm(
    store: Store, names: tuple[str, ...], kind: str | None, organ_code: str | None, as_json: bool
) -> None:
    """核对制定机关（代码或名称）：确认名称和类别无误。"""
    if len(names) > 1 and (kind or organ_code is not None):
        raise click.UsageError("--kind 和 --organ-code 只能用于一个机关，请逐个核对。")
    with reading(store) as session:
        bodies = [session.get_one(Authority, find_authority(session, words)) for words in names]
    for body in bodies:
        edit_authority(
            store,
            OPERATOR,
            body.id or 0,
            name=body.name,
            kind=AuthorityKind(kind) if kind else body.kind,
            organ_code=body.organ_code if organ_code is None else organ_code,
            email=body.email,
            is_issuer=body.is_issuer,
            version=body.version,
            now=clock.now(),
        )
    with reading(store) as session:
        confirmed = [session.get_one(Authority, body.id) for body in bodies]
    if as_json:
        emit([_told(body) for body in confirmed])
        return
    for body in confirmed:
        click.echo(f"已核对：{body.name}（{body.code}，{AUTHORITY_KIND_WORDS[body.kind]}）。")


@authority.command()
@click.argument("name")
@click.option("--kind", type=_KIND, required=True, help=_KIND_HELP)
@click.option("--code", default="", help="机关代码；不填的自动编。")
@click.option("--organ-code", default="", help="机关代字，例如“云政”。")
@click.option("--json", "as_json", is_flag=True)
@with_store
def add(store: Store, name: str, kind: str, code: str, organ_code: str, as_json: bool) -> None:
    """新增一个制定机关。"""
    added = add_authority(
        store,
        OPERATOR,
        name=name,
        kind=AuthorityKind(kind),
        code=code,
        organ_code=organ_code,
        now=clock.now(),
    )
    with reading(store) as session:
        body = session.get_one(Authority, added)
    if as_json:
        emit(_told(body))
    else:
        click.echo(f"已新增{body.name}（{body.code}）。")


def _told(body: Authority) -> dict[str, object]:
    names = ("id", "code", "name", "kind", "organ_code", "needs_review", "is_issuer", "abolished_on")
    return {name: getattr(body, name) for name in names} | {"kind_word": AUTHORITY_KIND_WORDS[body.kind]}


def _state(body: Authority) -> str:
    if body.abolished_on is not None:
        return "已撤销"
    if body.needs_review:
        return "待核对"
    return "可以制定" if body.is_issuer else "不得制定"


COMMANDS = (authority,)
