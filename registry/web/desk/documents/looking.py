"""Which of the values that a file gave are saved as they were read, and which of those a person has looked at."""

from collections.abc import Mapping
from typing import Any

from flask import request

from registry.domain.read_values import READ_WORDS, ReadValue
from registry.web.desk.documents.form import DocumentForm


def looked() -> list[str]:
    """The fields that were ticked as right."""
    return request.form.getlist("looked")


def read_values(form: DocumentForm, carried: Mapping[str, Any]) -> list[ReadValue]:
    """Those of the form that are as the file gave them; one that was typed or chosen is a person's own."""
    evidence, ticked = carried.get("evidence", {}), looked()
    return [
        ReadValue(name, evidence[name]["quote"], evidence[name]["where"], name in ticked)
        for name in READ_WORDS
        if evidence.get(name, {}).get("mark") == "read" and _is_same(form[name].data, evidence[name]["value"])
    ]


def _is_same(typed: Any, read: str) -> bool:
    """A field filled from a box of the form says True where the file says yes."""
    return str(typed).split() == str(read).split() or (typed is True and bool(read))
