"""Values that were read from a file: the labels of their fields, and whether a person has checked them."""

from typing import NamedTuple

from registry.domain.document_fields import FIELDS

READ_WORDS: dict[str, str] = {field.name: field.label for field in FIELDS if field.is_read}
"""The labels of the fields that reading a file fills, in the order of the form."""


class ReadValue(NamedTuple):
    """A value saved as it was read: the quoted words, their place in the file, and whether a person checked it."""

    field: str
    quote: str
    place: str
    is_looked: bool
