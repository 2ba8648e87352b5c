"""Forms: Chinese messages, stripped text, and refusals shown at the field they name."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, ClassVar

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import DateField, PasswordField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.fields.core import UnboundField

from registry.domain.errors import Busy, Denied, Hidden, Refusal
from registry.domain.normal import id_of, without_controls
from registry.domain.written_days import cn_date

FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2199, 12, 31)


class HeadError(str):
    """An error at the head of a form; `leads_to` is the id of the section of the page that it is about, or ""."""

    leads_to = ""
    code = 422


class Form(FlaskForm):
    """Base of all forms. `sections`: names that refusals use for parts of the page that are no fields → their ids."""

    sections: ClassVar[Mapping[str, str]] = {}

    class Meta(FlaskForm.Meta):
        locales = ("zh",)

        def bind_field(self, form: Any, unbound_field: UnboundField, options: dict[str, Any]) -> Any:
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                options = {**options, "filters": [_strip, *unbound_field.kwargs.get("filters", ())]}
            return super().bind_field(form, unbound_field, options)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether every field may be taken; no day lies outside those that a document may have."""
        is_valid = super().validate(extra_validators=extra_validators)
        far = [field for field in self if isinstance(field, DateField) and _is_far(field.data)]
        for field in far:
            field.errors = [*field.errors, f"日期{cn_date(field.data)}不在1949年至2199年之间，请核对后重填。"]
        return is_valid and not far


@contextmanager
def refusals_on(form: FlaskForm) -> Iterator[None]:
    """Show a Refusal raised in the block on the form; Denied and Hidden pass through to the error page.

    The block ends with `return redirect(…)`; the code after it shows the form again.
    """
    try:
        yield
    except (Denied, Hidden):
        raise
    except Refusal as refusal:
        put_on(form, refusal)


def put_on(form: FlaskForm, refusal: Refusal) -> None:
    """Add the refusal to the field it names, else to the head of the form."""
    if refusal.field and refusal.field in form:
        field = form[refusal.field]
        field.errors = [*field.errors, refusal.sentence]
    else:
        error = HeadError(refusal.sentence)
        error.leads_to = getattr(form, "sections", {}).get(refusal.field, "")
        error.code = 503 if isinstance(refusal, Busy) else error.code
        form.form_errors.append(error)


def form_page(template: str, form: FlaskForm, **context: Any) -> ResponseReturnValue:
    """The page of a form: 200 when first shown, 422 with errors, 503 when another write holds the register."""
    codes = {getattr(error, "code", 422) for error in form.form_errors} | ({422} if form.errors else set())
    return render_template(template, form=form, **context), max(codes, default=200)


def is_revising() -> bool:
    """Whether a person who was asked to confirm goes back to the form, which shows what was typed."""
    return "revise" in request.form


def choices(words: Mapping[Any, str], empty: str | None = None) -> list[SelectChoice]:
    """The options of a select field from a table of words; `empty` is the label of the blank option, if any."""
    options = [SelectChoice(str(member), text) for member, text in words.items()]
    return options if empty is None else [SelectChoice("", empty), *options]


def typed_version(text: str | None) -> int:
    """The version that a page showed, out of its hidden field; -1, which nothing has, for any other text."""
    version = id_of(text or "")
    return -1 if version is None else version


def day_to_preview(field: DateField, today: date) -> date:
    """The typed day; today where none was typed, or one that is refused because it is still to come."""
    return min(field.data or today, today)


def _is_far(day: date | None) -> bool:
    return day is not None and not FIRST_DAY <= day <= LAST_DAY


def _strip(value: Any) -> Any:
    return without_controls(value).strip() if isinstance(value, str) else value
