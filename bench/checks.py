"""The rule checks over labelled sentences of real texts: precision and recall by kind, and hits by rule over all texts.

Run by hand: `python -m bench.checks CORPUS` with a folder that holds documents.jsonl. The labels in checks_labels.tsv
name a document, a place and a kind, "-" for a sentence that only looks harmful; `tuned` were looked at when the rules
were written, `kept` were not.
"""

import json
import sys
import time
from collections import Counter
from pathlib import Path

import click

from registry.domain.checks.reading import check_sentences

LABELS = Path(__file__).with_name("checks_labels.tsv")
_RULES_THEMSELVES = ("law", "rule")


def main(corpus: Path) -> None:
    lines = (corpus / "documents.jsonl").read_text("utf-8").splitlines()
    documents = {record["id"]: record for record in map(json.loads, lines)}
    for part in ("tuned", "kept"):
        _measure(part, {name: record["text"] for name, record in documents.items()})
    _count(
        [record for record in documents.values() if not any(w in record["kind"] for w in _RULES_THEMSELVES)]
    )


def _measure(part: str, texts: dict[str, str]) -> None:
    right, wrong = Counter[str](), Counter[str]()
    for line in LABELS.read_text("utf-8").splitlines():
        group, name, start, end, kind = (
            line.split("\t") if not line.startswith("#") else ("", "", "0", "0", "")
        )
        if group != part:
            continue
        is_hit = bool(check_sentences(texts[name][int(start) : int(end)]))
        (right if is_hit == (kind != "-") else wrong)[kind] += 1
    n_harmful = sum(n for kind, n in (right + wrong).items() if kind != "-")
    n_hit = sum(n for kind, n in right.items() if kind != "-")
    click.echo(f"{part}: precision {n_hit}/{n_hit + wrong['-']}, recall {n_hit}/{n_harmful}")
    for kind in sorted(right | wrong):
        click.echo(f"  {kind:12} right {right[kind]}, wrong {wrong[kind]}")


def _count(documents: list[dict[str, str]]) -> None:
    began = time.process_time()
    hits = [Counter(finding.rule for finding in check_sentences(record["text"])) for record in documents]
    seconds = time.process_time() - began
    n_hit = sum(bool(counts) for counts in hits)
    click.echo(f"{len(documents)} texts that are no law or rule: {n_hit} with hits, {seconds:.1f} s CPU")
    for rule, n in sum(hits, Counter[str]()).most_common():
        click.echo(f"  {rule:24} {n}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
