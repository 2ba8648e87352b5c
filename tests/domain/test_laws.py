"""Laws by their keys, their successors, and the words for how they ended."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.citations import keys_of_words
from registry.domain.gone_bases import Timing, gone_bases, timing_of
from registry.domain.laws import LAW_WORDS, Law, LawStatus, LawTable, ending_words, law_status
from registry.domain.shipped_laws import SHIPPED_LAWS

ENDED_ON = date(2009, 6, 1)
HYGIENE = Law("食品卫生法", LawStatus.REPEALED, ENDED_ON, "食品安全法")
SAFETY = Law("食品安全法", LawStatus.IN_FORCE)
REPEALED = LawStatus.REPEALED


@pytest.mark.parametrize(
    "words",
    [
        "《中华人民共和国食品卫生法》",
        "《食品卫生法》",
        "食品卫生法",
        "《食品卫生法（2009年修正）》",
        "《中华人民共和国食品卫生法(1995年修订)》",
        "《食品卫生法》（主席令第59号）",
    ],
)
def test_every_form_of_the_title_is_one_law(words: str) -> None:
    assert LawTable([HYGIENE]).find(keys_of_words(words)) == HYGIENE


@pytest.mark.parametrize("words", ["《食品卫生法实施条例》", "《食品安全法》", "国发〔2010〕33号", ""])
def test_another_title_is_another_law(words: str) -> None:
    assert LawTable([HYGIENE]).find(keys_of_words(words)) is None


def test_a_law_is_gone_from_its_day_on_and_not_before() -> None:
    assert not HYGIENE.is_gone_on(ENDED_ON - timedelta(days=1))
    assert HYGIENE.is_gone_on(ENDED_ON)
    assert Law("旧条例", LawStatus.LAPSED).is_gone_on(ENDED_ON)
    assert not Law("旧条例", LawStatus.AMENDED, ENDED_ON).is_gone_on(ENDED_ON)


def test_the_number_tells_laws_with_one_title_apart() -> None:
    old = Law(
        "示例管理条例", REPEALED, date(2015, 1, 1), "《示例管理条例》（国务院令第600号）", "国务院令第300号"
    )
    new = Law("示例管理条例", LawStatus.IN_FORCE, date(2015, 1, 1), doc_no="国务院令第600号")
    table = LawTable([old, new])
    assert table.find(old.keys) == old
    assert table.find(new.keys) == new
    assert table.find(keys_of_words("国务院令第300号")) == old
    assert table.find(keys_of_words("《示例管理条例》（国务院令第400号）")) is None
    assert ending_words(table, old).endswith("现为《示例管理条例》（国务院令第600号）")


def test_without_a_number_the_day_of_the_text_tells_which_edition_it_means() -> None:
    old = Law("示例管理条例", REPEALED, date(2015, 1, 1), doc_no="国务院令第300号")
    new = Law("示例管理条例", LawStatus.IN_FORCE, doc_no="国务院令第600号")
    table, cited = LawTable([old, new]), keys_of_words("《示例管理条例》")
    assert table.find(cited, date(2014, 12, 31)) == old
    assert table.find(cited, date(2015, 1, 1)) == new
    assert table.find(cited) == new


def test_the_successor_of_a_successor_is_told() -> None:
    first = Law("甲法", REPEALED, date(1999, 10, 1), "乙法")
    second = Law("乙法", REPEALED, date(2021, 1, 1), "《丙法》")
    third = Law("丙法", LawStatus.IN_FORCE)
    assert LawTable([first, second, third]).chain(first) == (first, second, third)
    assert ending_words(LawTable([first, second, third]), first) == (
        "《甲法》已于1999年10月1日废止，由《乙法》替代，《乙法》又于2021年1月1日废止，现为《丙法》"
    )
    assert ending_words(LawTable([first, second]), first).endswith(
        "《乙法》又于2021年1月1日废止，由《丙法》替代"
    )


@pytest.mark.parametrize(
    ("law", "others", "words"),
    [
        (HYGIENE, [SAFETY], "《食品卫生法》已于2009年6月1日废止，现为《食品安全法》"),
        (HYGIENE, [], "《食品卫生法》已于2009年6月1日废止，由《食品安全法》替代"),
        (Law("旧条例", LawStatus.LAPSED), [], "《旧条例》已失效（日期未载）"),
        (
            Law("旧条例", REPEALED, ENDED_ON, "新条例"),
            [Law("新条例", LawStatus.NOT_YET_EFFECTIVE)],
            "《旧条例》已于2009年6月1日废止，由《新条例》替代（尚未施行）",
        ),
    ],
)
def test_how_a_law_ended(law: Law, others: list[Law], words: str) -> None:
    assert ending_words(LawTable([law, *others]), law) == words


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_successors_never_run_in_a_circle(pairs: list[tuple[int, int]]) -> None:
    laws = [Law(f"第{a}号条例", REPEALED, ENDED_ON, f"第{b}号条例") for a, b in dict(pairs).items()]
    table = LawTable(laws)
    for law in laws:
        chain = table.chain(law)
        assert len({link.keys for link in chain}) == len(chain)
        assert law not in chain[1:]
        assert ending_words(table, law)


def test_a_chain_of_thousands_is_told_in_a_few_words() -> None:
    laws = [Law(f"第{n}号条例", REPEALED, ENDED_ON, f"第{n + 1}号条例") for n in range(5_000)]
    assert len(ending_words(LawTable(laws), laws[0])) < 300


@pytest.mark.parametrize(
    ("words", "status"),
    [
        *((word, status) for status, word in LAW_WORDS.items()),
        ("已废止", REPEALED),
        ("【已失效】", LawStatus.LAPSED),
        ("有 效", LawStatus.IN_FORCE),
        ("已被修改", LawStatus.AMENDED),
        ("部分失效", LawStatus.PARTLY_REPEALED),
        ("废止或失效", None),
        ("不清楚", None),
        ("", None),
    ],
)
def test_words_of_a_table_mean_a_status(words: str, status: LawStatus | None) -> None:
    assert law_status(words) == status


@pytest.mark.parametrize(
    ("made_on", "timing"),
    [
        (date(2009, 5, 31), Timing.AFTER),
        (date(2009, 6, 1), Timing.BEFORE),
        (date(2012, 1, 1), Timing.BEFORE),
        (None, Timing.UNKNOWN),
    ],
)
def test_when_a_basis_ended_as_seen_from_the_document(made_on: date | None, timing: Timing) -> None:
    bases = [(7, keys_of_words("《食品卫生法》")), (8, keys_of_words("《食品安全法》"))]
    (basis,) = gone_bases(bases, made_on, LawTable([HYGIENE, SAFETY]), date(2026, 1, 1))
    assert (basis.relation_id, basis.timing) == (7, timing)
    assert basis.says.startswith("依据《食品卫生法》已于2009年6月1日废止，现为《食品安全法》；")
    assert timing_of(None, made_on) is Timing.UNKNOWN


def test_a_law_that_ends_tomorrow_is_no_gone_basis_today() -> None:
    bases = [(7, keys_of_words("《食品卫生法》"))]
    assert gone_bases(bases, date(2001, 1, 1), LawTable([HYGIENE]), date(2009, 5, 31)) == []


def test_the_shipped_laws_have_days_sources_and_successors_among_them() -> None:
    table = LawTable(SHIPPED_LAWS)
    assert len({law.keys for law in SHIPPED_LAWS}) == len(SHIPPED_LAWS)
    assert all(law.source and law.since for law in SHIPPED_LAWS)
    assert [law.title for law in SHIPPED_LAWS if law.successor and table.successor_of(law) is None] == []
    assert not any(table.chain(law)[-1].is_gone for law in SHIPPED_LAWS if law.successor)
