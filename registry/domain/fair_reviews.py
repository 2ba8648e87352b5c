"""公平竞争审查 of a draft: its conclusions, and the exceptions under which a restricting measure may still be issued.

Source: 公平竞争审查条例 (国务院令第783号, in force 2024-08-01).
"""

from dataclasses import dataclass
from datetime import date

from registry.domain.documents import Step, StepKind
from registry.domain.errors import Refusal
from registry.domain.worded import Worded
from registry.domain.written_days import cn_date


class FairConclusion(Worded):
    """What a 公平竞争审查 came to; the last one says that it does not apply."""

    CONFORMS = "conforms", "符合公平竞争审查标准"
    EXCEPTION = "exception", "适用例外规定"
    VIOLATES = "violates", "不符合公平竞争审查标准"
    NOT_CONCERNED = "not_concerned", "不涉及经营主体的经济活动"


class FairException(Worded):
    """The exceptions of art. 12."""

    SECURITY = "security", "第一项：为维护国家安全和发展利益的"
    SCIENCE = "science", "第二项：为促进科学技术进步、增强国家自主创新能力的"
    PUBLIC_GOOD = "public_good", "第三项：为实现节约能源、保护环境、救灾救助等社会公共利益的"
    BY_LAW = "by_law", "第四项：法律、行政法规规定的其他情形"


MAY_BE_ISSUED = frozenset({FairConclusion.CONFORMS, FairConclusion.EXCEPTION, FairConclusion.NOT_CONCERNED})


@dataclass(frozen=True)
class FairFacts:
    """A conclusion as a person gives it: who reviewed, on which day, and why."""

    conclusion: FairConclusion
    body: str = ""
    reviewed_on: date | None = None
    exception: FairException | None = None
    because: str = ""

    @property
    def touches_market(self) -> bool:
        return self.conclusion is not FairConclusion.NOT_CONCERNED

    @property
    def words(self) -> str:
        """The conclusion with its exception: 适用例外规定：第十二条第三项：…."""
        if self.exception is None:
            return self.conclusion.word
        return f"{self.conclusion.word}：公平竞争审查条例第十二条{self.exception.word}"

    def in_words(self) -> str:
        """The conclusion as a paper tells it: who reviewed, on which day, and what came of it."""
        on = self.reviewed_on
        who = f"{self.body}于{cn_date(on)}审查，结论：" if on else ""
        because = f"。{self.because.rstrip('。')}" if self.because.strip() else ""
        return f"{who}{self.words}{because}。"

    def step(self) -> Step:
        """The formation step that this conclusion fills."""
        if not self.touches_market:
            return Step(StepKind.FAIR_COMPETITION, not_applicable_because=self.because)
        return Step(StepKind.FAIR_COMPETITION, self.reviewed_on, self.body, self.words)


def check_fair_facts(facts: FairFacts, today: date) -> None:
    """Raises Refusal for a conclusion that lacks what it rests on."""
    if facts.conclusion is FairConclusion.NOT_CONCERNED:
        if not facts.because.strip():
            raise Refusal("请写明为什么不涉及经营主体的经济活动。", "because")
        return
    if not facts.body.strip():
        raise Refusal("请填写进行公平竞争审查的单位。", "body")
    if facts.reviewed_on is None:
        raise Refusal("请填写作出审查结论的日期。", "reviewed_on")
    if facts.reviewed_on > today:
        raise Refusal(
            f"审查日期{cn_date(facts.reviewed_on)}晚于今天（{cn_date(today)}），请核对。", "reviewed_on"
        )
    if facts.conclusion is FairConclusion.EXCEPTION:
        if facts.exception is None:
            raise Refusal("请选择适用公平竞争审查条例第十二条的哪一种情形。", "exception")
        if not facts.because.strip():
            raise Refusal(
                "适用例外规定的，请写明没有对公平竞争影响更小的替代方案，以及实施期限或者终止条件。",
                "because",
            )
    elif facts.exception is not None:
        raise Refusal("只有结论是“适用例外规定”时才选择例外情形，请核对。", "exception")
    if facts.conclusion is FairConclusion.VIOLATES and not facts.because.strip():
        raise Refusal("不符合标准的，请写明哪些内容不符合、需要怎样修改。", "because")
