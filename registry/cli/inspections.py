"""`registry inspect`: prints the values read in each file with their quotes; writes nothing to the register."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from registry.domain.calendars import period_words
from registry.domain.citations import quoted
from registry.domain.document_fields import DAYS, LABELS, LEDGER_PLAIN
from registry.domain.documents import DISCLOSURE_WORDS, RELATION_WORDS, Disclosure, RelationKind
from registry.domain.normal import tidy
from registry.domain.read_values import READ_WORDS
from registry.readers.documents.facts import Fact, Reading, RelationFound
from registry.readers.files.packages import is_litter
from registry.readers.sandbox import read_files

_WORDS = {
    "title": "标题",
    "doc_no": LABELS["doc_no"],
    "issuing_authority": LABELS["lead_authority"],
    "co_issuers": LABELS["co_issuers"],
    **{name: LABELS[name] for name in DAYS},
    "validity_months": "有效期",
    "is_permanent": LABELS["has_no_expiry"],
    "ends_when": LABELS["ends_when"],
    "provisional": "暂行或试行",
    "disclosure": LABELS["disclosure"],
    **{name: LABELS[name] for name in LEDGER_PLAIN if name in READ_WORDS},
    "annex_title": "所附文件",
    "addressees": "主送机关",
    "attachments": "附件",
}
_ALWAYS = (
    "title", "doc_no", "issuing_authority", "signed_on", "published_on", "effective_on", "valid_until",
)  # fmt: skip
_LEVELS = "编章节条"
_LONGEST_QUOTE = 100


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="每个文件一行 JSON。")
def inspect(paths: tuple[Path, ...], as_json: bool) -> None:
    """读文件，给出标题、文号、机关、日期等及其原文依据；不写入。"""
    files = [file for path in paths for file in files_at(path)]
    has_failed = False
    for reading in read_files((path, name) for name, path in files):
        has_failed = has_failed or not reading.text
        if as_json:
            click.echo(json.dumps(_as_values(reading), ensure_ascii=False))
        else:
            click.echo("\n".join(_lines(reading)))
    if has_failed:
        raise SystemExit(1)


def files_at(path: Path) -> Iterator[tuple[str, Path]]:
    """(name, path) of the file, or of every file in the folder except those that operating systems leave there."""
    if path.is_file():
        yield path.name, path
        return
    for inner in sorted(path.rglob("*")):
        name = inner.relative_to(path).as_posix()
        if inner.is_file() and not is_litter(name):
            yield name, inner


def _as_values(reading: Reading) -> dict[str, Any]:
    return {
        "file": reading.file,
        "kind": reading.kind,
        **{name: reading.value(name) for name in (*_ALWAYS, *reading.facts)},
        "choices": {name: fact.choices for name, fact in reading.facts.items() if fact.choices},
        "relations": [asdict(relation) for relation in reading.relations],
        "outline": _outline(reading),
        "n_paragraphs": len(reading.paragraphs),
        "n_chars": reading.n_chars,
        "evidence": {name: asdict(fact) for name, fact in reading.facts.items()},
        "problems": reading.problems,
    }


def _lines(reading: Reading) -> Iterator[str]:
    counts = [f"{reading.n_chars}字", *(f"{n}{level}" for level, n in _outline(reading).items())]
    yield f"{reading.file}（{reading.kind}，{'，'.join(counts)}）" if reading.text else reading.file
    for sentence in reading.problems:
        yield f"  ! {sentence}"
    for name, word in _WORDS.items():
        if fact := reading.facts.get(name):
            is_verbatim = fact.quote == fact.value
            yield f"  {word}：{_shown(name, fact)}" + (f"（{fact.where}）" if is_verbatim else "")
            if not is_verbatim:
                yield f"      {fact.where}：“{_short(fact.quote)}”"
    for relation in reading.relations:
        yield f"  {_named(relation)}"
        yield f"      “{_short(relation.quote)}”"


def _shown(name: str, fact: Fact) -> str:
    if fact.value is None:
        return (
            f"请核对，可能是{'或'.join(fact.choices)}" if fact.choices else "请核对，原文没有写明起算的日期"
        )
    if name == "disclosure":
        return DISCLOSURE_WORDS[Disclosure(fact.value)]
    if name == "validity_months":
        return period_words(int(fact.value))
    return "是" if name == "is_permanent" else fact.value


def _named(relation: RelationFound) -> str:
    word, _ = RELATION_WORDS[RelationKind(relation.kind)]
    title = quoted(relation.title) if relation.title else ""
    number = f"（{relation.doc_no}）" if relation.doc_no and title else relation.doc_no
    return f"{word}{title}{number}"


def _outline(reading: Reading) -> dict[str, int]:
    counts = Counter(heading.level for heading in reading.outline)
    return {level: counts[level] for level in _LEVELS if counts[level]}


def _short(quote: str) -> str:
    line = tidy(quote)
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE]}…"


COMMANDS = (inspect,)
