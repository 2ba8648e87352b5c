"""Entering a letter: which document of the register it may be about."""

import pytest

from registry.domain.errors import Refusal
from registry.storage.engine import Store
from tests.building.documents import register_secret
from tests.building.proposals import enter
from tests.cast import Cast


def test_a_secret_document_is_not_linked(store: Store, cast: Cast) -> None:
    document_id = register_secret(store)
    with pytest.raises(Refusal, match="涉密文件"):
        enter(store, cast.clerk, document_id=document_id)
