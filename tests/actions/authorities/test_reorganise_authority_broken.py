"""A reform that dies between its first statement and its last has moved nothing."""

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from registry.actions.authorities.reorganise_authority import Heirs
from registry.domain.roles import OPERATOR
from registry.storage import changes
from registry.storage.authorities import SuccessionKind
from registry.storage.engine import Store, reading
from tests.building.documents import register
from tests.building.reforms import found_authority, perform_reform
from tests.cast import NOW, Cast


def everything(store: Store) -> dict[str, list[str]]:
    with reading(store) as session:
        return {
            table.name: sorted(map(repr, session.execute(sa.select(table))))
            for table in SQLModel.metadata.sorted_tables
        }


def test_a_merger_that_dies_at_its_last_step_has_moved_nothing(
    store: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    register(store, OPERATOR, NOW)
    heir = found_authority(store, "示范区农业和水务局")
    before = everything(store)
    with monkeypatch.context() as broken:
        broken.setattr(changes, "touch", die)
        with pytest.raises(KeyboardInterrupt):
            perform_reform(store, 2, SuccessionKind.MERGED, Heirs(heir))
    assert everything(store) == before
    assert perform_reform(store, 2, SuccessionKind.MERGED, Heirs(heir))[0].n_documents == 1
    assert everything(store) != before
