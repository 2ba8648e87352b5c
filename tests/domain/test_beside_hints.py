"""What an examiner should look at when two documents stand beside each other."""

from dataclasses import replace
from datetime import date

import pytest

from registry.domain.beside import Nearness
from registry.domain.beside_hints import HINT_WORDS, OFFERED, Hint, Side, foreign_places, hints
from registry.domain.documents import RelationKind
from registry.domain.validity import Status

NEW = Side("犬类管理办法", "示政规|2026|1", 1, date(2026, 1, 1), Status.IN_FORCE)
OLD = Side("犬类管理规定", "示政规|2020|1", 1, date(2020, 1, 1), Status.IN_FORCE)
SAME, MOSTLY, SUBJECT = Nearness.SAME_TEXT, Nearness.MOSTLY_SAME, Nearness.SAME_SUBJECT


@pytest.mark.parametrize(
    ("here", "there", "nearness", "likeness", "ties", "given"),
    [
        (NEW, OLD, SUBJECT, 0.9, (), (Hint.UNREPEALED,)),
        (replace(NEW, published_on=None), OLD, SUBJECT, 0.9, (), (Hint.UNREPEALED,)),
        (NEW, replace(OLD, status=Status.UNKNOWN), SUBJECT, 0.9, (), (Hint.UNREPEALED,)),
        (OLD, NEW, SUBJECT, 0.9, (), (Hint.SUPERSEDED,)),
        (replace(OLD, status=Status.LAPSED), NEW, SUBJECT, 0.9, (), ()),
        (NEW, OLD, SUBJECT, 0.5, (), ()),
        (NEW, OLD, MOSTLY, 0.0, (), (Hint.UNREPEALED,)),
        (NEW, OLD, SUBJECT, 0.9, (RelationKind.REPEALS,), ()),
        (NEW, OLD, SUBJECT, 0.9, (RelationKind.AMENDS,), ()),
        (NEW, OLD, SUBJECT, 0.9, (RelationKind.BASED_ON,), (Hint.UNREPEALED,)),
        (NEW, replace(OLD, status=Status.LAPSED), SUBJECT, 0.9, (), (Hint.EARLIER_VERSION,)),
        (NEW, replace(OLD, status=Status.REPEALED), SAME, 0.9, (RelationKind.REISSUES,), ()),
        (NEW, replace(OLD, status=Status.ANNULLED), SUBJECT, 0.9, (), ()),
        (NEW, replace(NEW, doc_no_key=None), SAME, 1.0, (), (Hint.DOUBLE,)),
        (NEW, replace(NEW, published_on=None, title_key="甲"), SAME, 0.1, (), (Hint.DOUBLE,)),
        (NEW, replace(NEW, doc_no_key="示政规|2026|2"), SAME, 1.0, (), ()),
        (NEW, replace(NEW, published_on=date(2025, 1, 1)), SAME, 1.0, (), (Hint.UNREPEALED,)),
        (NEW, replace(OLD, issuer=2), MOSTLY, 0.9, (), (Hint.COPIED,)),
        (NEW, replace(OLD, issuer=2), SUBJECT, 0.9, (), ()),
        (OLD, replace(NEW, issuer=2), MOSTLY, 0.9, (), ()),
        (NEW, replace(OLD, issuer=2), MOSTLY, 0.9, (RelationKind.FORWARDS,), ()),
        (replace(NEW, published_on=None), replace(OLD, published_on=None), SUBJECT, 0.9, (), ()),
    ],
)
def test_a_pair_is_pointed_out_only_where_somebody_should_look(
    here: Side,
    there: Side,
    nearness: Nearness,
    likeness: float,
    ties: tuple[RelationKind, ...],
    given: tuple[Hint, ...],
) -> None:
    assert hints(here, there, nearness, likeness, ties) == given


def test_every_hint_has_its_words_and_what_is_offered_fits_it() -> None:
    assert set(HINT_WORDS) == set(Hint)
    assert set(OFFERED) <= set(Hint)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("为规范我县犬类管理", ["我县"]),
        ("全县各乡镇", ["全县"]),
        ("健全县、乡、村三级网络，全县（市、区）都要参加", []),
        ("结合碧湖县实际，由碧湖县人民政府负责解释", ["碧湖县实际", "碧湖县人民政府"]),
        ("适用于碧湖区行政区域", ["碧湖区行政区域"]),
        ("由县级人民政府、各县人民政府、有关区人民政府和直辖市的区人民政府负责", []),
        ("示范区人民政府、示范区行政区域、我区", []),
        ("本区域、本区块、园区范围内、开发区人民政府", []),
        ("", []),
    ],
)
def test_a_place_that_is_not_ours_is_noticed(text: str, words: list[str]) -> None:
    names = ["示范区人民政府", "示范区开发区管理委员会"]
    assert [place.words for place in foreign_places(text, names, {"区"})] == words


def test_without_a_place_of_its_own_the_register_knows_no_foreign_ones() -> None:
    assert foreign_places("为规范我县犬类管理", ["市司法局"], set()) == []


def test_a_county_does_not_call_itself_a_district() -> None:
    places = foreign_places("本区的犬只由我区登记", ["碧湖县人民政府"], {"县"})
    assert [place.words for place in places] == ["本区", "我区"]
