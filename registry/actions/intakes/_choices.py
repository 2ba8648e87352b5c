"""What a person said of the rows of an intake, carried over when it is read anew."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session

from registry.actions.intakes.entries import Entry
from registry.storage.intakes import chosen_query

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
