"""Read an uploaded intake and judge every row and file, in short batches that others can see grow."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.actions._entries import Entry, refused_file
from registry.actions._intakes import hold_staging, lock_intake, options_of, row_values, uploads_of
from registry.actions._judging import Judged, judge
from registry.actions._matching import load_register
from registry.actions._unpacking import unpack_intake
from registry.actions._uploads import ColumnMeaning, Progress, read_uploads
from registry.actions.preview_intake import count
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.roles import Actor, Permission, require
from registry.storage.batches import BATCH
from registry.storage.engine import Store, reading, transaction
from registry.storage.files import drop_bytes
from registry.storage.intakes import Intake, IntakeRow, is_busy, remembered_columns

_NOTED_EVERY = 10
_LEASE = timedelta(minutes=10)  # after this, whoever was reading is taken to have been killed


def stage_intake(
    store: Store, actor: Actor, intake_id: int, now: datetime, progress: Progress | None = None
) -> dict[str, int]:
    """The counts of its verdicts. One that was killed half-way starts again after ten minutes.

    Raises Refusal when it is over, or when somebody else is reading it.
    """
    require(actor, Permission.IMPORT_LEDGER)
    with transaction(store) as session:
        intake = lock_intake(session, intake_id, "uploaded", "staging", "staged")
        if is_busy(intake, now):
            raise Refusal("该次导入正在读取，请稍候。")
        session.execute(sa.delete(IntakeRow).where(col(IntakeRow.intake_id) == intake_id))
        intake.state = "staging"
        intake.options = {**intake.options, "busy_until": (now + _LEASE).isoformat()}
        intake.n_read = intake.n_total = 0
        session.add(intake)
        meaning = ColumnMeaning(options_of(intake).columns, remembered_columns(session))
    tell = _teller(store, intake, progress)
    unpack_intake(store, intake)
    read = read_uploads(uploads_of(store, intake), meaning, tell)
    read.entries += [refused_file(name, sentence) for name, sentence in intake.options.get("unreadable", [])]
    _drop_forbidden(store, intake, read.entries)
    with reading(store) as session:
        register = load_register(session, read.entries)
    judged = list(judge(read.entries, register, options_of(intake), day_of(now)))
    for start in range(0, len(judged), BATCH):
        _keep(store, intake, start, judged[start : start + BATCH], len(judged))
        if progress:
            progress(min(start + BATCH, len(judged)), len(judged))
    counts = count(each.verdict for each in judged)
    _finish(
        store,
        intake,
        {"columns": read.columns, "warnings": read.warnings, "n_total": len(judged), **counts},
    )
    return counts


def _keep(store: Store, staging: Intake, start: int, judged: Sequence[Judged], n_total: int) -> None:
    rows = [row_values(staging.id or 0, start + n, each) for n, each in enumerate(judged, 1)]
    with transaction(store) as session:
        _set(session, staging, {"n_read": start + len(rows), "n_total": n_total})
        session.execute(sa.insert(IntakeRow), rows)


def _finish(store: Store, staging: Intake, values: dict[str, Any]) -> None:
    with transaction(store) as session:
        _set(session, staging, {"state": "staged", **values})


def _teller(store: Store, staging: Intake, progress: Progress | None) -> Progress:
    """Says how many files were read, to the caller and, now and then, to whoever looks at the intake."""

    def tell(n_done: int, n_total: int) -> None:
        if progress:
            progress(n_done, n_total)
        if n_done % _NOTED_EVERY == 0:
            with transaction(store) as session:
                _set(session, staging, {"n_read": n_done, "n_total": n_total})

    return tell


def _set(session: Session, staging: Intake, values: dict[str, Any]) -> None:
    intake = hold_staging(session, staging)
    for name, value in values.items():
        setattr(intake, name, value)
    session.add(intake)


def _drop_forbidden(store: Store, intake: Intake, entries: Sequence[Entry]) -> None:
    """A harmful file is not kept, nor one that holds anything secret: a document, or a ledger with a secret row."""
    forbidden = {(entry.file, entry.sha256) for entry in entries if entry.is_forbidden}
    for name, sha256, _ in intake.options["files"]:
        if {(name, sha256), (name, "")} & forbidden:  # the entry of a ledger names no hash
            drop_bytes(store, sha256)
