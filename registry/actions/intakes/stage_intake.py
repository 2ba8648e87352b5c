"""Stage an intake: read its files and judge every row, in short batches, so that a page can show the progress."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from registry.actions.intakes._entries import Entry, refused_file
from registry.actions.intakes._judging import Judged, judge
from registry.actions.intakes._matching import load_register
from registry.actions.intakes._packages import unpack_intake
from registry.actions.intakes._record import (
    choices_of,
    lock_intake,
    lock_staging,
    restore_choices,
    row_values,
    uploads_of,
)
from registry.actions.intakes._uploads import ColumnMeaning, Progress, Reading, read_uploads
from registry.actions.intakes.preview_intake import count_verdicts
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.intakes import IntakeState
from registry.domain.roles import Actor, Permission, require
from registry.storage.batches import batches
from registry.storage.engine import Store, reading, transaction
from registry.storage.files import drop_bytes
from registry.storage.intakes import Intake, IntakeRow, is_busy, remembered_columns

_NOTED_EVERY = 10  # files
_LEASE = timedelta(minutes=10)  # after this, the reading process is taken to have been killed
_BEAT = 30  # seconds after which the lease is renewed while files are read


@dataclass
class _Staging:
    """An intake that this process reads: everything it notes renews the lease."""

    store: Store
    intake: Intake
    now: datetime
    began: float
    beat: float

    def note(self, values: dict[str, Any], rows: Sequence[dict[str, Any]] = ()) -> None:
        """Writes columns and rows. Raises Refusal when the intake was discarded, or another process reads it."""
        self.beat = monotonic()
        until = self.now + timedelta(seconds=self.beat - self.began) + _LEASE
        with transaction(self.store) as session:
            intake = lock_staging(session, self.intake)
            intake.options = replace(intake.options, busy_until=until)
            for name, value in values.items():
                setattr(intake, name, value)
            session.add(intake)
            if rows:
                session.execute(sa.insert(IntakeRow), rows)
        self.intake.options = replace(self.intake.options, busy_until=until)

    def note_progress(self, n_done: int, n_total: int) -> None:
        """Writes how many files were read, every few files or seconds."""
        if n_done % _NOTED_EVERY == 0 or monotonic() - self.beat > _BEAT:
            self.note({"n_read": n_done, "n_total": n_total})


def stage_intake(
    store: Store, actor: Actor, intake_id: int, now: datetime, progress: Progress = lambda *_: None
) -> dict[str, int]:
    """The counts of the verdicts. Choices that a person made for the rows before are kept where they still apply.

    An intake whose reading process was killed starts again after ten minutes. Raises Refusal when the intake was
    applied or discarded, and when another process is reading it.
    """
    require(actor, Permission.IMPORT_LEDGER)
    staging, meaning = _start(store, intake_id, now)
    intake = staging.intake

    def note_progress(n_done: int, n_total: int) -> None:
        progress(n_done, n_total)
        staging.note_progress(n_done, n_total)

    unpack_intake(store, intake)
    read = read_uploads(uploads_of(store, intake), meaning, note_progress)
    read.entries += [refused_file(file.name, file.sentence) for file in intake.options.unreadable or ()]
    _drop_forbidden(store, intake, read.entries)
    _restore_choices(intake, read)
    staging.note({"n_read": 0, "n_total": len(read.entries)})
    with reading(store) as session:
        register = load_register(session, read.entries)
    entries = list(judge(read.entries, register, intake.options, day_of(now)))
    _write_rows(staging, entries, progress)
    counts = count_verdicts(judged.verdict for judged in entries)
    values = {"columns": read.columns, "warnings": read.warnings, "n_total": len(entries), **counts}
    staging.note({"state": IntakeState.STAGED, **values})
    return counts


def _start(store: Store, intake_id: int, now: datetime) -> tuple[_Staging, ColumnMeaning]:
    """Takes the lease of the intake and deletes its rows.

    The choices made for the rows wait in the options, so that they survive if this process is killed.
    """
    with transaction(store) as session:
        intake = lock_intake(
            session, intake_id, IntakeState.UPLOADED, IntakeState.STAGING, IntakeState.STAGED
        )
        if is_busy(intake, now):
            raise Refusal("该次导入正在读取，请稍候。")
        options = replace(intake.options, busy_until=now + _LEASE)
        if intake.state is not IntakeState.STAGING:
            options = replace(options, row_choices=choices_of(session, intake_id))
        session.execute(sa.delete(IntakeRow).where(col(IntakeRow.intake_id) == intake_id))
        intake.state, intake.options = IntakeState.STAGING, options
        intake.n_read = intake.n_total = 0
        session.add(intake)
        meaning = ColumnMeaning(options.columns, remembered_columns(session))
    return _Staging(store, intake, now, monotonic(), monotonic()), meaning


def _restore_choices(intake: Intake, read: Reading) -> None:
    """Sets the earlier choices on the entries; a warning tells how many no longer apply."""
    if n_lost := restore_choices(read.entries, intake.options.row_choices or {}):
        sentence = f"先前作的选择有{n_lost}处因读出的内容变了不再适用，请重新选；其余照旧"
        read.warnings.append({"file": intake.name, "sentence": sentence})


def _write_rows(staging: _Staging, entries: Sequence[Judged], progress: Progress) -> None:
    n_done = 0
    for batch in batches(entries):
        rows = [
            row_values(staging.intake.id or 0, position, judged)
            for position, judged in enumerate(batch, n_done + 1)
        ]
        n_done += len(batch)
        staging.note({"n_read": n_done, "n_total": len(entries)}, rows)
        progress(n_done, len(entries))


def _drop_forbidden(store: Store, intake: Intake, entries: Sequence[Entry]) -> None:
    """Deletes harmful files and those that hold anything secret: a document, or a ledger with a secret row."""
    forbidden = {(entry.file, entry.sha256) for entry in entries if entry.is_forbidden}
    for file in intake.options.files:
        if {(file.name, file.sha256), (file.name, "")} & forbidden:  # the entry of a ledger has no hash
            drop_bytes(store, file.sha256)
