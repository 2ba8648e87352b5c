"""The words of outcomes, and the events they become."""

from dataclasses import replace
from datetime import date

import pytest

from registry.domain.cleanups import OUTCOME_EVENTS, OUTCOME_WORDS, Answer, Outcome, lacking, outcome_from


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


TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("answer", "last_day", "missing"),
    [
        (Answer(), None, {"outcome"}),
        (Answer(Outcome.RETAIN), None, set()),
        (Answer(Outcome.RETAIN), TODAY, set()),
        (Answer(Outcome.RETAIN), date(2026, 2, 28), {"extended_until", "extension_act"}),
        (
            Answer(Outcome.RETAIN, extended_until=date(2026, 2, 28), extension_act="示政〔2026〕1号"),
            date(2026, 2, 28),
            {"extended_until"},
        ),
        (
            Answer(Outcome.RETAIN, extended_until=date(2031, 2, 28), extension_act="示政〔2026〕1号"),
            date(2026, 2, 28),
            set(),
        ),
        (Answer(Outcome.TO_AMEND), None, {"reason", "clause", "responsible", "deadline_on"}),
        (Answer(Outcome.TO_AMEND, "依据已修订", "农业农村局", date(2026, 6, 30), "第五条"), None, set()),
        (Answer(Outcome.REPEAL), None, {"reason", "successor"}),
        (Answer(Outcome.REPEAL, " ", successor=" "), None, {"reason", "successor"}),
        (Answer(Outcome.REPEAL, "已被替代", successor="示政〔2026〕1号"), None, set()),
        (Answer(Outcome.LAPSE, "任务已完成"), None, {"successor"}),
        (Answer(Outcome.LAPSE, "有效期已满"), date(2026, 2, 28), set()),
        (Answer(Outcome.REPEAL, "有效期已满"), date(2026, 2, 28), {"successor"}),
        (Answer(Outcome.RECLASSIFY), None, {"reason"}),
    ],
)
def test_an_outcome_asks_for_what_it_needs(answer: Answer, last_day: date | None, missing: set[str]) -> None:
    assert lacking(answer, last_day, TODAY).keys() == missing


def test_an_answer_keeps_only_what_belongs_to_its_outcome() -> None:
    full = Answer(None, " 理由 ", "局", TODAY, "第一条", "新办法", TODAY, "决定")
    for outcome, kept in (
        (Outcome.RETAIN, {"extended_until", "extension_act"}),
        (Outcome.TO_AMEND, {"responsible", "deadline_on", "clause"}),
        (Outcome.LAPSE, {"successor"}),
        (Outcome.REPEAL, {"successor"}),
        (Outcome.RECLASSIFY, set()),
    ):
        assert replace(full, outcome=outcome).bare().kept().keys() == {"outcome", "reason"} | kept


def test_a_kept_answer_comes_back_as_it_was() -> None:
    answer = Answer(Outcome.TO_AMEND, "依据已修订", "农业农村局", date(2026, 6, 30), "第五条")
    assert Answer.from_kept(answer.kept()) == answer
    assert Answer.from_kept({}) == Answer()
