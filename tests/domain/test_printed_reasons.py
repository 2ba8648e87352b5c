"""The reason column of a list: reason, clause, successor and extension, each said once."""

from datetime import date

import pytest

from registry.domain.cleanups import Answer, Outcome
from registry.domain.printed_reasons import printed_reason


@pytest.mark.parametrize(
    ("answer", "printed"),
    [
        (Answer(Outcome.RETAIN, "仍需执行"), ""),
        (
            Answer(Outcome.RETAIN, extended_until=date(2030, 6, 1), extension_act="示政〔2026〕2号"),
            "依据示政〔2026〕2号，有效期延长至2030年6月1日",
        ),
        (Answer(Outcome.RETAIN, extended_until=date(2030, 6, 1)), ""),
        (Answer(Outcome.REPEAL, "已被《新办法》替代。"), "已被《新办法》替代。"),
        (
            Answer(Outcome.REPEAL, "已被《新办法》替代", successor="《新办法》（示政〔2026〕2号）"),
            "已被《新办法》替代",
        ),
        (
            Answer(Outcome.LAPSE, "任务已经完成。", successor="《新办法》"),
            "任务已经完成；替代文件或依据：《新办法》",
        ),
        (Answer(Outcome.REPEAL, "", successor="《新办法》"), "替代文件或依据：《新办法》"),
        (Answer(Outcome.TO_AMEND, "机构改革", clause="第三条"), "机构改革；修改内容：第三条"),
        (Answer(Outcome.TO_AMEND, "第三条与上位法不一致", clause="第三条"), "第三条与上位法不一致"),
        (Answer(Outcome.RECLASSIFY, "内部管理制度"), "内部管理制度"),
    ],
)
def test_the_reason_names_what_belongs_to_the_outcome_once(answer: Answer, printed: str) -> None:
    assert printed_reason(answer) == printed
