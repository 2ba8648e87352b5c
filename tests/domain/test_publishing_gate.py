"""The gate of 公布: every reason against publishing, and what may not be typed before a review."""

from dataclasses import replace
from datetime import date

import pytest

from registry.domain.documents import DocumentKind, Step, StepKind
from registry.domain.errors import Refusal
from registry.domain.fair_reviews import FairConclusion
from registry.domain.legality_reviews import ReviewState
from registry.domain.publishing_gate import (
    Candidate,
    Place,
    ReviewStanding,
    check_entered,
    check_gate,
    obstacles,
)

TRACKED = date(2026, 1, 1)
HEARD = Step(StepKind.HEARING, date(2026, 1, 10), "示范区农业农村局")
REVIEWED = Step(StepKind.LEGALITY_REVIEW, date(2026, 2, 2), "示范区司法局", "合法")
DECIDED = Step(StepKind.COLLECTIVE_DECISION, date(2026, 2, 10), "局务会议")
FAIR = Step(StepKind.FAIR_COMPETITION, date(2026, 2, 3), "示范区市场监督管理局")
EXEMPT = Step(StepKind.FAIR_COMPETITION, not_applicable_because="无")
STEPS = (HEARD, REVIEWED, DECIDED)
DRAFT = Candidate(DocumentKind.MEASURES, date(2026, 3, 2), STEPS)
PASSED = ReviewStanding(ReviewState.LAWFUL, date(2026, 2, 2))


def words(draft: Candidate) -> str:
    return "".join(obstacle.words for obstacle in obstacles(draft))


def test_a_complete_draft_meets_no_obstacle() -> None:
    for review in (None, PASSED, replace(PASSED, state=ReviewState.FOLLOWED)):
        assert obstacles(replace(DRAFT, review=review)) == []
    fair = replace(DRAFT, steps=(*STEPS, FAIR), touches_market=True, fair=FairConclusion.EXCEPTION)
    assert obstacles(fair) == []


@pytest.mark.parametrize(
    ("draft", "said", "place"),
    [
        (replace(DRAFT, steps=(HEARD, DECIDED)), "缺少合法性审核", Place.LEGALITY),
        (
            replace(DRAFT, review=ReviewStanding(ReviewState.ASKED)),
            "还没有办结（待答复问题）",
            Place.LEGALITY,
        ),
        (replace(DRAFT, review=ReviewStanding(ReviewState.UNLAWFUL)), "意见是“不合法”", Place.LEGALITY),
        (replace(DRAFT, review=ReviewStanding(ReviewState.WITHDRAWN)), "就撤回了送审", Place.LEGALITY),
        (replace(DRAFT, review=replace(PASSED, is_stale=True)), "审核后又改动了文本", Place.LEGALITY),
        (
            replace(DRAFT, review=replace(PASSED, opinion_on=date(2026, 2, 11))),
            "集体审议决定（2026年2月10日）早于合法性审核的意见（2026年2月11日）",
            Place.STEPS,
        ),
        (
            replace(DRAFT, steps=(HEARD, replace(REVIEWED, result="不合法。"), DECIDED)),
            "结果是“不合法”",
            Place.LEGALITY,
        ),
        (replace(DRAFT, fair=FairConclusion.VIOLATES), "不得出台", Place.FAIR_REVIEW),
        (replace(DRAFT, lacks_check=True), "还没有按现在的内容检查完", Place.CHECKS),
        (replace(DRAFT, has_market_hits=True), "还没有人说明是否涉及", Place.FAIR_REVIEW),
        (replace(DRAFT, has_market_hits=True, touches_market=False), "还没有人说明", Place.FAIR_REVIEW),
        (replace(DRAFT, touches_market=True), "缺少公平竞争审查", Place.FAIR_REVIEW),
        (
            replace(DRAFT, touches_market=True, steps=(*STEPS, EXEMPT)),
            "却写作不涉及或者不适用",
            Place.FAIR_REVIEW,
        ),
        (
            replace(DRAFT, touches_market=True, steps=(*STEPS, EXEMPT), fair=FairConclusion.NOT_CONCERNED),
            "却写作不涉及或者不适用",
            Place.FAIR_REVIEW,
        ),
        (
            replace(DRAFT, kind=DocumentKind.CLEANUP_DECISION, review=ReviewStanding(ReviewState.UNLAWFUL)),
            "意见是“不合法”",
            Place.LEGALITY,
        ),
        (replace(DRAFT, published_on=date(2026, 2, 5)), "晚于公布日期（2026年2月5日）", Place.STEPS),
    ],
)
def test_each_obstacle_is_named_with_where_it_is_mended(draft: Candidate, said: str, place: Place) -> None:
    [found] = obstacles(draft)
    assert said in found.words
    assert found.mend
    assert found.place is place
    with pytest.raises(Refusal, match="尚不能标记为公布"):
        check_gate(draft, TRACKED)
    assert check_gate(draft, date(2026, 4, 1)), "an old document is published, and the finding told"


def test_all_reasons_are_named_at_once() -> None:
    draft = replace(
        DRAFT, steps=(), review=ReviewStanding(ReviewState.RETURNED), fair=FairConclusion.VIOLATES
    )
    with pytest.raises(Refusal) as refused:
        check_gate(draft, TRACKED)
    for part in ("缺少公开征求意见或听证、集体审议决定", "还没有办结", "不得出台"):
        assert part in refused.value.sentence
    assert "缺少合法性审核" not in refused.value.sentence, "its passage says what is missing"


def test_a_hit_that_a_person_answered_is_no_obstacle() -> None:
    asked = replace(DRAFT, has_market_hits=True, lacks_check=True)
    assert obstacles(replace(asked, fair=FairConclusion.NOT_CONCERNED, touches_market=False)) == []
    assert obstacles(replace(asked, steps=(*STEPS, FAIR), touches_market=True)) == []


def test_before_the_regulation_no_fair_review_is_asked_for() -> None:
    old = replace(DRAFT, published_on=date(2024, 7, 31), steps=(), has_market_hits=True, lacks_check=True)
    assert {found.place for found in obstacles(old)} == {Place.STEPS, Place.LEGALITY}
    new = replace(old, published_on=date(2024, 8, 1))
    assert {found.place for found in obstacles(new)} == set(Place)


def test_a_hit_is_mended_by_a_conclusion_or_by_the_office() -> None:
    [found] = obstacles(replace(DRAFT, has_market_hits=True))
    assert "登记公平竞争审查的结论" in found.mend
    assert "标错的，由法制机构在检查结果中写明理由后排除。" in found.mend


def test_a_decision_of_a_cleanup_needs_no_review() -> None:
    assert obstacles(replace(DRAFT, kind=DocumentKind.CLEANUP_DECISION, steps=(DECIDED,))) == []
    check_entered(DocumentKind.CLEANUP_DECISION, (), (DECIDED,), None, is_office=False)


def enter(
    after: tuple[Step, ...],
    review: ReviewStanding | None = None,
    before: tuple[Step, ...] = (),
    *,
    is_office: bool = True,
) -> None:
    check_entered(DocumentKind.MEASURES, before, after, review, is_office=is_office)


def test_nothing_goes_to_deliberation_without_the_review() -> None:
    with pytest.raises(Refusal, match="还没有合法性审核的意见"):
        enter((HEARD, DECIDED))
    with pytest.raises(Refusal, match="状态是“审核中”"):
        enter((HEARD, DECIDED), ReviewStanding(ReviewState.REVIEWING))
    with pytest.raises(Refusal, match="状态是“不合法”"):
        enter((HEARD, DECIDED), ReviewStanding(ReviewState.UNLAWFUL))
    with pytest.raises(Refusal, match="早于合法性审核的意见（2026年2月11日）"):
        enter((HEARD, DECIDED), replace(PASSED, opinion_on=date(2026, 2, 11)))
    with pytest.raises(Refusal, match="审核后又改动了文本"):
        enter((HEARD, DECIDED, REVIEWED), replace(PASSED, is_stale=True), before=(REVIEWED,))
    enter((HEARD, DECIDED, REVIEWED), PASSED, before=(REVIEWED,))
    exempt = Step(StepKind.LEGALITY_REVIEW, not_applicable_because="人事任免，不属于审核范围")
    enter((exempt, DECIDED), is_office=False)
    enter((replace(DECIDED, done_on=None, not_applicable_because="委托制定"),))


def test_what_stood_there_before_stays() -> None:
    enter((HEARD, DECIDED), before=(DECIDED,))
    enter((REVIEWED, DECIDED), before=(REVIEWED, DECIDED), is_office=False)


def test_an_authority_does_not_type_the_review_and_nobody_types_over_a_passage() -> None:
    with pytest.raises(Refusal, match="打开这份文件的“合法性审核”送审"):
        enter((REVIEWED,), is_office=False)
    enter((REVIEWED,))
    other = replace(REVIEWED, done_on=date(2026, 1, 5))
    with pytest.raises(Refusal, match="合法性审核由审核记录填写"):
        enter((other,), PASSED, before=(REVIEWED,))


def test_a_draft_without_a_day_is_held_like_a_new_one() -> None:
    with pytest.raises(Refusal, match="缺少合法性审核"):
        check_gate(replace(DRAFT, steps=(HEARD, DECIDED), published_on=None), TRACKED)


def test_an_open_review_says_what_to_do_next() -> None:
    [found] = obstacles(replace(DRAFT, review=ReviewStanding(ReviewState.TO_CHANGE)))
    assert "报送修改稿" in found.mend
    [found] = obstacles(replace(DRAFT, review=ReviewStanding(ReviewState.ASKED)))
    assert "请答复" in found.mend


@pytest.mark.parametrize(
    ("kind", "result", "is_bad"),
    [
        (StepKind.LEGALITY_REVIEW, "不合法，建议修改", True),
        (StepKind.LEGALITY_REVIEW, "未通过", True),
        (StepKind.LEGALITY_REVIEW, "经审核，不予通过。", True),
        (StepKind.LEGALITY_REVIEW, "审核意见：不合法", True),
        (StepKind.LEGALITY_REVIEW, "应当修改，已按意见修改", False),
        (StepKind.LEGALITY_REVIEW, "未发现不合法的内容", False),
        (StepKind.FAIR_COMPETITION, "不符合标准", True),
        (StepKind.FAIR_COMPETITION, "审查未通过", True),
        (StepKind.FAIR_COMPETITION, "不违反公平竞争审查标准", False),
    ],
)
def test_a_bad_result_is_read_however_it_is_worded(kind: StepKind, result: str, is_bad: bool) -> None:
    steps = (HEARD, DECIDED, replace(REVIEWED if kind is StepKind.LEGALITY_REVIEW else FAIR, result=result))
    steps = steps if kind is StepKind.LEGALITY_REVIEW else (*steps, REVIEWED)
    assert ("的结果是" in words(replace(DRAFT, steps=steps))) is is_bad
