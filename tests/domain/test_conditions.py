"""Validity bound to a task: in words, never ended by a day, asked about once a year."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from registry.domain.acts import Term, check_act
from registry.domain.cleanups import Outcome
from registry.domain.conditions import ask_on, bare_condition, check_condition, condition_of
from registry.domain.documents import Dates, Disclosure, DocumentFacts, DocumentKind, check_facts
from registry.domain.errors import Refusal
from registry.domain.findings import Item
from registry.domain.gate import release_findings
from registry.domain.notices import condition_thresholds
from registry.domain.periods import Period, until_words
from registry.domain.validity import Event, EventKind, Life, Status, spans, status_on, validity_on

TASK = "第三次土壤普查结束"
LIFE = Life(published_on=date(2020, 1, 1), effective_on=date(2020, 1, 1), ends_when=TASK)


def act(kind: EventKind, on: date, **fields: object) -> Event:
    return Event(1, kind, on, datetime(on.year, on.month, on.day, tzinfo=UTC), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("至阶段性工作完成为止", "阶段性工作完成"),
        ("有效期至本次普查结束", "本次普查结束"),
        ("整治任务完成之日自行失效。", "整治任务完成"),
        (" 阶段性 工作完成 ", "阶段性工作完成"),
        ("", ""),
    ],
)
def test_the_condition_is_kept_without_its_frame(words: str, kept: str) -> None:
    assert bare_condition(words) == kept
    assert condition_of(until_words(kept)) == kept


def test_a_long_condition_is_refused() -> None:
    with pytest.raises(Refusal, match="请概括"):
        check_condition("完" * 37)


def test_no_day_ends_it() -> None:
    timeline = spans(LIFE, [])
    assert status_on(timeline, date(2199, 1, 1)).status is Status.IN_FORCE
    assert "有效期至第三次土壤普查结束为止，是否届至须核对" in status_on(timeline, date(2021, 1, 1)).why


def test_an_act_ends_it_when_the_task_is_done() -> None:
    done = act(EventKind.DECLARED_LAPSED, date(2024, 6, 1))
    assert status_on(spans(LIFE, [done]), date(2024, 6, 1)).status is Status.DECLARED_LAPSED


def test_an_extension_or_a_reissue_may_name_a_task_and_a_later_one_a_day() -> None:
    dated = replace(LIFE, ends_when="", valid_until=date(2022, 12, 31))
    for kind in (EventKind.EXTENDED, EventKind.REISSUED):
        to_task = act(kind, date(2022, 6, 1), new_ends_when=TASK)
        assert validity_on(dated, [to_task], date(2022, 5, 31)) == Period(date(2022, 12, 31))
        assert validity_on(dated, [to_task], date(2022, 6, 1)) == Period(None, False, TASK)
        assert status_on(spans(dated, [to_task]), date(2030, 1, 1)).status is Status.IN_FORCE
    day = act(EventKind.SHORTENED, date(2023, 1, 1), new_valid_until=date(2023, 6, 30))
    assert status_on(spans(LIFE, [day]), date(2023, 7, 1)).status is Status.LAPSED


def test_what_lapsed_is_revived_by_an_extension_to_a_task_with_a_gap() -> None:
    dated = replace(LIFE, ends_when="", valid_until=date(2022, 12, 31))
    timeline = spans(dated, [act(EventKind.EXTENDED, date(2023, 3, 1), new_ends_when=TASK)])
    days = (date(2022, 12, 31), date(2023, 1, 1), date(2023, 3, 1))
    assert [status_on(timeline, day).status for day in days] == [
        Status.IN_FORCE,
        Status.LAPSED,
        Status.IN_FORCE,
    ]


def test_a_term_of_its_own_excludes_the_others() -> None:
    facts = DocumentFacts("关于普查的通知", (1,), DocumentKind.NOTICE, ends_when=TASK)
    check_facts(facts)
    for other in (
        replace(facts, has_no_expiry=True),
        replace(facts, dates=Dates(valid_until=date(2030, 1, 1))),
    ):
        with pytest.raises(Refusal, match="只能填一项"):
            check_facts(other)


@pytest.mark.parametrize(
    ("kind", "said", "sentence"),
    [
        (EventKind.REISSUED, {"term": Term.TASK}, "写明是哪项任务"),
        (EventKind.REISSUED, {"new_ends_when": TASK}, "请选这一项"),
        (EventKind.SHORTENED, {"term": Term.TASK, "new_ends_when": TASK}, "只写新的截止日"),
        (EventKind.EXTENDED, {"term": Term.NO_EXPIRY}, "只写新的截止日"),
    ],
)
def test_an_act_says_the_term_and_the_task_together(
    kind: EventKind, said: dict[str, object], sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        check_act(kind, effective_on=date(2024, 1, 1), source="决定", **said)  # type: ignore[arg-type]


def test_it_is_asked_a_year_after_the_last_answer_and_each_year_again() -> None:
    begun = date(2020, 2, 29)
    assert ask_on(begun, None) == date(2021, 2, 28)
    assert ask_on(begun, date(2024, 5, 1)) == date(2025, 5, 1)
    assert ask_on(begun, date(2019, 1, 1)) == date(2021, 2, 28)
    asked = condition_thresholds(date(2021, 2, 28), date(2023, 3, 1), since=begun)
    assert [threshold.label for threshold in asked] == ["0", "late-365", "late-730"]
    assert condition_thresholds(date(2021, 2, 28), date(2021, 2, 27), since=begun) == []


def test_a_round_asks_whether_the_task_is_done() -> None:
    item = Item(
        1, "关于普查的通知", None, None, 1, "某局", Disclosure.PUBLIC, Outcome.RETAIN,
        published_on=date(2020, 1, 1), ends_when=TASK,
    )  # fmt: skip
    codes = [finding.code for finding in release_findings([item], 1)]
    assert codes == ["condition_unanswered"]
    assert release_findings([replace(item, reason="普查尚未结束")], 1) == []
    assert release_findings([replace(item, outcome=Outcome.LAPSE, reason="普查已结束")], 1) == []
