"""What the register suggests for a document: each sign its outcome, the strongest first, nothing without a sign."""

from datetime import date

import pytest

from registry.domain.cleanups import Outcome, lacking
from registry.domain.evaluations import Conclusion
from registry.domain.suggestions import Evaluated, LostBasis, Signs, suggest

TODAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("signs", "outcome", "why"),
    [
        (Signs(last_day=date(2026, 3, 4)), Outcome.LAPSE, "有效期已于2026年3月4日届满"),
        (Signs(repealed_by="《乙办法》"), Outcome.REPEAL, "已登记的《乙办法》载明废止或者替代本文件"),
        (Signs(reissued_by="《甲办法》（2号）"), Outcome.REPEAL, "同一机关后来公布了同名的《甲办法》（2号）"),
        (Signs(lost_bases=[LostBasis("依据《丙法》已废止", False)]), Outcome.REPEAL, "依据《丙法》已废止"),
        (
            Signs(lost_bases=[LostBasis("依据《丙法》已废止，现为《丁法》", True)]),
            Outcome.TO_AMEND,
            "依据《丙法》已废止，现为《丁法》",
        ),
        (Signs(objections=["待改正"]), Outcome.TO_AMEND, "审查意见尚未落实（待改正）"),
        (Signs(unamended_since="2023年清理"), Outcome.REPEAL, "“2023年清理”列为修改，至今没有完成"),
        *(
            (
                Signs(evaluated=Evaluated(conclusion, "还有必要")),
                outcome,
                f"届满前评估的结论是{words}：还有必要",
            )
            for conclusion, outcome, words in (
                (Conclusion.REVISE, Outcome.TO_AMEND, "修订后重新公布"),
                (Conclusion.LAPSE, Outcome.LAPSE, "到期自行失效"),
            )
        ),
        (
            Signs(term="普查结束", unchanged_since=date(2010, 1, 1)),
            None,
            "有效期至普查结束为止：已经完成了吗？完成的列为失效，没有完成的在理由里写明",
        ),
        (
            Signs(repealed_by="《乙》", reissued_by="《乙》"),
            Outcome.REPEAL,
            "已登记的《乙》载明废止或者替代本文件",
        ),
        (
            Signs(unchanged_since=date(2021, 3, 5)),
            None,
            "自2021年3月5日起5年没有改动，请核对是否仍有必要、与现行规定是否一致",
        ),
    ],
)
def test_each_sign_has_its_suggestion(signs: Signs, outcome: Outcome | None, why: str) -> None:
    (suggestion,) = suggest(signs, TODAY)
    assert (suggestion.outcome, suggestion.why) == (outcome, why)


def test_an_evaluation_that_extends_fills_in_the_new_last_day() -> None:
    evaluated = Evaluated(Conclusion.EXTEND, "工作仍在开展", date(2031, 3, 4))
    suggestion, *_ = suggest(Signs(last_day=date(2026, 3, 31), evaluated=evaluated), TODAY)
    assert suggestion.why == "届满前评估的结论是延长有效期至2031年3月4日：工作仍在开展"
    assert suggestion.answer.extended_until == date(2031, 3, 4)


@pytest.mark.parametrize(
    "signs",
    [Signs(), Signs(last_day=TODAY), Signs(unchanged_since=date(2021, 3, 6))],
    ids=["nothing is known", "the last day is still valid", "a day short of five years"],
)
def test_nothing_is_suggested_without_a_sign(signs: Signs) -> None:
    assert suggest(signs, TODAY) == []


def test_the_strongest_comes_first_and_a_look_is_asked_for_only_when_nothing_else_is() -> None:
    signs = Signs(
        last_day=date(2020, 1, 1),
        repealed_by="《乙办法》",
        objections=["待改正"],
        unchanged_since=date(2010, 1, 1),
    )
    outcomes = [suggestion.outcome for suggestion in suggest(signs, TODAY)]
    assert outcomes == [Outcome.REPEAL, Outcome.LAPSE, Outcome.TO_AMEND]


def test_a_repeal_or_lapse_that_is_taken_lacks_nothing() -> None:
    signs = Signs(
        last_day=date(2020, 1, 1),
        lost_bases=[LostBasis("依据《丙法》已废止", False)],
        repealed_by="《乙办法》",
        reissued_by="《甲办法》",
        unamended_since="2023年清理",
    )
    for suggestion in suggest(signs, TODAY):
        assert lacking(suggestion.answer, None, TODAY) == {}
