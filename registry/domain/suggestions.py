"""What the register suggests for a document of a cleanup round, with the reason. It proposes; a person decides.

Source: DOMAIN §7 (criteria of the outcomes; not amended in time is repealed).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.domain.cleanups import Answer, Outcome
from registry.domain.evaluations import Conclusion
from registry.domain.normal import shortened
from registry.domain.periods import until_words
from registry.domain.written_days import cn_date

LONG_UNCHANGED = 5  # years
_REASON_LENGTH = 500
COMMON_REASONS: dict[Outcome, tuple[str, ...]] = {
    Outcome.RETAIN: ("仍有必要，与现行规定一致，执行情况良好",),
    Outcome.TO_AMEND: (
        "所依据的上位法已经修改，部分内容与其不一致",
        "机构职责已经调整，有关单位的名称和职责需要更新",
        "部分条款已不适应实际需要",
    ),
    Outcome.LAPSE: ("有效期已经届满", "规定的任务已经完成", "调整对象已经不存在"),
    Outcome.REPEAL: (
        "所依据的上位法已经废止",
        "主要内容已被新的文件替代",
        "主要内容与现行上位法不一致",
        "已不适应经济社会发展的需要",
    ),
    Outcome.RECLASSIFY: (
        "属于内部管理事项，不涉及公民、法人和其他组织的权利义务",
        "属于具体工作部署，不反复适用",
    ),
}
"""outcome → the reasons that are given most, to be chosen instead of typed."""


@dataclass(frozen=True)
class LostBasis:
    """A basis that no longer holds as it did: what became of it in words, and whether something replaced it."""

    words: str
    is_replaced: bool


@dataclass(frozen=True)
class Evaluated:
    """What the evaluation before the last valid day concluded, why, and until when it would extend the period."""

    conclusion: Conclusion
    reason: str
    extend_until: date | None = None


_CONCLUDED = {
    Conclusion.EXTEND: Outcome.RETAIN,
    Conclusion.REVISE: Outcome.TO_AMEND,
    Conclusion.LAPSE: Outcome.LAPSE,
}


@dataclass(frozen=True)
class Signs:
    """What the register says of a document that matters for its outcome.

    `last_day` is its last valid day, `term` the task until which it is valid instead. `repealed_by` is a registered
    act that repeals or replaces it, `reissued_by` a later one of the same title and authority, `unamended_since` the
    round that asked in vain for its amendment, `unchanged_since` the day of its last change or publication.
    """

    last_day: date | None = None
    term: str = ""
    lost_bases: Sequence[LostBasis] = ()
    repealed_by: str = ""
    reissued_by: str = ""
    objections: Sequence[str] = ()
    unamended_since: str = ""
    unchanged_since: date | None = None
    evaluated: Evaluated | None = None


@dataclass(frozen=True)
class Suggestion:
    """An outcome, None for a look without a proposal, with why; `answer` is what taking it fills in."""

    outcome: Outcome | None
    why: str
    successor: str = ""
    extended_until: date | None = None

    @property
    def answer(self) -> Answer:
        return Answer(
            self.outcome, reason=self.why, successor=self.successor, extended_until=self.extended_until
        ).bare()


def suggest(signs: Signs, today: date) -> list[Suggestion]:
    """The suggestions for a document, the strongest first."""
    found = []
    if evaluated := signs.evaluated:
        found.append(_concluded(evaluated))
    if by := signs.repealed_by:
        found.append(Suggestion(Outcome.REPEAL, f"已登记的{by}载明废止或者替代本文件", by))
    if (by := signs.reissued_by) and by != signs.repealed_by:
        found.append(Suggestion(Outcome.REPEAL, f"同一机关后来公布了同名的{by}", by))
    if signs.last_day is not None and signs.last_day < today:
        ended = f"有效期已于{cn_date(signs.last_day)}届满"
        found.append(Suggestion(Outcome.LAPSE, ended, ended))
    if name := signs.unamended_since:
        unamended = f"“{name}”列为修改，至今没有完成"
        found.append(Suggestion(Outcome.REPEAL, unamended, unamended))
    for basis in signs.lost_bases:
        if basis.is_replaced:
            found.append(Suggestion(Outcome.TO_AMEND, basis.words))
        else:
            found.append(Suggestion(Outcome.REPEAL, basis.words, basis.words))
    if signs.objections:
        found.append(Suggestion(Outcome.TO_AMEND, f"审查意见尚未落实（{'、'.join(signs.objections)}）"))
    if signs.term:
        found.append(
            Suggestion(
                None, f"有效期{until_words(signs.term)}：已经完成了吗？完成的列为失效，没有完成的在理由里写明"
            )
        )
    if not found and signs.unchanged_since and _years(signs.unchanged_since, today) >= LONG_UNCHANGED:
        years = _years(signs.unchanged_since, today)
        since = (
            f"自{cn_date(signs.unchanged_since)}起{years}年没有改动，请核对是否仍有必要、与现行规定是否一致"
        )
        found.append(Suggestion(None, since))
    return found


def _concluded(evaluated: Evaluated) -> Suggestion:
    until = f"至{cn_date(evaluated.extend_until)}" if evaluated.extend_until else ""
    concluded = f"届满前评估的结论是{evaluated.conclusion.word}{until}"
    why = f"{concluded}：{shortened(evaluated.reason, _REASON_LENGTH)}"
    outcome = _CONCLUDED[evaluated.conclusion]
    successor = concluded if outcome is Outcome.LAPSE else ""
    return Suggestion(outcome, why, successor, evaluated.extend_until)


def _years(since: date, today: date) -> int:
    return today.year - since.year - ((today.month, today.day) < (since.month, since.day))
