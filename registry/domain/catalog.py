"""Which documents, and which of their fields, the public may see (DOMAIN §5: only `public` and published, ever)."""

from registry.domain.document_fields import FIELDS, FieldKind
from registry.domain.documents import Disclosure

AMENDED_TEXT = "amended"
PUBLIC_ATTACHMENT_ROLES = frozenset({"text", "annex", AMENDED_TEXT})
"""Of the files of a public document; evidence and internal papers are never public. An amended text is public as long
as the amendment stands and its act is public."""
PUBLIC_PLAIN_FIELDS = tuple(field for field in FIELDS if field.is_public and field.kind is FieldKind.PLAIN)
"""Of the plain texts of a public document."""


def is_public(disclosure: Disclosure, is_published: bool) -> bool:
    """Whether a document may reach a public page, feed, search result, export or guessed address."""
    return disclosure is Disclosure.PUBLIC and is_published
