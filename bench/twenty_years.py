"""Twenty years of a county in the register, against an oracle that says which notice was owed to whom and when.

    python -m bench.twenty_years [--years N] [--authorities N] [--papers N] [--seed N] [--trouble N] [--database URL]

A county of 60 authorities is lived through day by day on a fake clock, by the register's own actions and jobs:
publications, moves with true days earlier than typed ones, holidays decreed late and changed within the year, rules
changed, people who come and go, authorities that become one, days without a scheduler, two schedulers at once,
statements that fail and schedulers killed at work. An independent day-by-day loop (bench/county/oracle.py) says what
follows. The first difference ends the run, with the story of its filing and how to repeat it; fewer years and
authorities shrink it. URL names an empty database that may be thrown away; without it a file of SQLite is made.
"""

import argparse
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import event

from bench.county.accidents import Post, posting
from bench.county.comparing import (
    all_told,
    deadlines_that_differ,
    letters_that_differ,
    notice_counts,
    notices_that_differ,
)
from bench.county.days import County
from bench.county.inbox import inboxes
from bench.county.story import Story
from registry.actions.office.verify_register import verify_register
from registry.actions.people import _passwords
from registry.storage.engine import Store, open_store
from registry.storage.migrate import migrate

_MOST_SHOWN = 5


def main() -> None:
    options = _options()
    county = County(options.years, options.authorities, options.papers, options.seed, options.trouble)
    _passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with tempfile.TemporaryDirectory() as folder:
        store = _store(options.database, Path(folder))
        post = Post(Path(folder) / "letters", is_reliable=not options.unreliable)
        started = time.monotonic()
        story = Story(county, store, post)
        with posting(post):
            differences = live(story)
        _report(story, post, differences, time.monotonic() - started)
        for text in inboxes(story) if options.inbox else ():
            sys.stdout.write(f"{text}\n")
        store.engine.dispose()
    if differences:
        sys.exit(f"To repeat: python -m bench.twenty_years {_as_options(county)}")


def live(story: Story) -> list[str]:
    """The differences of the first day that has any, deadlines looked at daily, notices when a year is over."""
    for n in story.days():
        today = story.live(n)
        differences = list(deadlines_that_differ(story, today))
        if not differences and (today.month, today.day) == (12, 31):
            differences = list(notices_that_differ(story))
            sys.stderr.write(f"{today.year}: {story.n_moves} moves so far, {len(differences)} differences\n")
        if differences:
            return differences
    story.rest()
    differences = [*notices_that_differ(story), *letters_that_differ(story)]
    return differences or [difference.sentence for difference in verify_register(story.store)]


def _as_options(county: County) -> str:
    values = {"years": county.n_years, "authorities": county.n_authorities, "papers": county.n_papers}
    values |= {"seed": county.seed, "trouble": county.trouble}
    return " ".join(f"--{name} {value}" for name, value in values.items())


def _report(story: Story, post: Post, differences: list[str], seconds: float) -> None:
    counts, letters, clock = notice_counts(story), post.counts(), story.clock
    cancelled = sum(n for end, n in counts.items() if end.startswith("cancelled"))
    figures = {
        "database": story.store.engine.dialect.name,
        "years": story.county.n_years,
        "documents": len(story.oracle.papers),
        "moves": story.n_moves,
        "notices": sum(counts.values()),
        "held": sum(told.person is None for told in all_told(story)),
        "superseded": counts["superseded"],
        "cancelled": cancelled,
        "letters": len(letters),
        "sent twice": sum(n > 1 for n in letters.values()),
        "doubles": clock.n_doubles,
        "kills": clock.n_kills,
        "stumbles": clock.n_stumbles,
        "differences": len(differences),
        "seconds": round(seconds, 1),
    }
    sys.stdout.write("  ".join(f"{name} {figure}" for name, figure in figures.items()) + "\n")
    for difference in differences[:_MOST_SHOWN]:
        sys.stdout.write(f"{difference}\n")


def _store(url: str, folder: Path) -> Store:
    store = open_store(url or f"sqlite:///{folder / 'registry.sqlite'}", folder)
    if store.engine.dialect.name == "sqlite":
        event.listen(store.engine, "connect", _trust_the_machine)
    migrate(store)
    return store


def _trust_the_machine(connection: sqlite3.Connection, _record: Any) -> None:
    """Processes are killed here, machines are not: nothing that the system has is lost."""
    connection.execute("PRAGMA synchronous=OFF")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Twenty years of a county against an oracle.")
    parser.add_argument("--years", type=float, default=20)
    parser.add_argument("--authorities", type=int, default=60)
    parser.add_argument("--papers", type=float, default=2.0, help="of an authority in a year")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--trouble", type=float, default=0.06, help="share of the clock's ticks with an accident"
    )
    parser.add_argument(
        "--unreliable", action="store_true", help="a mail server that is away, refuses, or hangs up"
    )
    parser.add_argument(
        "--inbox", action="store_true", help="print the last month's inbox of a contact and a clerk"
    )
    parser.add_argument("--database", default="")
    return parser.parse_args()


if __name__ == "__main__":
    main()
