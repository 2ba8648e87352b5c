"""Finding: exactly what contains the words, for whom, on which day, in which order."""

import shutil
from collections.abc import Callable
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC

from registry.domain.documents import Disclosure, DocumentKind
from registry.domain.normal import normalise
from registry.domain.validity import Status
from registry.search import walk
from registry.search.find import Results, find, find_ids
from registry.search.index import follow
from registry.search.selection import OFFICE, PUBLIC, Audience
from registry.search.tokens import tokens
from registry.storage.engine import Store

Save = Callable[..., int]

TODAY = date(2026, 3, 5)
BUREAU = Audience("authority", 2)

TEXTS = {
    "停车场管理办法": "第一条 为规范停车场（库）管理，制定本办法。\n第二条 违反规定的，处200元罚款。",
    "行政处罚裁量基准": "行政机关实施行政处罚，应当公正。依据青政[2024] 12 号。",
    "行政许可目录": "许可事项由机关处理；罚则另定。",
    "ＡＰＰ备案须知": "APP开发者应使用HTTPS协议，版本号v2.0。",
    "〇号文件㟃港规划": "㟃港片区规划",
}


@pytest.fixture
def look(store: Store) -> Callable[..., Results]:
    def _look(text: str = "", **given: Any) -> Results:
        return find(store, text, **({"audience": OFFICE, "on": TODAY} | given))

    return _look


@pytest.fixture
def texts(store: Store, save: Save) -> dict[int, str]:
    """The documents above, indexed: id → what is searched of each."""
    ids = {save(title, text): normalise(f"{title}\n{text}") for title, text in TEXTS.items()}
    follow(store)
    return ids


def ids_of(results: Results) -> list[int]:
    return [hit.id for hit in results.hits]


# What is found


@pytest.mark.parametrize(
    "typed",
    ["罚", "㟃", "〇", "行政", "行政处罚", "政处", "停车场 罚款", "停车场(库)管理", "v2.0", "http", "ttps协", "app", "００元罚", "200元", "青政〔2024〕12号", '"处罚,应当"', "机关处", "*", "v", "20"],
)  # fmt: skip
def test_found_is_what_contains_every_term(
    texts: dict[int, str], look: Callable[..., Results], typed: str
) -> None:
    terms = normalise(typed).strip('"').split()
    truth = {one for one, text in texts.items() if all(term in text for term in terms)}
    results = look(typed)
    assert set(ids_of(results)) == truth
    assert results.total == len(truth)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data())
def test_any_piece_of_a_text_finds_it_and_nothing_that_lacks_it(
    texts: dict[int, str], look: Callable[..., Results], data: st.DataObject
) -> None:
    text = data.draw(st.sampled_from(sorted(texts.values())))
    start = data.draw(st.integers(0, len(text) - 1))
    piece = text[start : start + data.draw(st.integers(1, 12))].strip()
    truth = {one for one, other in texts.items() if piece and piece in other}
    if truth:
        assert set(ids_of(look(f'"{piece}"'))) == truth


def test_a_phrase_is_literal(texts: dict[int, str], look: Callable[..., Results]) -> None:
    assert look("机关 处罚").total == 1
    assert look('"机关处罚"').total == 0


def test_an_excluded_term_removes_documents(texts: dict[int, str], look: Callable[..., Results]) -> None:
    assert {hit.title for hit in look("行政 -许可").hits} == {"行政处罚裁量基准"}
    assert {hit.title for hit in look("-行政 -停车 -APP").hits} == {"〇号文件㟃港规划"}


def test_where_nothing_holds_all_terms_a_looser_search_is_offered(
    texts: dict[int, str], look: Callable[..., Results]
) -> None:
    results = look("停车场 许可事项")
    assert (results.total, results.looser) == (0, 2)
    assert look("停车场 许可事项", is_loose=True).total == 2
    assert look("根本没有").looser is None


@pytest.mark.parametrize(
    "typed",
    ["*", "title:停车", "text:*", '"', '"停车', "NOT", "a OR", "停车~2", "[TO]", "(" * 50, "罚" * 10_000, "😀", "%", "_", "\\", "'; drop", "\x00", "\ud800", "-", "-😀", "停 " * 5_000, "〔2024〕", "号", "|", "2024|12"],
)  # fmt: skip
@pytest.mark.parametrize("is_indexed", [True, False])
def test_nothing_typed_is_an_error(
    store: Store, save: Save, look: Callable[..., Results], typed: str, is_indexed: bool
) -> None:
    save("停车场管理办法", "100%罚款")
    if is_indexed:
        follow(store)
    results = look(typed)
    assert results.total in {0, 1}
    assert results.total == 1 or typed not in {"%", "-", "\x00"}


def test_no_engine_syntax_reaches_a_user(texts: dict[int, str], look: Callable[..., Results]) -> None:
    for typed in ("text:行政", "行政*", "行政 OR 许可事项", "行政~"):
        assert look(typed).total == 0


# Numbers


@pytest.mark.parametrize(
    "typed",
    ["青政〔2024〕12号", "青政[2024]12号", "青政(2024)12号", "青政（2024）12号", "青政【2024】12号", "青政［2024］１２号", "青政 〔2024〕 12 号", "青政〔2024〕12"],
)  # fmt: skip
def test_a_number_finds_its_document_first_and_alone(
    texts: dict[int, str], save: Save, look: Callable[..., Results], typed: str
) -> None:
    one = save("关于某事的通知", doc_no="青政〔2024〕12号")
    save("关于他事的通知", doc_no="青政〔2024〕120号")
    assert ids_of(look(typed)) == [one]


def test_the_beginning_of_a_number_finds_all_that_begin_so(save: Save, look: Callable[..., Results]) -> None:
    ids = {save("甲", doc_no="青政〔2024〕12号"), save("乙", doc_no="青政〔2024〕120号")}
    save("丙", doc_no="青政〔2023〕12号")
    assert set(ids_of(look("青政〔2024〕1"))) == ids
    assert set(ids_of(look("青政〔2024〕"))) == ids


def test_a_number_that_no_document_has_is_looked_for_in_the_texts(
    texts: dict[int, str], look: Callable[..., Results]
) -> None:
    assert [hit.title for hit in look("青政（2024）12号").hits] == ["行政处罚裁量基准"]


@pytest.mark.parametrize("is_indexed", [True, False])
def test_part_of_a_number_is_found_as_text(
    store: Store, save: Save, look: Callable[..., Results], is_indexed: bool
) -> None:
    one = save("甲", doc_no="青政〔2024〕12号")
    odd = save("乙", doc_no="青交20243号")
    if is_indexed:
        follow(store)
    assert ids_of(look("青政")) == [one]
    assert ids_of(look("青交20243号")) == [odd]


# Saved is found


def test_what_was_just_saved_is_found_before_the_index_follows(
    store: Store, save: Save, look: Callable[..., Results]
) -> None:
    follow(store)
    one = save("公园管理规定", "游客须知", doc_no="青政〔2025〕3号")
    assert [ids_of(look(typed)) for typed in ("公园", "游客须知", "客", "青政〔2025〕3号")] == [[one]] * 4
    assert look("公园").index_lag == 1


def test_what_was_just_changed_is_found_by_its_new_text_only(
    store: Store, texts: dict[int, str], save: Save, look: Callable[..., Results]
) -> None:
    one = next(iter(texts))
    save("停车场管理办法", "免费时段", id=one)
    assert one not in ids_of(look("罚款"))
    assert ids_of(look("免费")) == [one]


def test_what_was_just_removed_is_not_found(
    texts: dict[int, str], remove: Callable[[int], None], look: Callable[..., Results]
) -> None:
    remove(next(iter(texts)))
    assert look("停车").total == 0


@pytest.mark.parametrize("typed", ["行政处罚", "罚", "APP 协议", "行政 -许可", ""])
def test_without_an_index_the_database_finds_the_same(
    store: Store, texts: dict[int, str], look: Callable[..., Results], typed: str
) -> None:
    with_index = look(typed)
    shutil.rmtree(store.index)
    assert ids_of(look(typed)) == ids_of(with_index)


def test_postings_found_damaged_are_dropped_and_the_database_answers(
    store: Store, texts: dict[int, str], look: Callable[..., Results]
) -> None:
    (segment,) = store.index.glob("generation-*/*.seg")
    before, _, after = segment.read_bytes().rpartition(WHOOSH3_HEADER_MAGIC)
    segment.write_bytes(before + b"????" + after)
    last = max(set().union(*map(tokens, texts.values())))  # postings stand in the order of their tokens
    assert look(last).total == sum(last in text for text in texts.values())
    assert not (store.index / "current").exists()
    assert follow(store).was_rebuilt


# For whom


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
    store: Store, secrets: dict[str, int], look: Callable[..., Results], typed: str, is_indexed: bool
) -> None:
    if is_indexed:
        follow(store)
    results = look(typed, audience=PUBLIC)
    assert set(ids_of(results)) <= {secrets["public"]}
    assert results.total == len(results.hits)
    assert all((facet.n or 0) <= 1 for facets in results.facets.values() for facet in facets)
    assert results.looser in {None, 1}


def test_an_authority_sees_its_own_and_what_the_public_sees(
    store: Store, secrets: dict[str, int], look: Callable[..., Results]
) -> None:
    follow(store)
    for typed in ("", "堤坝"):
        assert set(ids_of(look(typed, audience=BUREAU))) == {secrets["public"], secrets["bureau"]}
        assert set(ids_of(look(typed, audience=Audience("authority")))) == {secrets["public"]}


def test_the_office_sees_everything(secrets: dict[str, int], look: Callable[..., Results]) -> None:
    assert set(ids_of(look("堤坝"))) == set(secrets.values())


# Narrowing, counting, order


@pytest.fixture
def shelf(store: Store, save: Save) -> list[int]:
    ids = [
        save("公园条例实施意见", "公园", published_on=date(2023, 1, 1), kind=DocumentKind.OPINION),
        save("公园", "公园", published_on=date(2021, 5, 1), status=Status.REPEALED),
        save("绿地办法", "公园", published_on=date(2024, 5, 1), lead_authority_id=2),
        save("湖泊办法", "公园", published_on=None),
        save("公园规定", "公园", published_on=date(2024, 12, 31), status=Status.REPEALED),
    ]
    follow(store)
    return ids


@pytest.mark.parametrize("typed", ["公园", ""])
def test_facets_count_everything_found(shelf: list[int], look: Callable[..., Results], typed: str) -> None:
    results = look(typed, limit=1)
    assert (results.total, len(results.hits)) == (5, 1)
    counted = {name: [(one.value, one.n) for one in facets] for name, facets in results.facets.items()}
    assert counted == {
        "status": [("in_force", 3), ("repealed", 2)],
        "authority": [("1", 4), ("2", 1)],
        "year": [("2024", 2), ("2023", 1), ("2021", 1), ("", 1)],
        "kind": [("notice", 4), ("opinion", 1)],
    }
    assert [one.label for one in results.facets["status"]] == ["继续有效", "废止"]


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
    shelf: list[int], look: Callable[..., Results], typed: str, filters: dict[str, Any], places: set[int]
) -> None:
    results = look(typed, **filters)
    assert set(ids_of(results)) == {shelf[place] for place in places}
    assert results.total == len(places)


def test_counts_of_a_browse_follow_the_register(
    shelf: list[int], save: Save, look: Callable[..., Results]
) -> None:
    assert look("").facets == look("").facets
    save("公园条例实施意见", "公园", id=shelf[0], status=Status.LAPSED, published_on=date(2023, 1, 1))
    counted = {one.value: one.n for one in look("").facets["status"]}
    assert counted == {"in_force": 2, "repealed": 2, "lapsed": 1}


def test_the_very_title_comes_first_then_titles_then_the_newest(
    shelf: list[int], look: Callable[..., Results]
) -> None:
    expected = [shelf[place] for place in (1, 4, 0, 2, 3)]
    assert ids_of(look("公园")) == expected
    assert ids_of(look("公园", limit=2, offset=2)) == expected[2:4]


@pytest.mark.parametrize("is_indexed", [True, False])
def test_many_candidates_are_walked_and_few_gathered_to_the_same_hits(
    store: Store,
    shelf: list[int],
    look: Callable[..., Results],
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


def test_what_is_too_much_to_count_says_so_and_offers_filters_without_numbers(
    shelf: list[int], look: Callable[..., Results], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk.first_found, "__defaults__", (3,))
    results = look("公园")
    assert (results.total, results.is_more, ids_of(results)) == (3, True, [shelf[1], shelf[4], shelf[0]])
    offered = {name: [one.value for one in facets] for name, facets in results.facets.items()}
    assert offered["authority"] == ["1", "2"]
    assert offered["year"] == ["2024", "2023", "2022", "2021"]
    assert {one.n for facets in results.facets.values() for one in facets} == {None}
    assert not look("公园", year=2024).is_more


def test_newest_first_leaves_the_undated_last(shelf: list[int], look: Callable[..., Results]) -> None:
    expected = [shelf[place] for place in (4, 2, 0, 1, 3)]
    assert ids_of(look("公园", sort="newest")) == expected
    assert ids_of(look("")) == expected


def test_a_document_without_a_span_is_unknown_and_not_lost(
    store: Store, save: Save, look: Callable[..., Results]
) -> None:
    one = save("公园", status=None)
    results = look("公园", status=Status.UNKNOWN)
    assert [(hit.id, hit.status) for hit in results.hits] == [(one, Status.UNKNOWN)]


def test_a_hit_shows_where_it_matched(texts: dict[int, str], look: Callable[..., Results]) -> None:
    (hit,) = look("停车场 罚款").hits
    assert hit.title_pieces == [("停车场", True), ("管理办法", False)]
    assert ("罚款", True) in hit.snippet
    assert hit.status is Status.IN_FORCE
    assert hit.authority
