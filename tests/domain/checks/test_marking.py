from hypothesis import given
from hypothesis import strategies as st

from registry.domain.checks.marking import Mark, Segment, marked_lines
from registry.domain.levels import Level

TEXT = "外地企业须经许可，处罚款"


def mark(number: int, start: int, end: int) -> Mark:
    return Mark(number, number, start, end, Level.UNLAWFUL, "")


def shown(lines: list[tuple[str, int]], marks: list[Mark]) -> list[list[tuple[str, list[int], list[int]]]]:
    return [
        [(segment.words, [m.id for m in segment.marks], [m.id for m in segment.ends]) for segment in line]
        for line in marked_lines(lines, marks)
    ]


def test_a_line_without_a_hit_is_one_piece() -> None:
    assert list(marked_lines([(TEXT, 0)], [])) == [[Segment(TEXT)]]


def test_two_hits_of_one_sentence_end_together() -> None:
    assert shown([(TEXT, 5)], [mark(1, 5, 13), mark(2, 5, 13)]) == [
        [("外地企业须经许可", [1, 2], [1, 2]), ("，处罚款", [], [])]
    ]


def test_hits_that_overlap_are_cut_where_they_begin_and_end() -> None:
    assert shown([(TEXT, 0)], [mark(1, 0, 6), mark(2, 4, 10)]) == [
        [("外地企业", [1], []), ("须经", [1, 2], [1]), ("许可，处", [2], [2]), ("罚款", [], [])]
    ]


def test_a_piece_is_as_grave_as_its_gravest_hit() -> None:
    advice, unlawful = Mark(1, 1, 0, 4, Level.ADVICE, ""), Mark(2, 2, 0, 4, Level.UNLAWFUL, "")
    first, second = next(marked_lines([(TEXT, 0)], [advice, unlawful]))
    assert (first.level, second.level) == (Level.UNLAWFUL, None)


def test_a_hit_over_two_lines_is_marked_in_both() -> None:
    lines = [("外地企业", 0), ("须经许可", 5)]
    assert shown(lines, [mark(1, 2, 7)]) == [
        [("外地", [], []), ("企业", [1], [1])],
        [("须经", [1], [1]), ("许可", [], [])],
    ]


def test_a_hit_that_begins_in_the_label_is_marked_from_the_words_on() -> None:
    assert shown([("罚款五百元", 4)], [mark(1, 0, 9)]) == [[("罚款五百元", [1], [1])]]


@given(
    st.lists(st.integers(1, 6), min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=8),
)
def test_nothing_of_the_text_is_lost_and_each_place_has_its_hits(
    lengths: list[int], spans: list[tuple[int, int]]
) -> None:
    lines, place = [], 0
    for length in lengths:
        lines.append(("字" * length, place))
        place += length + 1
    marks = [mark(n, start, start + length) for n, (start, length) in enumerate(spans)]
    for (words, start), line in zip(lines, marked_lines(lines, marks), strict=True):
        assert "".join(segment.words for segment in line) == words
        at = start
        for segment in line:
            for offset in range(at, at + len(segment.words)):
                assert {m.id for m in segment.marks} == {m.id for m in marks if m.start <= offset < m.end}
            at += len(segment.words)
