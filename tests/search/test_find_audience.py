"""For whom: the public, an authority and the office each find what they may see, and counts betray nothing else."""

from typing import Any

import pytest

from registry.domain.documents import Disclosure
from registry.search.index import follow
from registry.search.selection import PUBLIC, Audience
from registry.storage.engine import Store
from tests.search.hits import Look, Save, ids_of

BUREAU = Audience("authority", 2)


@pytest.fixture
def secrets(save: Save) -> dict[str, int]:
    bureau: dict[str, Any] = {"lead_authority_id": 2}
    return {
        "public": save("防汛预案甲", "堤坝", doc_no="青政〔2025〕1号"),
        "unpublished": save("防汛预案乙", "堤坝", doc_no="青政〔2025〕2号", is_published=False),
        "withheld": save("防汛预案丙", "堤坝", disclosure=Disclosure.WITHHELD),
        "on_request": save("防汛预案丁", "堤坝", disclosure=Disclosure.ON_REQUEST),
        "secret": save("防汛预案戊", "堤坝", disclosure=Disclosure.SECRET),
        "bureau": save("防汛预案己", "堤坝", disclosure=Disclosure.WITHHELD, **bureau),
    }


@pytest.mark.parametrize(
    "typed", ["", "堤坝", "防汛预案", "堤", "防汛 -甲", "预案 没有", "青政〔2025〕", "青政〔2025〕2号"]
)
@pytest.mark.parametrize("is_indexed", [True, False])
def test_the_public_sees_the_public_documents_only(
    store: Store, secrets: dict[str, int], look: Look, typed: str, is_indexed: bool
) -> None:
    if is_indexed:
        follow(store)
    results = look(typed, audience=PUBLIC)
    assert set(ids_of(results)) <= {secrets["public"]}
    assert results.total == len(results.hits)
    assert all((facet.n or 0) <= 1 for facets in results.facets.values() for facet in facets)
    assert results.looser in {None, 1}


def test_an_authority_sees_its_own_and_what_the_public_sees(
    store: Store, secrets: dict[str, int], look: Look
) -> None:
    follow(store)
    for typed in ("", "堤坝"):
        assert set(ids_of(look(typed, audience=BUREAU))) == {secrets["public"], secrets["bureau"]}
        assert set(ids_of(look(typed, audience=Audience("authority")))) == {secrets["public"]}


def test_the_office_sees_everything(secrets: dict[str, int], look: Look) -> None:
    assert set(ids_of(look("堤坝"))) == set(secrets.values())
