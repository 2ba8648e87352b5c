"""`registry check`: what the rule checks find in each file; writes nothing to the register."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from registry.cli.context import existing_store, settings_of
from registry.cli.inspections import files_at
from registry.domain.checks.book import SHIPPED_BOOK, CheckBook
from registry.domain.checks.findings import CHECK_WORDS, Checked, Finding
from registry.domain.checks.whole import TextFacts
from registry.domain.errors import Refusal
from registry.domain.levels import LEVEL_WORDS
from registry.domain.rules import RuleProfile
from registry.readers.checking import check_with
from registry.readers.documents.facts import Reading
from registry.readers.sandbox import Worker, read_with
from registry.storage.check_book import load_check_book
from registry.storage.engine import reading as reading_store
from registry.storage.rulebook import load_rulebook


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="每处一行 JSON。")
@click.pass_context
def check(context: click.Context, paths: tuple[Path, ...], as_json: bool) -> None:
    """按规则检查文件：可能违法设定许可、处罚、收费，妨碍公平竞争等，逐处给出依据；不写入。"""
    profile, book = _rules(context)
    has_failed = False
    with Worker() as worker:
        for name, file in (found for path in paths for found in files_at(path)):
            reading = read_with(worker, file, name)
            checked = _checked(worker, reading, profile, book)
            has_failed = has_failed or not reading.text or bool(checked.problem)
            for problem in (*reading.problems, checked.problem):
                if problem:
                    click.echo(f"{name}：{problem}", err=True)
            if as_json:
                for finding in checked.findings:
                    click.echo(json.dumps(_values(name, finding), ensure_ascii=False))
            elif reading.text:
                click.echo("\n".join(_lines(name, checked)))
    if has_failed:
        raise SystemExit(1)


def _checked(worker: Worker, reading: Reading, profile: RuleProfile | None, book: CheckBook) -> Checked:
    """What the rules find in a text by the process that has read it; nothing where there is no text."""
    if not reading.text:
        return Checked(())
    return check_with(worker, reading.text, facts_of(reading), profile, book)


def facts_of(reading: Reading) -> TextFacts:
    """The title and the days that were read in a file."""
    days = ("signed_on", "published_on", "effective_on", "valid_until")
    read = {name: reading.value(name) for name in days}
    stated = {name: date.fromisoformat(value) for name, value in read.items() if value}
    return TextFacts(reading.value("title") or "", **stated)


def _rules(context: click.Context) -> tuple[RuleProfile | None, CheckBook]:
    """The newest rules of the place and its book; none and the shipped book where there is no register yet."""
    try:
        store = existing_store(settings_of(context))
    except Refusal:
        return None, SHIPPED_BOOK
    with reading_store(store) as session:
        return load_rulebook(session).profile_for(date.max), load_check_book(session)


def _values(file: str, finding: Finding) -> dict[str, Any]:
    return {
        "file": file,
        "rule": finding.rule,
        "kind": finding.kind,
        "level": finding.level,
        "quote": finding.quote,
        "start": finding.start,
        "end": finding.end,
        "says": finding.says,
        "source": finding.source,
    }


def _lines(file: str, checked: Checked) -> Iterator[str]:
    if checked.findings:
        yield f"{file}：{len(checked.findings)}处"
    else:
        yield f"{file}：{'没有检查完' if checked.problem else '没有发现'}"
    for finding in checked.findings:
        quote = f"“{finding.quote}”" if finding.quote else "全文"
        yield f"  [{LEVEL_WORDS[finding.level]}] {CHECK_WORDS[finding.kind]}：{quote}"
        yield f"      {finding.says}依据：{finding.source}。"


COMMANDS = (check,)
