"""Read an uploaded intake and judge every row and file, in short batches that others can see grow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from registry.actions.intakes._judging import Judged, judge
from registry.actions.intakes._matching import load_register
from registry.actions.intakes._packages import unpack_intake
from registry.actions.intakes._record import (
    carry_over,
    choices_of,
    hold_staging,
    lock_intake,
    options_of,
    row_values,
    uploads_of,
)
from registry.actions.intakes.entries import Entry, refused_file
from registry.actions.intakes.preview_intake import count
from registry.actions.intakes.uploads import ColumnMeaning, Progress, read_uploads
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.roles import Actor, Permission, require
from registry.storage.batches import batches
from registry.storage.engine import Store, reading, transaction
from registry.storage.files import drop_bytes
from registry.storage.intakes import Intake, IntakeRow, is_busy, remembered_columns

_NOTED_EVERY = 10
_LEASE = timedelta(minutes=10)  # after this, whoever was reading is taken to have been killed
_BEAT = 30  # seconds after which the lease is renewed while files are read


@dataclass
class _Staging:
    """An intake in the hands of who reads it: every word noted of it renews the lease."""

    store: Store
    intake: Intake
    now: datetime
    began: float
    beat: float

    def note(self, values: dict[str, Any], rows: Sequence[dict[str, Any]] = ()) -> None:
        """Writes rows and values. Raises Refusal when the intake was given up, or taken over by another."""
        self.beat = monotonic()
        until = self.now + timedelta(seconds=self.beat - self.began) + _LEASE
        with transaction(self.store) as session:
            intake = hold_staging(session, self.intake)
            intake.options = {**intake.options, "busy_until": until.isoformat()}
            for name, value in values.items():
                setattr(intake, name, value)
            session.add(intake)
            if rows:
                session.execute(sa.insert(IntakeRow), rows)
        self.intake.options = {**self.intake.options, "busy_until": until.isoformat()}

    def tell(self, n_done: int, n_total: int) -> None:
        """Notes how many files were read, now and then."""
        if n_done % _NOTED_EVERY == 0 or monotonic() - self.beat > _BEAT:
            self.note({"n_read": n_done, "n_total": n_total})


def stage_intake(
    store: Store, actor: Actor, intake_id: int, now: datetime, progress: Progress = lambda *_: None
) -> dict[str, int]:
    """The counts of its verdicts. What a person said of its rows stays said where it still holds.

    One whose reader was killed starts again after ten minutes. Raises Refusal when it is over, or when somebody else
    is reading it.
    """
    require(actor, Permission.IMPORT_LEDGER)
    staging, meaning = _take(store, intake_id, now)
    intake = staging.intake

    def tell(n_done: int, n_total: int) -> None:
        progress(n_done, n_total)
        staging.tell(n_done, n_total)

    unpack_intake(store, intake)
    read = read_uploads(uploads_of(store, intake), meaning, tell)
    read.entries += [refused_file(name, sentence) for name, sentence in intake.options.get("unreadable", [])]
    _drop_forbidden(store, intake, read.entries)
    if n_lost := carry_over(read.entries, intake.options.get("said", {})):
        sentence = f"先前作的选择有{n_lost}处因读出的内容变了不再适用，请重新选；其余照旧"
        read.warnings.append({"file": intake.name, "sentence": sentence})
    staging.note({"n_read": 0, "n_total": len(read.entries)})
    with reading(store) as session:
        register = load_register(session, read.entries)
    judged = list(judge(read.entries, register, options_of(intake), day_of(now)))
    _keep(staging, judged, progress)
    counts = count(each.verdict for each in judged)
    read_so = {"columns": read.columns, "warnings": read.warnings, "n_total": len(judged)}
    staging.note({"state": "staged", **read_so, **counts})
    return counts


def _take(store: Store, intake_id: int, now: datetime) -> tuple[_Staging, ColumnMeaning]:
    """Takes the intake in hand. What was said of its rows waits in its options, should this reader be killed."""
    with transaction(store) as session:
        intake = lock_intake(session, intake_id, "uploaded", "staging", "staged")
        if is_busy(intake, now):
            raise Refusal("该次导入正在读取，请稍候。")
        options = {**intake.options, "busy_until": (now + _LEASE).isoformat()}
        if intake.state != "staging":
            options["said"] = choices_of(session, intake_id)
        session.execute(sa.delete(IntakeRow).where(col(IntakeRow.intake_id) == intake_id))
        intake.state, intake.options = "staging", options
        intake.n_read = intake.n_total = 0
        session.add(intake)
        meaning = ColumnMeaning(options_of(intake).columns, remembered_columns(session))
    return _Staging(store, intake, now, monotonic(), monotonic()), meaning


def _keep(staging: _Staging, judged: Sequence[Judged], progress: Progress) -> None:
    n_done = 0
    for some in batches(judged):
        rows = [row_values(staging.intake.id or 0, n, each) for n, each in enumerate(some, n_done + 1)]
        n_done += len(some)
        staging.note({"n_read": n_done, "n_total": len(judged)}, rows)
        progress(n_done, len(judged))


def _drop_forbidden(store: Store, intake: Intake, entries: Sequence[Entry]) -> None:
    """A harmful file is not kept, nor one that holds anything secret: a document, or a ledger with a secret row."""
    forbidden = {(entry.file, entry.sha256) for entry in entries if entry.is_forbidden}
    for name, sha256, _ in intake.options["files"]:
        if {(name, sha256), (name, "")} & forbidden:  # the entry of a ledger names no hash
            drop_bytes(store, sha256)
