"""An intake inside a transaction: what it holds, and how its rows are written and read back."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlmodel import Session, select

from registry.actions._entries import Entry, entry_from_json
from registry.actions._judging import Judged
from registry.actions._uploads import Upload
from registry.domain.documents import Disclosure
from registry.domain.errors import Refusal
from registry.domain.intakes import Options
from registry.storage.engine import Store
from registry.storage.files import path_of
from registry.storage.intakes import Intake, IntakeRow


def lock_intake(session: Session, intake_id: int, *states: str) -> Intake:
    """The intake, held until the end. Raises Refusal when it is gone or in none of these states."""
    intake = session.exec(
        select(Intake).where(Intake.id == intake_id).with_for_update(key_share=True)
    ).first()
    if intake is None:
        raise Refusal("该次导入不存在。")
    if intake.state == "applied":
        raise Refusal("该次导入已经写入登记簿，无需重复办理。")
    if intake.state not in states:
        raise Refusal("该次导入的状态已经变化，请刷新页面后再操作。")
    return intake


def options_of(intake: Intake) -> Options:
    disclosure = intake.options.get("disclosure")
    return Options(
        bool(intake.options.get("is_update")),
        Disclosure(disclosure) if disclosure else None,
        intake.options.get("columns", {}),
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
    }


def entries_of(rows: Iterable[IntakeRow]) -> list[Entry]:
    return [entry_from_json(row.cells) for row in rows]
