"""The filters, the counts and the order of a search."""

import shutil
from datetime import date
from functools import partial
from itertools import product
from typing import Any

import pytest

from registry.domain.documents import DocumentKind
from registry.domain.validity import Status
from registry.search import walk
from registry.search.find import find, find_ids
from registry.search.index import follow
from registry.search.selection import OFFICE
from registry.storage.engine import Store
from tests.building.prepared_registers import Prepare
from tests.search.conftest import save_document
from tests.search.hits import TODAY, Look, Save, ids_of


def _fill_shelf(store: Store) -> list[int]:
    save = partial(save_document, store)
    ids = [
        save("公园条例实施意见", "公园", published_on=date(2023, 1, 1), kind=DocumentKind.OPINION),
        save("公园", "公园", published_on=date(2021, 5, 1), status=Status.REPEALED),
        save("绿地办法", "公园", published_on=date(2024, 5, 1), lead_authority_id=2),
        save("湖泊办法", "公园", published_on=None),
        save("公园规定", "公园", published_on=date(2024, 12, 31), status=Status.REPEALED),
    ]
    follow(store)
    return ids


@pytest.fixture
def shelf(prepared: Prepare) -> list[int]:
    return prepared(_fill_shelf)


@pytest.mark.parametrize("typed", ["公园", ""])
def test_facets_count_everything_found(shelf: list[int], look: Look, typed: str) -> None:
    results = look(typed, limit=1)
    assert (results.total, len(results.hits)) == (5, 1)
    counted = {name: [(facet.value, facet.n) for facet in facets] for name, facets in results.facets.items()}
    assert counted == {
        "status": [("in_force", 3), ("repealed", 2)],
        "authority": [("1", 4), ("2", 1)],
        "year": [("2024", 2), ("2023", 1), ("2021", 1), ("", 1)],
        "kind": [("notice", 4), ("opinion", 1)],
    }
    assert [facet.label for facet in results.facets["status"]] == ["继续有效", "废止"]


@pytest.mark.parametrize("typed", ["公园", ""])
@pytest.mark.parametrize(
    ("filters", "places"),
    [
        ({"status": Status.REPEALED}, {1, 4}),
        ({"authority_id": 2}, {2}),
        ({"year": 2024}, {2, 4}),
        ({"year": 2024, "status": Status.REPEALED}, {4}),
        ({"kind": DocumentKind.OPINION}, {0}),
        ({"year": 0}, set()),
        ({"year": 99_999}, set()),
    ],
)
def test_filters_narrow_hits_and_counts(
    shelf: list[int], look: Look, typed: str, filters: dict[str, Any], places: set[int]
) -> None:
    results = look(typed, **filters)
    assert set(ids_of(results)) == {shelf[place] for place in places}
    assert results.total == len(places)


def test_counts_of_a_browse_follow_the_register(shelf: list[int], save: Save, look: Look) -> None:
    assert look("").facets == look("").facets
    save("公园条例实施意见", "公园", id=shelf[0], status=Status.LAPSED, published_on=date(2023, 1, 1))
    counted = {facet.value: facet.n for facet in look("").facets["status"]}
    assert counted == {"in_force": 2, "repealed": 2, "lapsed": 1}


def test_the_very_title_comes_first_then_titles_then_the_newest(shelf: list[int], look: Look) -> None:
    expected = [shelf[place] for place in (1, 4, 0, 2, 3)]
    assert ids_of(look("公园")) == expected
    assert ids_of(look("公园", limit=2, offset=2)) == expected[2:4]


@pytest.mark.parametrize("is_indexed", [True, False])
def test_many_and_few_candidates_give_the_same_hits(
    store: Store,
    shelf: list[int],
    look: Look,
    monkeypatch: pytest.MonkeyPatch,
    is_indexed: bool,
) -> None:
    if not is_indexed:
        shutil.rmtree(store.index)
    typed = ("公园", "公", "公园 条例", "公园 -条例", "公园条例", "公园 -公园条例", "-绿地", "没有")
    for text, sort, is_loose in product(typed, ("relevance", "newest"), (False, True)):
        asked: dict[str, Any] = {"audience": OFFICE, "on": TODAY, "sort": sort, "is_loose": is_loose}
        gathered = ids_of(find(store, text, **asked))
        with monkeypatch.context() as patch:
            patch.setattr(walk, "MOST_FOUND", 0)
            assert ids_of(find(store, text, **asked)) == gathered
            assert find_ids(store, text, limit=2, **asked) == gathered[:2]


def test_too_many_matches_are_not_counted_and_have_facets_without_numbers(
    shelf: list[int], look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk.first_matches, "__defaults__", (3,))
    results = look("公园")
    assert (results.total, results.is_more, ids_of(results)) == (3, True, [shelf[1], shelf[4], shelf[0]])
    offered = {name: [facet.value for facet in facets] for name, facets in results.facets.items()}
    assert offered["authority"] == ["1", "2"]
    assert offered["year"] == ["2024", "2023", "2022", "2021"]
    assert {facet.n for facets in results.facets.values() for facet in facets} == {None}
    assert not look("公园", year=2024).is_more


def test_newest_first_leaves_the_undated_last(shelf: list[int], look: Look) -> None:
    expected = [shelf[place] for place in (4, 2, 0, 1, 3)]
    assert ids_of(look("公园", sort="newest")) == expected
    assert ids_of(look("")) == expected


def test_a_document_without_a_span_is_unknown_and_not_lost(store: Store, save: Save, look: Look) -> None:
    one = save("公园", status=None)
    results = look("公园", status=Status.UNKNOWN)
    assert [(hit.id, hit.status) for hit in results.hits] == [(one, Status.UNKNOWN)]
