"""A cleanup round: its kinds, the outcomes and the events they become, and the words of a basis that changed.

Source: DOMAIN §7; 国发〔2010〕33号 (every two years, published).
"""

from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self

from registry.domain.normal import shortened
from registry.domain.validity import EventKind
from registry.domain.worded import Worded
from registry.domain.written_days import cn_date


class Outcome(StrEnum):
    RETAIN = "retain"
    TO_AMEND = "to_amend"
    LAPSE = "lapse"
    REPEAL = "repeal"
    RECLASSIFY = "reclassify"


OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.RETAIN: "继续有效",
    Outcome.TO_AMEND: "修改",
    Outcome.LAPSE: "失效",
    Outcome.REPEAL: "废止",
    Outcome.RECLASSIFY: "不属于规范性文件",
}

_OUTCOME_SPELLINGS: dict[str, Outcome] = {
    "继续有效": Outcome.RETAIN,
    "保留": Outcome.RETAIN,
    "有效": Outcome.RETAIN,
    "继续执行": Outcome.RETAIN,
    "修改": Outcome.TO_AMEND,
    "拟修改": Outcome.TO_AMEND,
    "修订": Outcome.TO_AMEND,
    "失效": Outcome.LAPSE,
    "宣布失效": Outcome.LAPSE,
    "废止": Outcome.REPEAL,
    "不属于规范性文件": Outcome.RECLASSIFY,
    "不属于行政规范性文件": Outcome.RECLASSIFY,
    "重新认定不属于": Outcome.RECLASSIFY,
}

OUTCOME_EVENTS: dict[Outcome, EventKind] = {
    Outcome.RETAIN: EventKind.CONFIRMED,
    Outcome.TO_AMEND: EventKind.TO_AMEND,
    Outcome.LAPSE: EventKind.DECLARED_LAPSED,
    Outcome.REPEAL: EventKind.REPEALED,
    Outcome.RECLASSIFY: EventKind.RECLASSIFIED,
}


class Stage(Worded):
    """What became of the outcome of a document in a step."""

    PROPOSED = "proposed", "报送自查意见"
    SENT_BACK = "sent_back", "退回"
    DECIDED = "decided", "确定"
    MET = "met", "会议审议"
    AMENDED = "amended", "完成修改"


@dataclass(frozen=True)
class Answer:
    """What somebody says of a document: its outcome, and what that outcome needs.

    `responsible`, `deadline_on` and `clause` belong to an amendment, `successor` (the act that replaces it, or the
    basis of its end) to a repeal and a lapse, `extended_until` and `extension_act` to keeping one past its last day.
    """

    outcome: Outcome | None = None
    reason: str = ""
    responsible: str = ""
    deadline_on: date | None = None
    clause: str = ""
    successor: str = ""
    extended_until: date | None = None
    extension_act: str = ""

    def bare(self) -> Self:
        """The answer without what does not belong to its outcome, and without spaces around."""
        is_amending = self.outcome is Outcome.TO_AMEND
        is_ending = self.outcome in {Outcome.REPEAL, Outcome.LAPSE}
        is_kept = self.outcome is Outcome.RETAIN
        return replace(
            self,
            reason=self.reason.strip(),
            responsible=self.responsible.strip() if is_amending else "",
            deadline_on=self.deadline_on if is_amending else None,
            clause=self.clause.strip() if is_amending else "",
            successor=self.successor.strip() if is_ending else "",
            extended_until=self.extended_until if is_kept else None,
            extension_act=self.extension_act.strip() if is_kept else "",
        )

    def kept(self) -> dict[str, Any]:
        """The values as they are kept: words, days in ISO, nothing that is empty."""
        return {
            name: value.isoformat() if isinstance(value, date) else str(value)
            for name, value in asdict(self).items()
            if value
        }

    @classmethod
    def from_kept(cls, values: dict[str, Any]) -> Self:
        """The answer that `kept` wrote."""
        days = {name: date.fromisoformat(values[name]) for name in _DAYS if values.get(name)}
        outcome = Outcome(values["outcome"]) if values.get("outcome") else None
        return cls(**{**values, **days, "outcome": outcome})


def extension_of(answer: Answer, on: date) -> date | None:
    """The new last day that a list published on a day gives a document by the act named; None where there is none."""
    is_extended = answer.outcome is Outcome.RETAIN and answer.extension_act.strip()
    until = answer.extended_until if is_extended else None
    return until if until and until >= on else None


ANSWER_WORDS: dict[str, str] = {
    "outcome": "清理意见",
    "reason": "理由",
    "responsible": "责任单位",
    "deadline_on": "完成时限",
    "clause": "要修改的条款",
    "successor": "替代文件或依据",
    "extended_until": "延长后的有效期",
    "extension_act": "据以延长的文件",
}
"""field of an answer → its name."""


def answer_words(answer: Answer) -> str:
    """The answer in one line: 废止；理由：依据已废止；替代文件或依据：…"""
    said = [OUTCOME_WORDS[answer.outcome] if answer.outcome else "未定"]
    for name, word in ANSWER_WORDS.items():
        value = getattr(answer, name)
        if value and name != "outcome":
            said.append(f"{word}：{cn_date(value) if isinstance(value, date) else value}")
    return "；".join(said)


ANSWER_FIELDS = tuple(field.name for field in fields(Answer))
NO_ANSWER = Answer()
_DAYS = ("deadline_on", "extended_until")


def lacking(answer: Answer, last_day: date | None, today: date) -> dict[str, str]:
    """field → what is missing for this outcome, in words; empty when the answer is complete.

    `last_day` is the last valid day of the document, None where it has none.
    """
    is_past = last_day is not None and last_day < today
    missing: dict[str, str] = {}
    match answer.outcome:
        case None:
            missing["outcome"] = "请选择清理意见。"
        case Outcome.RETAIN if is_past:
            assert last_day is not None
            past = f"有效期已于{cn_date(last_day)}届满"
            if answer.extended_until is None or answer.extended_until <= last_day:
                missing["extended_until"] = f"{past}，继续有效须填写延长后的有效期。"
            if not answer.extension_act.strip():
                missing["extension_act"] = f"{past}，继续有效须写明据以延长的文件。"
        case Outcome.TO_AMEND:
            for name, sentence in _NEEDED_TO_AMEND.items():
                if not getattr(answer, name):
                    missing[name] = sentence
        case Outcome.REPEAL | Outcome.LAPSE:
            if not answer.reason.strip():
                missing["reason"] = f"请写明{OUTCOME_WORDS[answer.outcome]}的理由。"
            if answer.successor.strip() in _NOTHING and not (is_past and answer.outcome is Outcome.LAPSE):
                missing["successor"] = "请写明替代它的文件，或者据以终止的依据。"
        case Outcome.RECLASSIFY:
            if not answer.reason.strip():
                missing["reason"] = "请写明不属于规范性文件的理由。"
    return missing


_NOTHING = frozenset({"", "无", "没有", "暂无", "略", "不详", "未知", "—", "-", "/"})
_NEEDED_TO_AMEND = {
    "reason": "请写明修改的理由。",
    "clause": "请写明要修改的条款。",
    "responsible": "请写明负责修改的单位。",
    "deadline_on": "请写明完成修改的期限。",
}


class RoundKind(StrEnum):
    PERIODIC = "periodic"
    SPECIAL = "special"
    IMMEDIATE = "immediate"


ROUND_KIND_WORDS: dict[RoundKind, str] = {
    RoundKind.PERIODIC: "定期清理",
    RoundKind.SPECIAL: "专项清理",
    RoundKind.IMMEDIATE: "即时清理",
}


class BasisChange(StrEnum):
    """What happened to a law or document that other documents cite as their basis."""

    AMENDED = "amended"
    REPEALED = "repealed"


BASIS_CHANGE_WORDS: dict[BasisChange, str] = {BasisChange.AMENDED: "修改", BasisChange.REPEALED: "废止"}
_BASIS_NAME_LENGTH = 200


def basis_words(name: str, change: BasisChange, on: date, source: str) -> str:
    """The sentence that a round over this basis keeps and prints: 《…》自2026年3月1日起废止（…）."""
    return f"{shortened(name, _BASIS_NAME_LENGTH)}自{cn_date(on)}起{BASIS_CHANGE_WORDS[change]}（{source.strip()}）"


def outcome_from(words: str) -> Outcome | None:
    """The outcome of a word that offices write, or of its English code; None for an unknown word."""
    bare = words.strip().strip("。；;拟予以").replace("（废止）", "")
    if bare in set(Outcome):
        return Outcome(bare)
    return _OUTCOME_SPELLINGS.get(bare)
