"""`registry check-rules`: the rules that texts are checked by, and a pattern tried before it is saved on the page."""

from typing import Any

import click

from registry.cli.context import with_store
from registry.cli.printing import emit
from registry.domain.checks.differences import FIELD_WORDS
from registry.domain.checks.findings import CHECK_WORDS, CheckKind
from registry.domain.checks.written import WrittenRule, as_json, check_written
from registry.domain.errors import Refusal
from registry.domain.levels import LEVEL_WORDS, Level
from registry.readers.checking import try_rule
from registry.storage.check_book import (
    RULE_STATE_WORDS,
    BookRule,
    CheckRuleVersion,
    book_rule,
    book_rules,
    versions_of,
)
from registry.storage.engine import Store, reading


@click.group("check-rules")
def check_rules() -> None:
    """检查规则：列出、查看、试一个正则表达式。修改在网页“设置—检查规则”里办理。"""


@check_rules.command("list")
@click.option("--kind", type=click.Choice([kind.value for kind in CheckKind]), help="只列一种。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@with_store
def list_rules(store: Store, kind: str | None, as_json: bool) -> None:
    """列出检查规则：代码、种类、程度、名称、来源和状态、依据。"""
    with reading(store) as session:
        rules = [rule for rule in book_rules(session) if kind in (None, rule.written.kind)]
    if as_json:
        emit([_values(rule) for rule in rules])
        return
    for rule in rules:
        written = rule.written
        words = (
            CHECK_WORDS[written.kind],
            LEVEL_WORDS[written.level],
            written.name,
            RULE_STATE_WORDS[rule.state],
        )
        click.echo("\t".join((rule.code, *words, written.source)))


@check_rules.command("show")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@with_store
def show_rule(store: Store, code: str, as_json: bool) -> None:
    """显示一条规则现在的内容和本单位的各个版本。"""
    with reading(store) as session:
        rule, versions = book_rule(session, code), versions_of(session, code)
    if rule is None:
        raise Refusal(f"没有代码为“{code}”的检查规则。用 registry check-rules list 查看全部代码。")
    if as_json:
        emit({**_values(rule), "versions": [_version(row) for row in versions]})
        return
    click.echo(
        f"{rule.code}　{RULE_STATE_WORDS[rule.state]}{'，程序已更新这条规则' if rule.is_outrun else ''}"
    )
    for name, label in FIELD_WORDS.items():
        if words := _words(rule.written, name):
            click.echo(f"{label}：{words}")
    for row in versions:
        off = "，停用" if row.is_off else ""
        click.echo(f"第{row.version}版{off}　{row.made_by}　{row.made_at:%Y-%m-%d}　{row.reason}")


@check_rules.command("check-pattern")
@click.argument("pattern")
def check_pattern(pattern: str) -> None:
    """试一个正则表达式：写法有没有错，查得完查不完，是不是每一句都命中。"""
    written = WrittenRule("试用", CheckKind.FEE, Level.ADVICE, "试用。", "试用", pattern=pattern)
    check_written(written)
    if problem := try_rule(written):
        raise Refusal(problem[1].replace("请改正后再保存。", "请改正。").replace("，没有保存", ""))
    click.echo("可以使用。")


def _values(rule: BookRule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "state": rule.state,
        "version": rule.version,
        "is_off": rule.is_off,
        "is_outrun": rule.is_outrun,
        **as_json(rule.written),
    }


def _version(row: CheckRuleVersion) -> dict[str, Any]:
    return {
        "version": row.version,
        "is_off": row.is_off,
        "by": row.made_by,
        "at": row.made_at.isoformat(),
        "reason": row.reason,
        "rule": row.body,
    }


def _words(written: WrittenRule, name: str) -> str:
    value: Any = getattr(written, name)
    if name == "kind":
        return CHECK_WORDS[written.kind]
    if name == "level":
        return LEVEL_WORDS[written.level]
    return "、".join(value) if isinstance(value, tuple) else str(value or "")


COMMANDS = (check_rules,)
