"""Which documents, and which of their fields, the public may see (DOMAIN §5: only `public` and published, ever)."""

from registry.domain.documents import Disclosure

PUBLIC_ATTACHMENT_ROLES = frozenset(
    {"text", "annex"}
)  # of a public document; evidence and internal papers never


def is_public(disclosure: Disclosure, is_published: bool) -> bool:
    """Whether a document may reach a public page, feed, search result, export or guessed address."""
    return disclosure is Disclosure.PUBLIC and is_published
