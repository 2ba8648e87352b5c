"""The words of outcomes, and the events they become."""

import pytest

from registry.domain.cleanups import OUTCOME_EVENTS, OUTCOME_WORDS, Outcome, outcome_from


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("继续有效", Outcome.RETAIN),
        ("保留", Outcome.RETAIN),
        ("拟废止", Outcome.REPEAL),
        ("宣布失效", Outcome.LAPSE),
        ("宣布失效（废止）", Outcome.LAPSE),
        ("修改。", Outcome.TO_AMEND),
        ("repeal", Outcome.REPEAL),
        ("不属于规范性文件", Outcome.RECLASSIFY),
        ("待定", None),
        ("", None),
    ],
)
def test_an_offices_word_names_an_outcome_or_none(words: str, outcome: Outcome | None) -> None:
    assert outcome_from(words) is outcome


def test_every_outcome_has_its_word_and_its_event() -> None:
    assert set(OUTCOME_WORDS) == set(OUTCOME_EVENTS) == set(Outcome)
