"""How fast the desk answers over an invented register of 100,000 documents: milliseconds of processor time, and ratios.

    python bench/desk.py FOLDER [--documents N] [--database URL]

FOLDER keeps the register between runs (an empty one is filled in a minute or two); so does the database of URL, with
which wall time is measured instead. Every page is requested through Flask's test client, each time right after the
plain list: the ratio to the list holds on any machine.
"""

import argparse
import gc
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from flask.testing import FlaskClient
from invented_register import LOGINS, PASSWORD, make

from registry.config import Settings
from registry.search.index import rebuild
from registry.storage.engine import Store, open_store
from registry.web.app import create_app

N_RUNS = 5
WITHIN_MS = 80

DOCUMENTS = "/desk/documents"
PAGES: tuple[tuple[str, str, str], ...] = (
    ("clerk", "one status", "?status=in_force"),
    ("clerk", "one status, some day", "?status=lapsed&on=2018-05-01"),
    ("clerk", "a rare status", "?status=unknown"),
    ("clerk", "one authority", "?authority=7"),
    ("clerk", "one year", "?year=2019"),
    ("clerk", "one kind", "?kind=notice"),
    ("clerk", "kind and status", "?kind=measures&status=in_force"),
    ("clerk", "withheld", "?disclosure=withheld"),
    ("clerk", "a common disclosure", "?disclosure=public"),
    ("clerk", "drafts", "?draft=1"),
    ("clerk", "any doubt", "?doubt=any"),
    ("clerk", "one doubt", "?doubt=no_published_on"),
    ("clerk", "a common word", "?q=管理"),
    ("clerk", "a rare word", "?q=第77777号"),
    ("clerk", "a word nobody uses", "?q=麒麟"),
    ("clerk", "a whole number", "?q=示政规〔2019〕12345号"),
    ("clerk", "the beginning of a number", "?q=示政规〔2019〕"),
    ("clerk", "page 2000", "?page=2000"),
    ("clerk", "page 500 of a status", "?status=in_force&page=500"),
    ("clerk", "by title", "?sort=title"),
    ("clerk", "by number", "?sort=doc_no"),
    ("clerk", "by authority", "?sort=authority"),
    ("clerk", "by kind", "?sort=kind"),
    ("clerk", "by signing date", "?sort=signed_on"),
    ("clerk", "by effective date, page 2000", "?sort=-effective_on&page=2000"),
    ("clerk", "by valid until", "?sort=valid_until"),
    ("clerk", "by change", "?sort=-updated_at"),
    ("clerk", "a status by title", "?status=in_force&sort=title"),
    ("clerk", "every column", "?" + "&".join(f"columns={name}" for name in (
        "doc_no", "authority", "co_issuers", "kind", "disclosure", "signed_on", "issued_on", "published_on",
        "posted_on", "effective_on", "valid_until", "status", "filing_no", "filing_state", "reg_no", "index_no",
        "subject", "updated_at", "doubts",
    ))),
    ("contact", "a contact's list", ""),
    ("contact", "a contact's status", "?status=in_force"),
)  # fmt: skip
ELSEWHERE: tuple[tuple[str, str, str], ...] = (
    ("clerk", "one document", "/desk/documents/77777"),
    ("clerk", "today", "/desk/"),
    ("contact", "today, a contact", "/desk/"),
    ("clerk", "filings, open", "/desk/filings/"),
    ("clerk", "filings, all", "/desk/filings/?scope=all"),
    ("clerk", "filings, page 2000", "/desk/filings/?scope=all&page=2000"),
    ("clerk", "filings, a word", "/desk/filings/?scope=all&q=管理"),
    ("clerk", "filings, overdue", "/desk/filings/?timing=overdue"),
    ("contact", "filings, a contact", "/desk/filings/"),
    ("clerk", "issue registers of a year", "/desk/issue-register/?year=2025"),
    ("clerk", "one authority's list", "/desk/issue-register/1/2025"),
    ("contact", "issue register, a contact", "/desk/issue-register/?year=2025"),
    ("clerk", "filings, a year with rates", "/desk/filings/?year=2025"),
    ("clerk", "bases", "/desk/bases"),
    ("clerk", "bases, page 100", "/desk/bases?page=100"),
    ("clerk", "bases, a word", "/desk/bases?q=第12"),
    ("clerk", "a law of a third of all", "/desk/bases/show?basis=title:示范法第1种"),
    ("clerk", "a registered basis", "/desk/bases/show?basis=document:7"),
    ("clerk", "doubts", "/desk/documents/doubts"),
    ("clerk", "doubts, page 100", "/desk/documents/doubts?page=100"),
    ("clerk", "doubts, a word", "/desk/documents/doubts?q=管理"),
    ("clerk", "doubts, one authority", "/desk/documents/doubts?authority=7"),
    ("contact", "doubts, a contact", "/desk/documents/doubts"),
    ("clerk", "an intake, page 100", "/desk/intakes/1?page=100"),
    ("clerk", "an intake, what is doubted", "/desk/intakes/1?verdict=doubted"),
    ("visitor", "catalog", "/"),
    ("visitor", "catalog, in force", "/?status=in_force"),
    ("visitor", "catalog, a common word", "/?q=管理"),
)
SLOW: tuple[tuple[str, str, str], ...] = (
    ("clerk", "full text, a common word", "/desk/documents?q=管理&full=1"),
    ("clerk", "full text, two words", "/desk/documents?q=停车 收费&full=1"),
    ("clerk", "export .csv, all", "/desk/documents/export.csv"),
    ("clerk", "export .xlsx, all", "/desk/documents/export.xlsx"),
    ("clerk", "filings .xlsx, all", "/desk/filings/export.xlsx?scope=all"),
    ("clerk", "export .docx, one authority", "/desk/documents/export.docx?authority=7"),
)


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=Path)
    options.add_argument("--documents", type=int, default=100_000)
    options.add_argument("--database", default="")
    chosen = options.parse_args()
    store = _opened(chosen.folder, chosen.database, chosen.documents)
    clients = _clients(store)
    clock = time.perf_counter if chosen.database else time.process_time
    say(f"{'page':<32}{'ms':>8}{'ratio':>8}")
    for who, name, query in PAGES:
        _measure(clients, who, name, DOCUMENTS + query, clock)
    for who, name, address in ELSEWHERE:
        _measure(clients, who, name, address, clock)
    for who, name, address in SLOW:
        _measure(clients, who, name, address, clock, n_runs=1, within=None)


def _opened(folder: Path, database: str, n_documents: int) -> Store:
    folder.mkdir(parents=True, exist_ok=True)
    store = open_store(database or f"sqlite:///{folder / 'registry.sqlite'}", folder)
    if not sa.inspect(store.engine).get_table_names():
        start = time.process_time()
        make(store, n_documents)
        say(f"{n_documents} documents made in {time.process_time() - start:.0f} s")
        start = time.process_time()
        rebuild(store)
        say(f"indexed in {time.process_time() - start:.0f} s")
    return store


def _clients(store: Store) -> dict[str, FlaskClient]:
    app = create_app(Settings(instance=store.folder), store)
    app.config.update(WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    clients = {"visitor": app.test_client()}
    for login in LOGINS:
        clients[login] = app.test_client()
        clients[login].post("/account/sign-in", data={"login": login, "password": PASSWORD})
    gc.collect()
    gc.freeze()  # as registry.web.app.serve does
    return clients


def _measure(
    clients: dict[str, FlaskClient],
    who: str,
    name: str,
    address: str,
    clock: Callable[[], float],
    n_runs: int = N_RUNS,
    within: int | None = WITHIN_MS,
) -> None:
    """Prints a line: the median of the runs, and its ratio to the plain list, which runs between them."""
    asked = lambda: _ask(clients[who], address)  # noqa: E731
    plain = lambda: _ask(clients["clerk"], DOCUMENTS)  # noqa: E731
    plain(), asked() if n_runs > 1 else None
    pairs = [(_ms(plain, clock), _ms(asked, clock)) for _ in range(n_runs)]
    base, taken = (statistics.median(column) for column in zip(*pairs, strict=True))
    mark = "  slow" if within is not None and taken > within else ""
    say(f"{name:<32}{taken:>8.0f}{taken / base:>8.1f}{mark}")


def _ask(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    assert answer.data


def _ms(work: Callable[[], object], clock: Callable[[], float]) -> float:
    start = clock()
    work()
    return (clock() - start) * 1000


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
