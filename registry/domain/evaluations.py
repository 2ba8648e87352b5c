"""The evaluation of a document before its last valid day (评估): when it is owed, what is asked, what it may conclude.

Source: DOMAIN §3 (evaluation 6 months before the last day: Shanghai, Hunan).
"""

from collections.abc import Mapping
from datetime import date

from registry.domain.calendars import add_months, period_words
from registry.domain.errors import Refusal
from registry.domain.rules import RuleProfile
from registry.domain.worded import Worded
from registry.domain.written_days import cn_date

ANSWER_LENGTH = 2000


class Conclusion(Worded):
    """What the evaluating authority concludes."""

    EXTEND = "extend", "延长有效期"
    REVISE = "revise", "修订后重新公布"
    LAPSE = "lapse", "到期自行失效"


QUESTIONS: dict[str, str] = {
    "needed": "是否仍有必要",
    "lawful": "是否与上位法一致",
    "workable": "执行是否可行、效果如何",
    "complaints": "投诉、复议、诉讼和意见情况",
}
"""name of an answer → what is asked."""


def begins_on(valid_until: date, profile: RuleProfile) -> date:
    """The day on which the evaluation begins: the profile's months before the last valid day."""
    return add_months(valid_until, -profile.evaluation_months)


def due_of(valid_until: date, profile: RuleProfile, opened_on: date) -> tuple[date, str]:
    """The day by which the evaluation is to be answered (calendar days), and its working.

    It lies halfway, so that an extension can still be decided and published before the last valid day. One that is
    opened later than that, as when the register begins to be used, has half of the days that are left.
    """
    begins, half = begins_on(valid_until, profile), profile.evaluation_months - profile.evaluation_months // 2
    due_on, late = add_months(valid_until, half - profile.evaluation_months), ""
    if due_on <= opened_on:
        due_on = opened_on + (valid_until - opened_on) // 2
        late = f"，{cn_date(opened_on)}开列时已经过半，取余下日数的一半"
    return due_on, (
        f"有效期至{cn_date(valid_until)}，届满前{period_words(profile.evaluation_months)}"
        f"（{cn_date(begins)}）开始评估{late}；{cn_date(due_on)}前报送评估结论（含当日），留出审议和公布的时间；"
        f"依据：{profile.source_of('evaluation_months')}"
    )


def check_evaluation(
    answers: Mapping[str, str],
    conclusion: Conclusion | None,
    reason: str,
    extend_until: date | None,
    valid_until: date,
) -> None:
    """Raises Refusal for the first thing that a whole evaluation lacks, at its field."""
    for name, question in QUESTIONS.items():
        words = answers.get(name, "").strip()
        if not words:
            raise Refusal(f"请填写“{question}”。", name)
        if len(words) > ANSWER_LENGTH:
            raise Refusal(f"“{question}”有{len(words)}字，超过{ANSWER_LENGTH}字，请精简。", name)
    if conclusion is None:
        raise Refusal("请选择评估结论。", "conclusion")
    if not reason.strip():
        raise Refusal("请写明得出这一结论的理由。", "reason")
    if len(reason) > ANSWER_LENGTH:
        raise Refusal(f"理由有{len(reason)}字，超过{ANSWER_LENGTH}字，请精简。", "reason")
    if conclusion is Conclusion.EXTEND and (extend_until is None or extend_until <= valid_until):
        raise Refusal(f"请填写建议延长到的日期，须晚于{cn_date(valid_until)}。", "extend_until")
