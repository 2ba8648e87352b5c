"""The stored record of an intake: its state, its files, its rows, and what a person chose for them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.actions.intakes._entries import Entry, entry_from_json
from registry.actions.intakes._judging import Judged, judge
from registry.actions.intakes._matching import load_register
from registry.actions.intakes._uploads import Upload
from registry.domain.errors import Refusal
from registry.domain.intakes import Choice, IntakeState, RowChoices, Verdict
from registry.storage.engine import Store
from registry.storage.files import Attachment, path_of
from registry.storage.intakes import Intake, IntakeRow, chosen_query


def lock_intake(session: Session, intake_id: int, *states: IntakeState) -> Intake:
    """The intake, locked until the end of the transaction. Raises Refusal when it is in none of these states."""
    query = select(Intake).where(Intake.id == intake_id)
    return _in_state(session.exec(query.with_for_update(key_share=True)).first(), states)


def find_intake(session: Session, intake_id: int, *states: IntakeState) -> Intake:
    """The intake, not locked. Raises Refusal when it is in none of these states."""
    return _in_state(session.get(Intake, intake_id), states)


def _in_state(intake: Intake | None, states: Collection[IntakeState]) -> Intake:
    if intake is None:
        raise Refusal("该次导入不存在。")
    if intake.state is IntakeState.APPLIED:
        raise Refusal("该次导入已经写入登记簿，无需重复办理。")
    if intake.state not in states:
        raise Refusal("该次导入的状态已经变化，请刷新页面后再操作。")
    return intake


def lock_staging(session: Session, staging: Intake) -> Intake:
    """The intake as it is now, locked. Raises Refusal when it was discarded or another process reads it now."""
    intake = lock_intake(session, staging.id or 0, IntakeState.STAGING)
    if intake.options.busy_until != staging.options.busy_until:
        raise Refusal("该次导入正由另一个进程读取，请稍候。")
    return intake


def unused_files(session: Session, intake_id: int, hashes: Collection[str]) -> set[str]:
    """The hashes that no attachment and no other intake has, discarded intakes apart."""
    unused = set(hashes)
    others = select(Intake).where(Intake.id != intake_id, Intake.state != IntakeState.DISCARDED)
    for other in session.exec(others):
        unused -= {file.sha256 for file in other.options.files}
    attached = session.exec(select(Attachment.sha256).where(col(Attachment.sha256).in_(unused)))
    return unused.difference(attached)


def uploads_of(store: Store, intake: Intake) -> list[Upload]:
    """The files of an intake, with the paths of their bytes."""
    return [
        Upload(path_of(store, file.sha256), file.name, file.sha256, file.size)
        for file in intake.options.files
    ]


def row_values(intake_id: int, position: int, judged: Judged) -> dict[str, Any]:
    """The columns of the IntakeRow for a judged entry."""
    entry = judged.entry
    return {
        "intake_id": intake_id,
        "position": position,
        "sheet": entry.sheet[:100],
        "row": entry.row,
        "cells": asdict(entry),
        **_verdict_values(judged),
    }


def _verdict_values(judged: Judged) -> dict[str, Any]:
    return {
        "document_id": judged.document.id if judged.document else None,
        "verdict": judged.verdict,
        "problems": [asdict(problem) for problem in judged.problems],
        "changes": judged.changes,
        "lacks": judged.lacks,
        "outlook": judged.outlook,
    }


def entries_of(rows: Iterable[IntakeRow]) -> list[Entry]:
    """The entries that the rows hold."""
    return [entry_from_json(row.cells) for row in rows]


def changed_verdicts(rows: Sequence[IntakeRow], entries: Sequence[Judged]) -> list[dict[str, Any]]:
    """The keys and new columns of the rows whose verdict is no longer the stored one."""
    changed = []
    for row, judged in zip(rows, entries, strict=True):
        values = _verdict_values(judged)
        if any(getattr(row, name) != value for name, value in values.items()):
            changed.append({"intake_id": row.intake_id, "position": row.position, **values})
    return changed


def update_rows(session: Session, changed: Sequence[dict[str, Any]]) -> None:
    """Writes the given columns to the rows with the given keys."""
    if changed:
        session.flush()
        session.execute(sa.update(IntakeRow), changed)


def judge_again(session: Session, intake: Intake, rows: Iterable[IntakeRow], today: date) -> None:
    """Judges some rows again after a person's choice, and counts the verdicts of the whole intake.

    The choice is counted in the intake's options, so that a judgement made before it is known to be out of date.
    """
    in_order = sorted({row.position: row for row in rows}.values(), key=lambda row: row.position)
    entries = entries_of(in_order)
    register = load_register(session, entries)
    judged = list(judge(entries, register, intake.options, today))
    update_rows(session, changed_verdicts(in_order, judged))
    intake.options = replace(intake.options, n_choices=intake.options.n_choices + 1)
    query = (
        select(IntakeRow.verdict, sa.func.count())
        .where(IntakeRow.intake_id == intake.id)
        .group_by(col(IntakeRow.verdict))
    )
    counts: dict[Verdict, int] = {row[0]: row[1] for row in session.execute(query)}
    for verdict in Verdict:
        setattr(intake, f"n_{verdict}", counts.get(verdict, 0))
    session.add(intake)


def choices_of(session: Session, intake_id: int) -> dict[str, RowChoices]:
    """What a person chose for each row, by the key of its entry and file."""
    return {
        _choice_key(row.cells["file"], row.cells["sheet"], row.row, row.cells["sha256"]): RowChoices(
            row.cells["belongs"],
            {
                name: (Choice(choice), row.cells["values"].get(name))
                for name, choice in row.cells["choices"].items()
            },
        )
        for row in session.exec(chosen_query(intake_id))
    }


def restore_choices(entries: Collection[Entry], row_choices: Mapping[str, RowChoices]) -> int:
    """The number of choices that no longer apply; the others are set on the entries.

    A choice applies as long as the entry has the value it was made for. A file stays with a row as long as the row
    is still read.
    """
    keys = {entry.key for entry in entries}
    n_lost = sum(len(chosen.choices) + bool(chosen.belongs) for chosen in row_choices.values())
    for entry in entries:
        chosen = row_choices.get(_choice_key(entry.file, entry.sheet, entry.row, entry.sha256))
        if chosen is None:
            continue
        for name, (choice, value) in chosen.choices.items():
            if entry.values.get(name) == value:
                entry.choices[name] = choice
                n_lost -= 1
        if chosen.belongs and ("\n" not in chosen.belongs or chosen.belongs in keys):
            entry.belongs = chosen.belongs
            n_lost -= 1
    return n_lost


def _choice_key(file: str, sheet: str, row: int, sha256: str) -> str:
    """The key of an entry with the hash of its file, since two files may have the same name."""
    return f"{file}\n{sheet}\n{row}\n{sha256}"
