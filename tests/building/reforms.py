"""Reforms of authorities: founding a department, and reorganising an authority on 2026-03-01."""

from datetime import date
from typing import Any

from registry.actions.authorities.add_authority import add_authority
from registry.actions.authorities.reorganise_authority import Heirs, Reform, Share, reorganise_authority
from registry.domain.authorities import AuthorityKind
from registry.domain.roles import OPERATOR
from registry.storage.authorities import Authority, SuccessionKind
from registry.storage.engine import Store, reading
from tests.cast import NOW

DAY = date(2026, 3, 1)
SOURCE = "示委〔2026〕1号机构改革方案"


def found_authority(store: Store, name: str) -> int:
    """The id of a new department."""
    return add_authority(store, OPERATOR, name=name, kind=AuthorityKind.DEPARTMENT, now=NOW)


def perform_reform(
    store: Store, authority_id: int, kind: SuccessionKind, heirs: Heirs | None, **changes: Any
) -> list[Share]:
    """Reorganise the authority at its present version, by a reform of 2026-03-01."""
    with reading(store) as session:
        version = session.get_one(Authority, authority_id).version
    values: dict[str, Any] = {"on": DAY, "source": SOURCE, **changes}
    return reorganise_authority(
        store, OPERATOR, authority_id, Reform(kind, heirs=heirs, **values), version=version, now=NOW
    )
