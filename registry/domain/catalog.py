"""Which documents, and which of their fields, the public may see (DOMAIN §5: only `public` and published, ever)."""

from registry.domain.documents import Disclosure

PUBLIC_ATTACHMENT_ROLES = frozenset({"text", "annex"})


def is_public(disclosure: Disclosure, is_published: bool) -> bool:
    """Whether a document may reach a public page, feed, search result, export or guessed address."""
    return disclosure is Disclosure.PUBLIC and is_published


def is_public_attachment(role: str, disclosure: Disclosure, is_published: bool) -> bool:
    """Only the text and annexes of a public document are public; evidence and internal papers never are."""
    return role in PUBLIC_ATTACHMENT_ROLES and is_public(disclosure, is_published)
