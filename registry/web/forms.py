"""Forms: read once, checked at the edge, and a refusal shown at the field it belongs to."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from flask_wtf import FlaskForm

from registry.domain.errors import Refusal


def done(form: FlaskForm, act: Callable[[], object]) -> bool:
    """Whether the form was sent, is complete, and the act went through.

    A Refusal of the act is put on its field (`Refusal.field`), or on the whole form when the form has no such field.
    """
    if not form.validate_on_submit():
        return False
    try:
        act()
    except Refusal as refusal:
        put_on(form, refusal)
        return False
    return True


def put_on(form: FlaskForm, refusal: Refusal) -> None:
    """Shows a refusal at the field it names, else at the head of the form."""
    if refusal.field and refusal.field in form:
        field = form[refusal.field]
        field.errors = [*field.errors, refusal.sentence]
    else:
        form.form_errors.append(refusal.sentence)


def choices(words: dict[Any, str], empty: str | None = None) -> list[tuple[str, str]]:
    """The options of a select field from a table of words; `empty` is the text of no choice."""
    options = [
        (str(member.value if isinstance(member, StrEnum) else member), text) for member, text in words.items()
    ]
    return options if empty is None else [("", empty), *options]
