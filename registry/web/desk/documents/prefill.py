"""From the reading of a file to the fields of the form, each with the words it was taken from."""

from datetime import date
from typing import Any

from registry.domain.documents import Disclosure
from registry.intake.facts import Fact, Reading

_TEXTS = ("title", "doc_no", "index_no", "subject", "co_issuers")
_DATES = ("signed_on", "published_on", "posted_on", "effective_on", "valid_until")
_FIELDS = {"issuing_authority": "lead_authority"}
_LONGEST_QUOTE = 80


def values_of(reading: Reading) -> dict[str, Any]:
    """The form's values; what the text leaves open stays empty."""
    values: dict[str, Any] = {"text": reading.text}
    for name in _TEXTS:
        if value := reading.value(name):
            values[name] = value
    if lead := reading.value("issuing_authority"):
        values["lead_authority"] = lead
    for name in _DATES:
        if value := reading.value(name):
            values[name] = date.fromisoformat(value)
    if (disclosure := reading.value("disclosure")) in set(Disclosure) - {Disclosure.SECRET}:
        values["disclosure"] = disclosure
    return values


def hints_of(reading: Reading) -> dict[str, str]:
    """form field → where its value stands in the file; where the text leaves a choice, what to choose from."""
    return {_FIELDS.get(name, name): _hint(fact) for name, fact in reading.facts.items() if fact.quote}


def _hint(fact: Fact) -> str:
    quote = fact.quote if len(fact.quote) <= _LONGEST_QUOTE else f"{fact.quote[:_LONGEST_QUOTE]}…"
    found = f"{fact.where}：“{quote}”"
    return f"请核对，可能是{'或'.join(fact.choices)}。{found}" if fact.choices else f"取自{found}"
