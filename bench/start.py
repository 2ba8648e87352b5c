"""What a command costs before its work begins: processor time of whole processes beside `import sqlmodel`.

    python bench/start.py [CHECKOUT ...] [--runs N] [--folder FOLDER]

Each CHECKOUT (without one: this one) has its own .venv, and a demonstration made by its own `registry init --demo` in
FOLDER, which keeps it between runs; without FOLDER it is thrown away. Everything is run once per round, one after
another, so that a busy machine slows all of it alike: the ratios hold, the milliseconds do not.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
UNIT = "import sqlmodel"
DAY = "2026-03-05"
WORD = "管理"
MOST = {"--help": 0.35, "doc-no": 0.35, "show": 2.0, "due": 2.0, "search": 2.0}


@dataclass(frozen=True)
class Start:
    """A process to be measured; `checkout` numbers the checkout that it belongs to."""

    checkout: int
    name: str
    command: tuple[str, ...]
    instance: Path

    def seconds(self) -> float:
        """Processor time, user and system, from start to end. Raises CalledProcessError when it fails."""
        before = _children_s()
        environment = os.environ | {"REGISTRY_INSTANCE": str(self.instance)}
        subprocess.run(self.command, check=True, capture_output=True, cwd=self.instance, env=environment)
        return _children_s() - before


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("checkouts", nargs="*", type=Path, default=[HERE])
    options.add_argument("--runs", type=int, default=10)
    options.add_argument("--folder", type=Path)
    chosen = options.parse_args()
    if chosen.folder:
        measure(chosen.checkouts, chosen.folder.resolve(), chosen.runs)
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(chosen.checkouts, Path(folder), chosen.runs)


def measure(checkouts: list[Path], folder: Path, n_runs: int) -> None:
    starts = [
        start for number, checkout in enumerate(checkouts) for start in starts_of(number, checkout, folder)
    ]
    for start in starts:
        start.seconds()  # so that every file has been read, and compiled, before anything counts
    taken: dict[Start, list[float]] = {start: [] for start in starts}
    for _ in range(n_runs):
        for start in starts:
            taken[start].append(start.seconds())
    for number, checkout in enumerate(checkouts):
        say(f"{checkout}, median of {n_runs}")
        say(f"{'':<18}{'ms':>7}{'ratio':>8}   {'min–max':<13}{'at most':>8}")
        mine = {start.name: seconds for start, seconds in taken.items() if start.checkout == number}
        for name, seconds in mine.items():
            row(name, seconds, mine[UNIT])


def starts_of(number: int, checkout: Path, folder: Path) -> list[Start]:
    """The unit and the commands of one checkout, on its own demonstration."""
    programs = checkout.resolve() / ".venv" / "bin"
    registry, instance = str(programs / "registry"), folder / str(number)
    if not (instance / "registry.sqlite").exists():
        instance.mkdir(parents=True, exist_ok=True)
        made = [registry, "init", "--demo", "--instance", str(instance)]
        subprocess.run(made, check=True, capture_output=True)
    doc_no = a_number(registry, instance)
    commands = {
        UNIT: (str(programs / "python"), "-c", "import sqlmodel"),
        "--help": (registry, "--help"),
        "doc-no": (registry, "doc-no", doc_no),
        "show": (registry, "show", doc_no, "--on", DAY),
        "due": (registry, "due", "--on", DAY),
        "search": (registry, "search", WORD, "--on", DAY),
    }
    return [Start(number, name, command, instance) for name, command in commands.items()]


def a_number(registry: str, instance: Path) -> str:
    """The number of the first document that a search finds."""
    asked = [registry, "search", WORD, "--json", "--instance", str(instance)]
    answer = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    return next(hit["doc_no"] for hit in json.loads(answer)["hits"] if hit["doc_no"])


def row(name: str, seconds: list[float], unit: list[float]) -> None:
    """One line; its ratio is that of the medians, between the least and the greatest of a single round."""
    ratios = [one / other for one, other in zip(seconds, unit, strict=True)]
    ratio = statistics.median(seconds) / statistics.median(unit)
    most = MOST.get(name)
    mark = "" if most is None else f"{most:>8.2f}{'  too much' if ratio > most else ''}"
    spread = f"{min(ratios):.2f}–{max(ratios):.2f}"
    say(f"{name:<18}{statistics.median(seconds) * 1000:>7.0f}{ratio:>8.2f}   {spread:<13}{mark}")


def say(line: str) -> None:
    sys.stdout.write(line.rstrip() + "\n")
    sys.stdout.flush()


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
