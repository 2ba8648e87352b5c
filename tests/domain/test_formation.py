"""The formation steps of a document: before publication, in order, long enough, and 公平竞争审查 where it applies."""

from dataclasses import replace
from datetime import date

import pytest

from registry.domain.calendars import WorkCalendar
from registry.domain.documents import DocumentKind, Step, StepKind, check_may_publish, missing_steps
from registry.domain.errors import Refusal
from registry.domain.formation import (
    check_order,
    check_step_days,
    consultation_finding,
    needs_fair_review,
    steps_in_disorder,
)
from registry.domain.places import DEFAULT_PROFILES

TRACKED_FROM = date(2026, 1, 1)
PUBLISHED = date(2026, 3, 5)
LATE = Step(StepKind.LEGALITY_REVIEW, date(2026, 3, 10), "示范区司法局")
PLAIN_WEEKS = WorkCalendar({})


def consultation(begun_on: date, done_on: date) -> Step:
    return Step(StepKind.PUBLIC_CONSULTATION, done_on, "示范区司法局", begun_on=begun_on)


def test_a_step_after_the_publication_of_a_new_document_is_refused_with_both_days() -> None:
    with pytest.raises(
        Refusal, match="合法性审核的完成日期（2026年3月10日）晚于公布日期（2026年3月5日）"
    ) as caught:
        check_order(PUBLISHED, [LATE], TRACKED_FROM)
    assert caught.value.field == "steps"


def test_an_old_document_keeps_it_as_a_finding() -> None:
    published_on = date(2025, 12, 31)
    assert len(check_order(published_on, [LATE], TRACKED_FROM)) == 1
    assert check_order(PUBLISHED, [replace(LATE, done_on=PUBLISHED)], TRACKED_FROM) == []


def test_what_stood_there_before_does_not_stop_another_correction() -> None:
    before = steps_in_disorder(PUBLISHED, [LATE])
    assert check_order(PUBLISHED, [LATE], TRACKED_FROM, before) == before


def test_a_step_does_not_end_before_it_begins() -> None:
    with pytest.raises(Refusal, match="早于开始日期"):
        check_step_days([consultation(date(2026, 2, 2), date(2026, 2, 1))])


@pytest.mark.parametrize(
    ("touches_market", "done_on", "words"),
    [
        (False, date(2026, 4, 14), ""),  # 7 working days after Friday 3 April
        (None, date(2026, 4, 13), "不少于7个工作日，应到2026年4月14日"),
        (True, date(2026, 4, 14), "涉及经营主体的不少于30日，应到2026年5月3日"),
        (True, date(2026, 5, 3), ""),
    ],
)
def test_a_consultation_is_measured_by_the_profile(
    touches_market: bool | None, done_on: date, words: str
) -> None:
    step = consultation(date(2026, 4, 3), done_on)
    finding = consultation_finding([step], touches_market, DEFAULT_PROFILES[-1], PLAIN_WEEKS)
    assert words in finding
    assert bool(finding) is bool(words)
    assert not words or "待本单位核实" in finding


@pytest.mark.parametrize(
    ("touches_market", "published_on", "is_needed"),
    [
        (True, date(2024, 8, 1), True),
        (True, date(2024, 7, 31), False),
        (False, date(2026, 3, 5), False),
        (None, date(2026, 3, 5), False),
        (True, None, True),
    ],
)
def test_the_fair_review_is_a_step_from_its_first_day_where_market_entities_are_touched(
    touches_market: bool | None, published_on: date | None, is_needed: bool
) -> None:
    assert needs_fair_review(touches_market, published_on) is is_needed


def test_without_the_fair_review_a_new_document_is_not_published() -> None:
    steps = [
        Step(kind, date(2026, 2, 1), "示范区司法局")
        for kind in (StepKind.HEARING, StepKind.LEGALITY_REVIEW, StepKind.COLLECTIVE_DECISION)
    ]
    with pytest.raises(Refusal, match="缺少公平竞争审查"):
        check_may_publish(DocumentKind.MEASURES, PUBLISHED, steps, TRACKED_FROM, needs_fair_review=True)
    reviewed = [*steps, Step(StepKind.FAIR_COMPETITION, date(2026, 2, 1), "示范区市场监督管理局")]
    assert not missing_steps(DocumentKind.MEASURES, reviewed, needs_fair_review=True)
    assert not missing_steps(DocumentKind.MEASURES, steps, needs_fair_review=False)
