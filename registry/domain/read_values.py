"""Values that were read from a file: what they are called, and whether a person has looked at each."""

from typing import NamedTuple

from registry.domain.document_fields import FIELDS

READ_WORDS: dict[str, str] = {field.name: field.label for field in FIELDS if field.is_read}
"""The fields that reading a file fills, in the order of the form."""


class ReadValue(NamedTuple):
    """A value that was saved as it was read: the words it was taken from, and where they stand."""

    field: str
    quote: str
    place: str
    is_looked: bool
