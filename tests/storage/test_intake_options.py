"""The stored form of an intake's options: the same keys in the same order, whatever an earlier release left in it."""

import json
from dataclasses import replace
from typing import Any

from registry.domain.documents import Disclosure
from registry.domain.intakes import Choice, IntakeOptions, RowChoices, UnreadableFile, UploadedFile
from registry.storage.intake_options import options_from_json, options_to_json
from tests.cast import NOW

OF_FIRST_RELEASE = {"is_update": True, "disclosure": "", "files": [["台账.csv", "ab", 3]]}


def stored(options: IntakeOptions) -> str:
    return json.dumps(options_to_json(options), ensure_ascii=False)


def reread(options: IntakeOptions) -> IntakeOptions:
    return options_from_json(json.loads(stored(options)))


def test_an_intake_gets_its_keys_in_the_order_of_its_steps() -> None:
    uploaded = IntakeOptions(
        True, Disclosure.PUBLIC, {"事由": "title"}, files=(UploadedFile("包.zip", "ab", 3),)
    )
    assert stored(uploaded) == (
        '{"is_update": true, "disclosure": "public", "columns": {"事由": "title"}, "registers_files": false, '
        '"files": [["包.zip", "ab", 3]]}'
    )
    staging = replace(reread(uploaded), busy_until=NOW, row_choices={})
    unpacked = replace(
        reread(staging),
        files=(UploadedFile("办法.txt", "cd", 5),),
        unreadable=(UnreadableFile("坏.doc", "“坏.doc”打不开"),),
    )
    ordered = replace(reread(unpacked), ordered_by="陈经办（clerk）")
    chosen = replace(reread(ordered), n_choices=1)
    assert list(json.loads(stored(chosen))) == [
        *("is_update", "disclosure", "columns", "registers_files", "files", "busy_until", "said"),
        *("unreadable", "ordered_by", "n_said"),
    ]
    assert (
        '"busy_until": "2026-03-05T02:00:00+00:00", "said": {}, "unreadable": [["坏.doc", "“坏.doc”打不开"]]'
        in (stored(chosen))
    )
    assert '"files": [["办法.txt", "cd", 5]]' in stored(chosen)


def test_choices_made_before_the_last_reading_are_stored_with_their_values() -> None:
    choices = RowChoices("anew", {"subject": (Choice.KEEP, "农业"), "note": (Choice.TAKE, None)})
    options = IntakeOptions(row_choices={"台账.csv\nCSV\n2\n": choices})
    assert options_to_json(options)["said"] == {
        "台账.csv\nCSV\n2\n": {
            "belongs": "anew",
            "choices": {"subject": ["keep", "农业"], "note": ["take", None]},
        }
    }
    assert reread(options) == options


def test_options_of_the_first_release_are_read_and_get_no_key_that_nobody_set() -> None:
    options = options_from_json(OF_FIRST_RELEASE)
    assert (options.is_update, options.disclosure, options.registers_files) == (True, None, False)
    assert stored(options) == json.dumps(OF_FIRST_RELEASE, ensure_ascii=False)
    assert options_to_json(replace(options, n_choices=1)) == {**OF_FIRST_RELEASE, "n_said": 1}


def test_unknown_keys_stay_as_they_are() -> None:
    values: dict[str, Any] = {**OF_FIRST_RELEASE, "of_a_later_release": [1]}
    assert options_to_json(replace(options_from_json(values), ordered_by="x")) == {
        **values,
        "ordered_by": "x",
    }
