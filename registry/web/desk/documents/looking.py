"""The values of the form that are saved as they were read from a file, and the ticks of those a person checked."""

from collections.abc import Mapping
from typing import Any

from flask import request

from registry.domain.read_values import READ_WORDS, ReadValue
from registry.web.desk.documents.form import DocumentForm


def looked() -> list[str]:
    """The names of the fields that were ticked as checked."""
    return request.form.getlist("looked")


def read_values(form: DocumentForm, carried: Mapping[str, Any]) -> list[ReadValue]:
    """The values of the form that are unchanged since they were read; typed and chosen values are not among them."""
    evidence, ticked = carried.get("evidence", {}), looked()
    return [
        ReadValue(name, evidence[name]["quote"], evidence[name]["where"], name in ticked)
        for name in READ_WORDS
        if evidence.get(name, {}).get("mark") == "read" and _is_same(form[name].data, evidence[name]["value"])
    ]


def _is_same(typed: Any, read: str) -> bool:
    """Whether the value of the form is the value read; a ticked box equals any value."""
    return str(typed).split() == str(read).split() or (typed is True and bool(read))
