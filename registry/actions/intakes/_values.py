"""The columns, the life and the stated event of a document with given values: for the outlook and for the writing."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from registry.domain import doc_numbers
from registry.domain.conditions import condition_of
from registry.domain.document_fields import LEDGER_PLAIN
from registry.domain.documents import DATE_WORDS, Disclosure
from registry.domain.intakes import PERMANENT
from registry.domain.validity import Event, EventKind, Life, Status

NUMBER_OWNER = "number_owner"
"""In the values of a document: whose code its number carries, if none of its issuers'."""
_TEXTS = ("doc_no", "duplicate_reason", *LEDGER_PLAIN, "note")


def columns_of(values: Mapping[str, str]) -> dict[str, Any]:
    """The columns of a document that an intake may set."""
    number = doc_numbers.parse(values["doc_no"]) if values.get("doc_no") else None
    return {
        **{name: values.get(name, "") for name in _TEXTS},
        **{name: day_of_value(values, name) for name in DATE_WORDS if name != "valid_until"},
        "doc_no_key": number.key if number else None,
        "number_owner": values.get(NUMBER_OWNER, "")[:200],
        **_validity(values),
        "disclosure": Disclosure(values["disclosure"]),
    }


def life_of(values: Mapping[str, str], *, is_published: bool = True) -> Life:
    """The facts from which the validity of a document with these values is computed."""
    return Life(
        is_published=is_published,
        signed_on=day_of_value(values, "signed_on"),
        published_on=day_of_value(values, "published_on"),
        effective_on=day_of_value(values, "effective_on"),
        **_validity(values),
    )


def stated_events(values: Mapping[str, str], now: datetime) -> list[Event]:
    """The events for what the values state: a status (STATED, or SUSPENDED for a suspension), and an extension."""
    events = []
    if stated := values.get("stated"):
        is_suspended = stated == Status.SUSPENDED
        kind = EventKind.SUSPENDED if is_suspended else EventKind.STATED
        status = None if is_suspended else Status(stated)
        events.append(Event(0, kind, day_of_value(values, "ended_on"), now, stated=status))
    if extended_to := day_of_value(values, "extended_to"):
        events.append(Event(0, EventKind.EXTENDED, None, now, new_valid_until=extended_to))
    return events


def day_of_value(values: Mapping[str, str], name: str) -> date | None:
    """The day in a value, None when it is blank."""
    value = values.get(name)
    return date.fromisoformat(value) if value else None


def _validity(values: Mapping[str, str]) -> dict[str, Any]:
    validity = values.get("validity", "")
    is_permanent, ends_when = validity == PERMANENT, condition_of(validity)
    until = None if is_permanent or ends_when else day_of_value(values, "validity")
    return {"valid_until": until, "has_no_expiry": is_permanent, "ends_when": ends_when}
