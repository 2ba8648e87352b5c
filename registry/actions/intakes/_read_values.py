"""What an import takes from document files: remembered as read by a machine and looked at by nobody."""

from collections.abc import Iterable, Iterator

from sqlmodel import Session

from registry.actions.intakes._candidates import Known
from registry.actions.intakes.entries import Entry
from registry.domain.intakes import PERMANENT, TAKE
from registry.domain.read_values import READ_WORDS, ReadValue
from registry.storage.documents.unlooked import forget_among, remember_among


def remember_read(session: Session, documents: Iterable[Known]) -> None:
    """Of documents that an intake has just written; a value that the ledger or a person gave instead is forgotten."""
    written = {known.id: known for known in documents if known.id is not None}
    old = {
        one: dict(_fields(known)) for one, known in written.items() if known.entry is None and known.changed
    }
    forget_among(session, old)
    remember_among(session, {one: list(_read(known)) for one, known in written.items()})


def _read(known: Known) -> Iterator[ReadValue]:
    """The values that a file gave: all of a document that it added, and those that it changed in another."""
    taken = dict(_fields(known))
    first = known.entry
    for field in READ_WORDS:
        entry = taken.get(field, first)
        if entry is not None and field in entry.quotes:
            quote, place = entry.quotes[field]
            yield ReadValue(field, quote, place, is_looked=False)


def _fields(known: Known) -> Iterator[tuple[str, Entry | None]]:
    """(field of the form, the entry that gave it), None where a person took it."""
    for name, entry in known.changed.items():
        is_permanent = name == "validity" and known.values.get(name) == PERMANENT
        field = {"validity": "has_no_expiry" if is_permanent else "valid_until"}.get(name, name)
        yield field, None if entry.choices.get(name) == TAKE else entry
