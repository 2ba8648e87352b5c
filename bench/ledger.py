"""Import every ledger and list, twice each, and print counts and seconds; kill an import half-way.

    python bench/ledger.py CORPUS [--rows 25000] [--kill]

CORPUS is a folder with ledgers/ and lists/. A ledger made by bench/make_ledger.py is added, and its counts are compared
with the right ones. "plain" is the time in which calamine or the csv module reads the file alone. --kill applies the
made ledger in a child process that is killed while it writes, counts the documents, and applies it again.
"""

import argparse
import csv
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from make_ledger import write_ledger
from python_calamine import CalamineWorkbook
from sqlmodel import Session, col, func, select

from registry.actions.intakes.apply_intake import apply_intake
from registry.actions.intakes.preview_intake import preview_intake
from registry.actions.intakes.stage_intake import stage_intake
from registry.actions.intakes.upload_intake import upload_intake
from registry.actions.office.initialise_registry import initialise_registry
from registry.clock import now, today
from registry.domain.intakes import Options
from registry.domain.roles import OPERATOR
from registry.storage.documents.tables import Document, DocumentSpan
from registry.storage.engine import Store, open_store, reading
from registry.storage.intakes import Intake
from registry.storage.migrate import migrate

ENDINGS = (".xlsx", ".xls", ".csv")
HEAD = (
    "ledger",
    "rows",
    "added",
    "unchang",
    "updated",
    "refused",
    "warned",
    "plain s",
    "read s",
    "write s",
    "rows/s",
    "again",
)


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("corpus", type=Path)
    options.add_argument("--rows", type=int, default=25_000)
    options.add_argument("--kill", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.xlsx"
        right = write_ledger(made, chosen.rows)
        files = [*_ledgers(chosen.corpus), made]
        _say(*HEAD)
        for n, file in enumerate(files):
            store = _fresh(Path(folder) / f"instance-{n}")
            counts = _measure(store, file)
        wrong = {name: (counts[name], n) for name, n in right.right.items() if counts[name] != n}
        sys.stdout.write(f"made.xlsx (found, must be): {wrong or 'as it must be'}\n")
        _compare(store, right.truth)
        if chosen.kill:
            _kill(_fresh(Path(folder) / "killed"), made)


def _compare(store: Store, truth: dict[str, str]) -> None:
    """Prints how often each status was found where the rows say each, and the rows that are told for sure and wrong."""
    with reading(store) as session:
        query = select(Document.title, DocumentSpan.status).join(
            DocumentSpan, col(DocumentSpan.document_id) == col(Document.id)
        )
        on = (col(DocumentSpan.from_on) <= today(), col(DocumentSpan.until_on) > today())
        found = {title: status.value for title, status in session.exec(query.where(*on))}
    table = Counter((said, found.get(title, "missing")) for title, said in truth.items())
    sys.stdout.write("the rows say        found                rows\n")
    for (said, status), n in sorted(table.items()):
        sys.stdout.write(f"{said:20}{status:20}{n:5}\n")
    wrong = [title for title, said in truth.items() if _is_wrong(said, found.get(title, "missing"))]
    sys.stdout.write(f"sure and wrong: {len(wrong)} {wrong[:10] if wrong else ''}\n")


def _is_wrong(said: str, status: str) -> bool:
    """Whether a status is told for sure and is not the one that the row says; a period that is over is an end too."""
    if status == "missing":
        return True
    return status not in (said, "unknown") and not (
        status == "lapsed" and said not in ("in_force", "unknown")
    )


def _ledgers(corpus: Path) -> list[Path]:
    return sorted(
        file for name in ("ledgers", "lists") for file in (corpus / name).glob("*") if file.suffix in ENDINGS
    )


def _fresh(folder: Path) -> Store:
    folder.mkdir()
    store = _open(folder)
    migrate(store)
    initialise_registry(store, OPERATOR, tracked_from=date(2019, 6, 1), is_demonstration=False, now=now())
    return store


def _open(folder: Path) -> Store:
    return open_store(f"sqlite:///{folder}/registry.sqlite", folder)


def _measure(store: Store, file: Path) -> dict[str, int]:
    plain = _seconds(lambda: _plain(file))
    read = _seconds(
        lambda: preview_intake(store, OPERATOR, [(file.name, file)], Options(), today(), lambda *_: None)
    )
    started = time.perf_counter()
    intake_id, counts = _import(store, file)
    seconds = time.perf_counter() - started
    _, again = _import(store, file)
    with reading(store) as session:
        n_warned = len(session.get_one(Intake, intake_id).warnings)
    is_same = again["n_added"] == again["n_updated"] == 0 and again["n_refused"] == counts["n_refused"]
    _say(
        file.name[:24], *counts.values(), n_warned, f"{plain:.2f}", f"{read:.2f}", f"{seconds:.2f}",
        f"{counts['n_read'] / seconds:.0f}", "same" if is_same else str(again),
    )  # fmt: skip
    return counts


def _import(store: Store, file: Path) -> tuple[int, dict[str, int]]:
    content = [(file.name, file.read_bytes())]
    intake_id = upload_intake(store, OPERATOR, file.name, content, Options(), now())
    stage_intake(store, OPERATOR, intake_id, now())
    return intake_id, apply_intake(store, OPERATOR, intake_id, now())


def _plain(file: Path) -> None:
    if file.suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as stream:
            list(csv.reader(stream))
        return
    book = CalamineWorkbook.from_path(file)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def _kill(store: Store, file: Path) -> None:
    """Kills the process twice, after so many megabytes of the database's log, then applies the ledger."""
    content = [(file.name, file.read_bytes())]
    intake_id = upload_intake(store, OPERATOR, file.name, content, Options(), now())
    counts = stage_intake(store, OPERATOR, intake_id, now())
    log = store.folder / "registry.sqlite-wal"
    for megabytes in (1, 8):
        child = multiprocessing.get_context("spawn").Process(target=_apply, args=(store.folder, intake_id))
        before = log.stat().st_size
        child.start()
        while child.is_alive() and log.stat().st_size - before < megabytes << 20:
            time.sleep(0.01)
        os.kill(child.pid or 0, signal.SIGKILL)
        child.join()
        sys.stdout.write(f"killed with -9 when {megabytes} MB were written: {_documents(store)} in\n")
    apply_intake(store, OPERATOR, intake_id, now())
    sys.stdout.write(f"sent again: {_documents(store)} in, of {counts['n_added']}\n")


def _apply(folder: Path, intake_id: int) -> None:
    store = _open(folder)
    apply_intake(store, OPERATOR, intake_id, now())


def _documents(store: Store) -> int:
    with reading(store) as session:
        return _count(session)


def _count(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Document)).one()


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _say(*cells: object) -> None:
    sys.stdout.write("".join(str(cell).ljust(25 if at == 0 else 9) for at, cell in enumerate(cells)) + "\n")


if __name__ == "__main__":
    main()
