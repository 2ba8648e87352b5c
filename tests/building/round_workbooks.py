"""Workbooks of rounds for tests: made, filled in as a person would with Excel, and sent back."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl

from registry.actions.cleanups.make_workbook import make_workbook
from registry.actions.cleanups.return_workbook import Returned, return_workbook
from registry.domain.returned_rows import Side
from registry.domain.roles import Actor, Permission
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.engine import Store, reading
from tests.building.rounds import NOW


def workbook_of(store: Store, actor: Actor, round_id: int) -> bytes:
    """The workbook that an actor downloads: a contact that of its authority, the office all of it."""
    is_office = actor.may(Permission.READ_ALL)
    with reading(store) as session:
        return make_workbook(
            session,
            session.get_one(CleanupRound, round_id),
            NOW.date(),
            authority_id=None if is_office else actor.authority_id,
            for_contact=not is_office,
        )


def fill_in(book: bytes, rows: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The workbook with cells typed over: title of the row → heading → value."""
    opened = openpyxl.load_workbook(io.BytesIO(book))
    sheet = opened.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    typed = dict(rows)
    for row in range(2, sheet.max_row + 1):
        for heading, value in typed.pop(sheet.cell(row, columns["标题"]).value or "", {}).items():
            sheet.cell(row, columns[heading]).value = value
    assert not typed, f"no such rows: {typed}"
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def send_back(
    store: Store, actor: Actor, round_id: int, folder: Path, book: bytes, side: Side = Side.ANSWERS
) -> Returned:
    path = folder / "交回.xlsx"
    path.write_bytes(book)
    return return_workbook(store, actor, round_id, path, path.name, side=side, now=NOW)


def take_book(store: Store, actor: Actor, round_id: int, book: Path, side: Side = Side.DECISIONS) -> Returned:
    return return_workbook(store, actor, round_id, book, book.name, side=side, now=NOW)
