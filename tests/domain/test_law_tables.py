"""Rows of a loaded table of laws, judged against each other and against what the table has."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.law_tables import JudgedLine, LawLine, LawVerdict, judge_lines
from registry.domain.laws import Law, LawStatus, LawTable

DAY = date(2009, 6, 1)
REPEALED = LawStatus.REPEALED


def gone(title: str, successor: str = "", since: date | None = DAY, **fields: str) -> Law:
    return Law(title, REPEALED, since, successor, **fields)  # type: ignore[arg-type]


def judged(*laws: Law, kept: tuple[Law, ...] = ()) -> list[JudgedLine]:
    return judge_lines([LawLine(f"第{n}行", law) for n, law in enumerate(laws, 2)], kept)


def verdicts(*laws: Law, kept: tuple[Law, ...] = ()) -> list[LawVerdict]:
    return [line.verdict for line in judged(*laws, kept=kept)]


def test_a_law_is_new_changed_or_the_same() -> None:
    kept = (gone("甲法", "乙法"), gone("丁法"))
    laws = (gone("丙法"), gone("丁法", since=date(2010, 1, 1)), gone("中华人民共和国甲法", "乙法"))
    assert verdicts(*laws, kept=kept) == [LawVerdict.NEW, LawVerdict.CHANGED, LawVerdict.SAME]


def test_a_change_names_the_field_with_old_and_new() -> None:
    (line,) = judged(gone("甲法", since=date(2010, 1, 1)), kept=(gone("甲法"),))
    assert line.changes == [("日期", "2009-06-01", "2010-01-01")]


def test_a_blank_cell_overwrites_nothing() -> None:
    kept = gone("甲法", "乙法", source="乙法附则", doc_no="主席令第1号")
    (line,) = judged(gone("甲法", since=None), kept=(kept,))
    assert (line.verdict, line.law) == (LawVerdict.SAME, kept)


def test_a_day_of_another_status_is_not_taken_over() -> None:
    in_force = Law("甲法", LawStatus.IN_FORCE, date(1995, 1, 1))
    (line,) = judged(gone("甲法", since=None), kept=(in_force,))
    assert line.law is not None
    assert line.law.since is None
    assert "没有废止日期" in line.says[0]


@pytest.mark.parametrize(
    ("laws", "sentence"),
    [
        ([gone("甲法", "甲法")], "就是它自己"),
        ([gone("甲法", "《中华人民共和国甲法（2009年修正）》")], "就是它自己"),
        (
            [gone("甲法", "乙法"), gone("乙法", "甲法")],
            "绕回了自己：《甲法》（第2行）→《乙法》（第3行）→《甲法》",
        ),
        ([gone("甲法", "乙法"), gone("乙法", "丙法"), gone("丙法", "甲法")], "绕回了自己"),
        (
            [gone("甲法"), gone("甲法", since=date(2010, 1, 1))],
            "日期不一致（第2行写“废止、2009-06-01”，第3行",
        ),
        ([gone("甲法", "乙法"), gone("甲法", "丙法")], "替代法规不一致"),
        ([gone("甲法"), Law("甲法", LawStatus.IN_FORCE)], "状态、日期不一致"),
        ([gone("甲法", "《乙法》、《丙法》")], "写了几部"),
        ([Law("甲法", LawStatus.IN_FORCE, None, "乙法")], "又写了替代法规乙法"),
        ([gone("甲" * 301)], "超过300字"),
    ],
)
def test_rows_that_cannot_be_right_are_refused(laws: list[Law], sentence: str) -> None:
    *lines, other = judged(*laws, gone("别的法"))
    assert {line.verdict for line in lines} == {LawVerdict.REFUSED}
    assert all(sentence in line.says[0] for line in lines)
    assert other.verdict is LawVerdict.NEW


def test_a_circle_with_what_the_table_has_is_refused() -> None:
    (line,) = judged(gone("乙法", "甲法"), kept=(gone("甲法", "乙法"), Law("乙法", LawStatus.IN_FORCE)))
    assert line.verdict is LawVerdict.REFUSED
    assert "《甲法》（法规表里已有）" in line.says[0]
    assert "《乙法》（第2行）" in line.says[0]


def test_many_rows_that_each_close_a_circle_are_refused_at_once() -> None:
    laws = [gone("乙条例", "甲条例", doc_no=f"省政府令第{n}号") for n in range(1, 2_001)]
    started = time.process_time()
    assert set(verdicts(*laws, kept=(gone("甲条例", "乙条例"),))) == {LawVerdict.REFUSED}
    assert time.process_time() - started < 5


def test_a_title_that_is_taken_up_again_is_no_circle() -> None:
    laws = (
        gone("甲条例", "乙条例", doc_no="省政府令第1号"),
        gone("乙条例", "甲条例", doc_no="省政府令第2号"),
        Law("甲条例", LawStatus.IN_FORCE, doc_no="省政府令第3号"),
    )
    assert verdicts(*laws) == [LawVerdict.NEW] * 3


@pytest.mark.parametrize("status", [LawStatus.LAPSED, LawStatus.REPEALED])
def test_another_word_for_the_end_without_a_day_keeps_the_day(status: LawStatus) -> None:
    (line,) = judged(Law("甲法", status), kept=(gone("甲法", "乙法"), Law("乙法", LawStatus.IN_FORCE)))
    assert line.law is not None
    assert (line.law.since, line.law.successor) == (DAY, "乙法")


def test_a_gone_law_that_comes_back_is_a_doubt() -> None:
    (line,) = judged(Law("甲法", LawStatus.IN_FORCE), kept=(gone("甲法", "乙法"),))
    assert (line.verdict, line.is_revived) == (LawVerdict.CHANGED, True)
    assert line.says[0].startswith("原为废止（2009-06-01，由《乙法》替代），改为现行有效，请核对")


def test_the_same_row_twice_is_written_once() -> None:
    first, second = judged(gone("甲法"), gone("中华人民共和国甲法"))
    assert (first.verdict, second.verdict) == (LawVerdict.NEW, LawVerdict.SAME)
    assert second.says == ("与第2行重复，只记一次。",)


def test_a_successor_that_is_not_in_the_table_is_a_doubt() -> None:
    (line,) = judged(gone("甲法", "乙法"))
    assert line.verdict is LawVerdict.NEW
    assert "乙法不在法规表里" in line.says[0]
    assert judged(gone("甲法", "乙法"), Law("乙法", LawStatus.IN_FORCE))[0].says == ()


def test_a_title_that_the_table_has_twice_needs_its_number() -> None:
    kept = (gone("甲法", doc_no="主席令第1号"), Law("甲法", LawStatus.IN_FORCE, doc_no="主席令第2号"))
    unnumbered, numbered = (
        judged(gone("甲法", since=date(2010, 1, 1))),
        judged(gone("甲法", since=date(2010, 1, 1), doc_no="主席令第1号"), kept=kept),
    )
    assert unnumbered[0].verdict is LawVerdict.NEW
    assert numbered[0].verdict is LawVerdict.CHANGED
    (line,) = judged(gone("甲法", since=date(2010, 1, 1)), kept=kept)
    assert "请写明文号" in line.says[0]


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_what_is_loaded_never_runs_in_a_circle(pairs: list[tuple[int, int]]) -> None:
    half = len(pairs) // 2
    kept: dict[object, Law] = {}
    for part in (pairs[:half], pairs[half:]):
        lines = judged(*(gone(f"第{a}号法", f"第{b}号法") for a, b in part), kept=tuple(kept.values()))
        for line in lines:
            if line.law is not None:
                kept[line.law.keys] = line.law
    table = LawTable(kept.values())
    for law in kept.values():
        *_, last = table.chain(law)
        assert table.successor_of(last) is None


def test_five_thousand_rows_are_judged_in_seconds() -> None:
    laws = [gone(f"第{n}号条例", f"第{n + 1}号条例") for n in range(5_000)]
    started = time.process_time()
    assert set(verdicts(*laws)) == {LawVerdict.NEW}
    assert time.process_time() - started < 10
