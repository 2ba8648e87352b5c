"""Two texts side by side: what is the same, what is nearly the same, and what differs."""

import time

from hypothesis import given
from hypothesis import strategies as st

from registry.domain.comparing import LONGEST_COMPARED, Match, compare

HERE = "第一条　为规范犬类管理，制定本办法。\n第二条　城区内每户限养一只犬。\n第三条　烈性犬不得出户。"
THERE = "第三条　烈性犬不得出户。\n第一条　为规范犬类管理，制定本办法。\n第二条　城区内每户限养两只犬。\n第四条　另有规定。"


def test_sentences_find_their_partners_wherever_they_moved() -> None:
    comparison = compare(HERE, THERE)
    assert [pair.match for pair in comparison.pairs] == [
        Match.SAME,
        Match.NEAR,
        Match.ONLY_THERE,
        Match.SAME,
    ]
    assert not comparison.is_cut


def test_differences_are_marked_on_both_sides() -> None:
    near = next(pair for pair in compare(HERE, THERE).pairs if pair.match is Match.NEAR)
    here, there = near.pieces()
    assert [words for words, is_different in here if is_different] == ["一"]
    assert [words for words, is_different in there if is_different] == ["两"]
    assert "".join(words for words, _ in here) == near.here


def test_marks_and_spaces_make_no_difference() -> None:
    comparison = compare("第二条 城区内，每户限养1只犬。", "第二条　城区内每户限养１只犬；")
    assert comparison.count(Match.NEAR) + comparison.count(Match.SAME) == 1


def test_a_sentence_is_used_once() -> None:
    comparison = compare("甲乙丙丁戊。甲乙丙丁戊。", "甲乙丙丁戊。")
    assert (comparison.count(Match.SAME), comparison.count(Match.ONLY_HERE)) == (1, 1)


@given(here=st.text("甲乙丙。\n，", max_size=60), there=st.text("甲乙丙。\n，", max_size=60))
def test_no_sentence_is_lost(here: str, there: str) -> None:
    pairs = compare(here, there).pairs
    kept = sorted(pair.here for pair in pairs if pair.here)
    assert kept == sorted(pair.here for pair in compare(here, "").pairs)
    other = sorted(pair.there for pair in pairs if pair.there)
    assert other == sorted(pair.there for pair in compare("", there).pairs)


def test_long_texts_are_cut_and_take_their_time() -> None:
    began = time.process_time()
    text = "".join(f"第{n}条　第{n}种犬只由第{n}号窗口登记。" for n in range(20_000))
    comparison = compare(text, text.replace("窗口", "柜台"))
    assert comparison.is_cut
    assert sum(len(pair.here) for pair in comparison.pairs) <= LONGEST_COMPARED
    for one in ("甲" * 200_000, "甲乙。" * 70_000, "为了管理，制定本办法。" * 20_000):
        pairs = compare(one, one[3:]).pairs
        pairs[0].pieces()
    assert time.process_time() - began < 10
