"""What the public may see."""

import pytest

from registry.domain.catalog import is_public, is_public_attachment
from registry.domain.documents import Disclosure


@pytest.mark.parametrize("disclosure", Disclosure)
@pytest.mark.parametrize("is_published", [True, False])
def test_only_public_and_published_is_public(disclosure: Disclosure, is_published: bool) -> None:
    assert is_public(disclosure, is_published) == (disclosure is Disclosure.PUBLIC and is_published)


@pytest.mark.parametrize(
    ("role", "may"), [("text", True), ("annex", True), ("evidence", False), ("internal", False)]
)
def test_evidence_and_internal_papers_are_never_public(role: str, may: bool) -> None:
    assert is_public_attachment(role, Disclosure.PUBLIC, True) is may
    assert not is_public_attachment(role, Disclosure.WITHHELD, True)
