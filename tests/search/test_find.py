"""Finding: exactly what contains the words, with and without an index, and where it matched."""

import shutil
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC

from registry.domain.normal import searchable
from registry.domain.validity import Status
from registry.search.index import follow
from registry.search.tokens import tokens
from registry.storage.engine import Store
from tests.search.hits import Look, Save, ids_of


@pytest.mark.parametrize(
    "typed",
    ["罚", "㟃", "〇", "行政", "行政处罚", "政处", "停车场 罚款", "停车场(库)管理", "v2.0", "http", "ttps协", "app", "００元罚", "200元", "青政〔2024〕12号", '"处罚,应当"', "机关处", "v", "20", "v2", "管理办法》 （停车场", "停车场库", "公正依据", "公正。依据"],
)  # fmt: skip
def test_a_search_finds_exactly_the_documents_with_every_term(
    texts: dict[int, str], look: Look, typed: str
) -> None:
    terms = [typed] if typed.startswith('"') else typed.split()
    terms = [searchable(term) for term in terms]
    truth = {document_id for document_id, text in texts.items() if all(term in text for term in terms)}
    results = look(typed)
    assert set(ids_of(results)) == truth
    assert results.total == len(truth)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data())
def test_a_piece_of_a_text_finds_exactly_the_texts_that_contain_it(
    texts: dict[int, str], look: Look, data: st.DataObject
) -> None:
    text = data.draw(st.sampled_from(sorted(texts.values())))
    start = data.draw(st.integers(0, len(text) - 1))
    piece = text[start : start + data.draw(st.integers(1, 12))].strip(",")
    truth = {document_id for document_id, text in texts.items() if piece and piece in text}
    if truth:
        assert set(ids_of(look(f'"{piece}"'))) == truth


def test_a_phrase_is_literal(texts: dict[int, str], look: Look) -> None:
    assert look("机关 处罚").total == 1
    assert look('"机关处罚"').total == 0


def test_an_excluded_term_removes_documents(texts: dict[int, str], look: Look) -> None:
    assert {hit.title for hit in look("行政 -许可").hits} == {"行政处罚裁量基准"}
    assert {hit.title for hit in look("-行政 -停车 -APP").hits} == {"〇号文件㟃港规划"}


def test_a_looser_search_is_offered_when_no_document_has_every_term(
    texts: dict[int, str], look: Look
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
    store: Store, save: Save, look: Look, typed: str, is_indexed: bool
) -> None:
    save("停车场管理办法", "100%罚款")
    if is_indexed:
        follow(store)
    results = look(typed)
    assert results.total in {0, 1}
    assert results.total == 1 or typed not in {"%", "-", "\x00"}


def test_no_engine_syntax_reaches_a_user(texts: dict[int, str], look: Look) -> None:
    for typed in ("text:行政", "行政 OR 许可事项", "行政*许可事项"):
        assert look(typed).total == 0
    assert ids_of(look("行政*")) == ids_of(look("行政~")) == ids_of(look("行政"))


# Numbers


@pytest.mark.parametrize(
    "typed",
    ["青政〔2024〕12号", "青政[2024]12号", "青政(2024)12号", "青政（2024）12号", "青政【2024】12号", "青政［2024］１２号", "青政 〔2024〕 12 号", "青政〔2024〕12"],
)  # fmt: skip
def test_a_number_finds_its_document_first_and_alone(
    texts: dict[int, str], save: Save, look: Look, typed: str
) -> None:
    one = save("关于某事的通知", doc_no="青政〔2024〕12号")
    save("关于他事的通知", doc_no="青政〔2024〕120号")
    assert ids_of(look(typed)) == [one]


def test_the_beginning_of_a_number_finds_every_number_that_starts_with_it(save: Save, look: Look) -> None:
    ids = {save("甲", doc_no="青政〔2024〕12号"), save("乙", doc_no="青政〔2024〕120号")}
    save("丙", doc_no="青政〔2023〕12号")
    assert set(ids_of(look("青政〔2024〕1"))) == ids
    assert set(ids_of(look("青政〔2024〕"))) == ids


def test_a_number_that_no_document_has_is_looked_for_in_the_texts(texts: dict[int, str], look: Look) -> None:
    assert [hit.title for hit in look("青政（2024）12号").hits] == ["行政处罚裁量基准"]


@pytest.mark.parametrize("is_indexed", [True, False])
def test_part_of_a_number_is_found_as_text(store: Store, save: Save, look: Look, is_indexed: bool) -> None:
    one = save("甲", doc_no="青政〔2024〕12号")
    odd = save("乙", doc_no="青交20243号")
    if is_indexed:
        follow(store)
    assert ids_of(look("青政")) == [one]
    assert ids_of(look("青交20243号")) == [odd]


# Saved is found


def test_a_document_is_found_before_it_is_indexed(store: Store, save: Save, look: Look) -> None:
    follow(store)
    one = save("公园管理规定", "游客须知", doc_no="青政〔2025〕3号")
    assert [ids_of(look(typed)) for typed in ("公园", "游客须知", "客", "青政〔2025〕3号")] == [[one]] * 4
    assert follow(store).n_applied == 1


def test_a_changed_document_is_found_by_its_new_text_only(
    store: Store, texts: dict[int, str], save: Save, look: Look
) -> None:
    one = next(iter(texts))
    save("停车场管理办法", "免费时段", id=one)
    assert one not in ids_of(look("罚款"))
    assert ids_of(look("免费")) == [one]


def test_a_removed_document_is_not_found(
    texts: dict[int, str], remove: Callable[[int], None], look: Look
) -> None:
    remove(next(iter(texts)))
    assert look("停车").total == 0


@pytest.mark.parametrize("typed", ["行政处罚", "罚", "APP 协议", "行政 -许可", ""])
def test_without_an_index_the_database_finds_the_same(
    store: Store, texts: dict[int, str], look: Look, typed: str
) -> None:
    with_index = look(typed)
    shutil.rmtree(store.index)
    assert ids_of(look(typed)) == ids_of(with_index)


def test_a_damaged_index_is_dropped_and_the_database_answers(
    store: Store, texts: dict[int, str], look: Look
) -> None:
    (segment,) = store.index.glob("generation-*/*.seg")
    before, _, after = segment.read_bytes().rpartition(WHOOSH3_HEADER_MAGIC)
    segment.write_bytes(before + b"????" + after)
    last = max(set().union(*map(tokens, texts.values())))  # postings stand in the order of their tokens
    assert look(last).total == sum(last in text for text in texts.values())
    assert not (store.index / "current").exists()
    assert follow(store).was_rebuilt


# What is shown


def test_a_hit_shows_where_it_matched(texts: dict[int, str], look: Look) -> None:
    (hit,) = look("停车场 罚款").hits
    assert hit.title_pieces == [("停车场", True), ("管理办法", False)]
    assert ("罚款", True) in hit.snippet
    assert hit.status is Status.IN_FORCE
    assert hit.authority
