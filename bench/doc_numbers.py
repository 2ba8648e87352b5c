"""How the parser reads real document numbers: with a key, several numbers, or no number and the reason.

    python bench/doc_numbers.py CORPUS [--list]

CORPUS is a folder with doc_numbers.tsv (number, classes of oddity, where it stood, source). The bench prints one line
per class, then the number of distinct keys, and for how many numbers the key of the standard spelling is the same
(round trip). With --list it also prints each line that is not exactly one number, with its reason.
"""

import argparse
import csv
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from registry.domain.doc_numbers import DocNumber, key, parse, parse_all


def main() -> None:
    """Print the counts."""
    options = argparse.ArgumentParser()
    options.add_argument("corpus", type=Path)
    options.add_argument("--list", action="store_true", dest="is_listed")
    chosen = options.parse_args()
    with (chosen.corpus / "doc_numbers.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row]
    started = time.process_time()
    numbers = [parse(row[0]) for row in rows]
    seconds = time.process_time() - started
    by_class: dict[str, Counter[str]] = defaultdict(Counter)
    for row, number in zip(rows, numbers, strict=True):
        for oddity in row[1].split(","):
            by_class[oddity][_kind(number)] += 1
    for oddity, counts in sorted(by_class.items()):
        _say(f"{oddity}: " + ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items())))
    if chosen.is_listed:
        for row, number in zip(rows, numbers, strict=True):
            if number.key is None:
                _say(f"{row[0]!r} [{row[1]}; {row[2]}] → {number.problem}")
    _summarise(numbers, seconds)


def _summarise(numbers: list[DocNumber], seconds: float) -> None:
    counts = Counter(_kind(number) for number in numbers)
    keyed = [number for number in numbers if number.key]
    n_back = sum(key(number.spelled or "") == number.key for number in keyed)
    spellings: dict[str | None, set[str]] = defaultdict(set)
    for number in keyed:
        spellings[number.key].add(number.raw)
    n_shared = sum(len(raw) > 1 for raw in spellings.values())
    _say(f"all {len(numbers)}: " + ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items())))
    _say(f"distinct keys {len(spellings)}, of them {n_shared} with more than one spelling")
    _say(f"round trip {n_back}/{len(keyed)}; {1e6 * seconds / max(1, len(numbers)):.0f} µs each")


def _kind(number: DocNumber) -> str:
    if number.key:
        return "keyed"
    n_numbers = sum(part.key is not None for part in parse_all(number.raw))
    return "several in one cell" if n_numbers > 1 else "no number, said why"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
