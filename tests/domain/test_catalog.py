"""What the public may see."""

import pytest

from registry.domain.catalog import is_public
from registry.domain.documents import Disclosure


@pytest.mark.parametrize("disclosure", Disclosure)
@pytest.mark.parametrize("is_published", [True, False])
def test_only_public_and_published_is_public(disclosure: Disclosure, is_published: bool) -> None:
    assert is_public(disclosure, is_published) == (disclosure is Disclosure.PUBLIC and is_published)
