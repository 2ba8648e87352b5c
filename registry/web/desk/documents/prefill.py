"""The values of the form from the reading of a file, each with the words it was read from."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from registry.domain.document_fields import DAYS, PLAIN
from registry.domain.documents import DISCLOSURE_WORDS, Disclosure
from registry.domain.read_values import READ_WORDS
from registry.readers.documents.facts import Fact, Reading

_TEXTS = ("title", "doc_no", *(name for name in PLAIN if name in READ_WORDS), "co_issuers", "ends_when")
_FIELDS = {"issuing_authority": "lead_authority", "is_permanent": "has_no_expiry"}
_LOOKED_FOR = ("title", "doc_no", "lead_authority", "signed_on", "published_on", "effective_on", "disclosure")
_TOLD = {"annex_title": "所附文件", "addressees": "主送机关", "attachments": "附件"}
_COMPUTED_WITH = ("validity_months",)
"""Facts that are part of the value of another field and have no field of their own."""
_LONGEST_QUOTE = 80


def values_of(reading: Reading) -> dict[str, Any]:
    """The values of the form; fields without a certain reading stay empty."""
    values: dict[str, Any] = {"text": reading.text, "has_no_expiry": bool(reading.value("is_permanent"))}
    for name in _TEXTS:
        if value := reading.value(name):
            values[name] = value
    if lead := reading.value("issuing_authority"):
        values["lead_authority"] = lead
    for name in DAYS:
        if value := reading.value(name):
            values[name] = date.fromisoformat(value)
    if (disclosure := reading.value("disclosure")) in set(Disclosure) - {Disclosure.SECRET}:
        values["disclosure"] = disclosure
    return values


def evidence_of(reading: Reading) -> dict[str, dict[str, Any]]:
    """field of the form → its mark ("read", "open", "choice", "missing"), place, quote and choices.

    Empty for a file that could not be read.
    """
    if not reading.text:
        return {}
    shown = {name: fact for name, fact in reading.facts.items() if name not in (*_TOLD, *_COMPUTED_WITH)}
    evidence = {_FIELDS.get(name, name): _evidence(fact) for name, fact in shown.items()}
    return {name: {"mark": "missing"} for name in _LOOKED_FOR} | evidence


def told_of(reading: Reading) -> list[tuple[str, str]]:
    """(label, words) of the facts for which the form has no field."""
    facts: Mapping[str, Fact] = reading.facts
    return [(label, _short(facts[name].value or "", 200)) for name, label in _TOLD.items() if facts.get(name)]


def _evidence(fact: Fact) -> dict[str, Any]:
    mark = "read" if fact.value else "choice" if fact.choices else "open"
    choices = [(choice, DISCLOSURE_WORDS.get(choice, choice)) for choice in fact.choices]  # type: ignore[call-overload]
    return {
        "mark": mark,
        "value": fact.value or "",
        "where": fact.where,
        "quote": _short(fact.quote, _LONGEST_QUOTE),
        "choices": choices,
    }


def _short(words: str, longest: int) -> str:
    return words if len(words) <= longest else f"{words[:longest]}…"
