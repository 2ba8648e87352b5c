"""The column of an intake's options: a JSON object in the database, IntakeOptions in the program."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from registry.domain.documents import Disclosure
from registry.domain.intakes import Choice, IntakeOptions, RowChoices, UnreadableFile, UploadedFile


class OptionsColumn(sa.types.TypeDecorator[IntakeOptions]):
    """IntakeOptions, stored as a JSON object."""

    impl = sa.JSON
    cache_ok = True

    def process_bind_param(self, value: IntakeOptions | None, dialect: Any) -> Any:
        return None if value is None else options_to_json(value)

    def process_result_value(self, value: Any, dialect: Any) -> IntakeOptions | None:
        return None if value is None else options_from_json(value)


def options_to_json(options: IntakeOptions) -> dict[str, Any]:
    """The JSON object of these options: the one they were read from, with what was changed since."""
    before = _json(options_from_json(options.stored)) if options.stored else {}
    changed = {
        key: value for key, value in _json(options).items() if key not in before or value != before[key]
    }
    return {**options.stored, **changed}


def options_from_json(values: Mapping[str, Any]) -> IntakeOptions:
    """The options in a stored JSON object; an intake of an earlier release lacks the keys of later ones."""
    disclosure, busy_until = values.get("disclosure"), values.get("busy_until")
    said, unreadable = values.get("said"), values.get("unreadable")
    return IntakeOptions(
        is_update=bool(values.get("is_update")),
        disclosure=Disclosure(disclosure) if disclosure else None,
        columns=values.get("columns", {}),
        registers_files=bool(values.get("registers_files")),
        files=tuple(UploadedFile(*file) for file in values.get("files", [])),
        unreadable=None if unreadable is None else tuple(UnreadableFile(*file) for file in unreadable),
        row_choices=None if said is None else {key: _row_choices(row) for key, row in said.items()},
        busy_until=datetime.fromisoformat(busy_until) if busy_until else None,
        ordered_by=values.get("ordered_by", ""),
        n_choices=values.get("n_said", 0),
        stored=values,
    )


def _json(options: IntakeOptions) -> dict[str, Any]:
    """Every key that has a value, in the order in which an intake gets them."""
    values: dict[str, Any] = {
        "is_update": options.is_update,
        "disclosure": options.disclosure.value if options.disclosure else "",
        "columns": dict(options.columns),
        "registers_files": options.registers_files,
        "files": [[file.name, file.sha256, file.size] for file in options.files],
    }
    if options.busy_until is not None:
        values["busy_until"] = options.busy_until.isoformat()
    if options.row_choices is not None:
        values["said"] = {key: _row_json(row) for key, row in options.row_choices.items()}
    if options.unreadable is not None:
        values["unreadable"] = [[file.name, file.sentence] for file in options.unreadable]
    if options.n_choices:
        values["n_said"] = options.n_choices
    if options.ordered_by:
        values["ordered_by"] = options.ordered_by
    return values


def _row_choices(values: Mapping[str, Any]) -> RowChoices:
    choices = {name: (Choice(choice), value) for name, (choice, value) in values["choices"].items()}
    return RowChoices(values["belongs"], choices)


def _row_json(row: RowChoices) -> dict[str, Any]:
    choices = {name: [choice.value, value] for name, (choice, value) in row.choices.items()}
    return {"belongs": row.belongs, "choices": choices}
