"""An intake inside a transaction: what it holds, and how its rows are written and read back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.actions.intakes._judging import Judged, judge
from registry.actions.intakes._matching import load_register
from registry.actions.intakes.entries import Entry, entry_from_json
from registry.actions.intakes.uploads import Upload
from registry.domain.documents import Disclosure
from registry.domain.errors import Refusal
from registry.domain.intakes import VERDICT_WORDS, Options
from registry.storage.engine import Store
from registry.storage.files import Attachment, path_of
from registry.storage.intakes import Intake, IntakeRow, chosen_query


def lock_intake(session: Session, intake_id: int, *states: str) -> Intake:
    """The intake, held until the end. Raises Refusal when it is gone or in none of these states."""
    query = select(Intake).where(Intake.id == intake_id)
    return _in_state(session.exec(query.with_for_update(key_share=True)).first(), states)


def find_intake(session: Session, intake_id: int, *states: str) -> Intake:
    """The intake, not held: what is found of it may change. Raises Refusal as `lock_intake` does."""
    return _in_state(session.get(Intake, intake_id), states)


def _in_state(intake: Intake | None, states: Collection[str]) -> Intake:
    if intake is None:
        raise Refusal("该次导入不存在。")
    if intake.state == "applied":
        raise Refusal("该次导入已经写入登记簿，无需重复办理。")
    if intake.state not in states:
        raise Refusal("该次导入的状态已经变化，请刷新页面后再操作。")
    return intake


def hold_staging(session: Session, staging: Intake) -> Intake:
    """The intake as it is now, held. Raises Refusal when it was discarded, or somebody else reads it since."""
    intake = lock_intake(session, staging.id or 0, "staging")
    if intake.options["busy_until"] != staging.options["busy_until"]:
        raise Refusal("该次导入正由另一个进程读取，请稍候。")
    return intake


def unused_files(session: Session, intake_id: int, hashes: Collection[str]) -> set[str]:
    """Those of the hashes that no attachment and no other living intake has."""
    unused = set(hashes)
    others = select(Intake).where(Intake.id != intake_id, Intake.state != "discarded")
    for other in session.exec(others):
        unused -= {sha256 for _, sha256, _ in other.options.get("files", [])}
    attached = session.exec(select(Attachment.sha256).where(col(Attachment.sha256).in_(unused)))
    return unused.difference(attached)


def options_of(intake: Intake) -> Options:
    disclosure = intake.options.get("disclosure")
    return Options(
        bool(intake.options.get("is_update")),
        Disclosure(disclosure) if disclosure else None,
        intake.options.get("columns", {}),
        bool(intake.options.get("registers_files")),
    )


def uploads_of(store: Store, intake: Intake) -> list[Upload]:
    """The files of an intake, where their bytes are kept."""
    return [
        Upload(path_of(store, sha256), name, sha256, size) for name, sha256, size in intake.options["files"]
    ]


def row_values(intake_id: int, position: int, judged: Judged) -> dict[str, Any]:
    """The row that remembers an entry and its verdict."""
    entry = judged.entry
    return {
        "intake_id": intake_id,
        "position": position,
        "sheet": entry.sheet[:100],
        "row": entry.row,
        "cells": asdict(entry),
        "document_id": judged.known.id if judged.known else None,
        **verdict_values(judged),
    }


def verdict_values(judged: Judged) -> dict[str, Any]:
    return {
        "verdict": judged.verdict,
        "problems": [asdict(problem) for problem in judged.problems],
        "changes": judged.changes,
        "lacks": judged.lacks,
        "outlook": judged.outlook,
    }


def entries_of(rows: Iterable[IntakeRow]) -> list[Entry]:
    return [entry_from_json(row.cells) for row in rows]


def changed_verdicts(rows: Sequence[IntakeRow], judged: Sequence[Judged]) -> list[dict[str, Any]]:
    """The verdicts that are not what their rows say."""
    found = []
    for row, each in zip(rows, judged, strict=True):
        values = {"document_id": each.known.id if each.known else None, **verdict_values(each)}
        if any(getattr(row, name) != value for name, value in values.items()):
            found.append({"intake_id": row.intake_id, "position": row.position, **values})
    return found


def keep_verdicts(session: Session, changed: Sequence[dict[str, Any]]) -> None:
    """Writes values to the rows with their keys."""
    if changed:
        session.flush()
        session.execute(sa.update(IntakeRow), changed)


def rejudge(session: Session, intake: Intake, rows: Iterable[IntakeRow], today: date) -> None:
    """Judges some rows again, after a person's word, and counts the verdicts of the whole intake.

    Each word is counted in its options, so that who judged it before sees that it is another now.
    """
    chosen = sorted({row.position: row for row in rows}.values(), key=lambda row: row.position)
    entries = entries_of(chosen)
    register = load_register(session, entries)
    judged = list(judge(entries, register, options_of(intake), today))
    keep_verdicts(session, changed_verdicts(chosen, judged))
    intake.options = {**intake.options, "n_said": intake.options.get("n_said", 0) + 1}
    query = (
        select(IntakeRow.verdict, sa.func.count())
        .where(IntakeRow.intake_id == intake.id)
        .group_by(IntakeRow.verdict)
    )
    counts: dict[str, int] = {row[0]: row[1] for row in session.execute(query)}
    for verdict in VERDICT_WORDS:
        setattr(intake, f"n_{verdict}", counts.get(verdict, 0))
    session.add(intake)


Said = dict[str, Any]
"""Of one entry: `belongs`, and `choices` as field → (KEEP or TAKE, the ledger's value it was said of)."""


def choices_of(session: Session, intake_id: int) -> dict[str, Said]:
    """What was said of each entry, by `_name`; as JSON takes it."""
    return {
        _name(row.cells["file"], row.cells["sheet"], row.row, row.cells["sha256"]): {
            "belongs": row.cells["belongs"],
            "choices": {
                name: [choice, row.cells["values"].get(name)] for name, choice in row.cells["choices"].items()
            },
        }
        for row in session.exec(chosen_query(intake_id))
    }


def carry_over(entries: Iterable[Entry], said: Mapping[str, Said]) -> int:
    """Gives the entries what was said of them where it still holds: a choice of the same value, a file of a row that
    is still there. Returns how many words no longer apply."""
    read = list(entries)
    keys = {entry.key for entry in read}
    n_left = sum(len(each["choices"]) + bool(each["belongs"]) for each in said.values())
    for entry in read:
        known = said.get(_name(entry.file, entry.sheet, entry.row, entry.sha256))
        if known is None:
            continue
        for name, (choice, value) in known["choices"].items():
            if entry.values.get(name) == value:
                entry.choices[name] = choice
                n_left -= 1
        belongs = known["belongs"]
        if belongs and ("\n" not in belongs or belongs in keys):
            entry.belongs = belongs
            n_left -= 1
    return n_left


def _name(file: str, sheet: str, row: int, sha256: str) -> str:
    """Tells two files of one name apart."""
    return f"{file}\n{sheet}\n{row}\n{sha256}"
