"""公平竞争审查: what a conclusion must rest on, and the formation step that it fills."""

from dataclasses import replace
from datetime import date

import pytest

from registry.domain.documents import StepKind
from registry.domain.errors import Refusal
from registry.domain.fair_reviews import FairConclusion, FairException, FairFacts, check_fair_facts

TODAY = date(2026, 3, 5)
FACTS = FairFacts(FairConclusion.CONFORMS, "示范区市场监督管理局", date(2026, 3, 2))
EXCEPTION = replace(
    FACTS,
    conclusion=FairConclusion.EXCEPTION,
    exception=FairException.PUBLIC_GOOD,
    because="没有影响更小的替代方案，实施至2027年底",
)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (replace(FACTS, body=" "), "审查的单位"),
        (replace(FACTS, reviewed_on=None), "作出审查结论的日期"),
        (replace(FACTS, reviewed_on=date(2026, 3, 6)), "晚于今天"),
        (replace(EXCEPTION, exception=None), "第十二条的哪一种情形"),
        (replace(EXCEPTION, because=""), "影响更小的替代方案"),
        (replace(FACTS, exception=FairException.SECURITY), "只有结论是“适用例外规定”"),
        (replace(FACTS, conclusion=FairConclusion.VIOLATES), "哪些内容不符合"),
        (FairFacts(FairConclusion.NOT_CONCERNED), "为什么不涉及"),
    ],
)
def test_a_conclusion_without_its_ground_is_refused(facts: FairFacts, refusal: str) -> None:
    with pytest.raises(Refusal, match=refusal):
        check_fair_facts(facts, TODAY)


def test_a_conclusion_fills_the_step() -> None:
    for facts in (FACTS, EXCEPTION):
        check_fair_facts(facts, TODAY)
        assert facts.step().is_answered
        assert facts.touches_market
    assert EXCEPTION.step().result.startswith("适用例外规定：公平竞争审查条例第十二条第三项：为实现节约能源")
    assert EXCEPTION.in_words().startswith("示范区市场监督管理局于2026年3月2日审查，结论：适用例外规定")
    none = FairFacts(FairConclusion.NOT_CONCERNED, because="只规定机关内部事务")
    check_fair_facts(none, TODAY)
    assert not none.touches_market
    step = none.step()
    assert (step.kind, step.not_applicable_because) == (StepKind.FAIR_COMPETITION, "只规定机关内部事务")
