"""A cleanup round: its kinds, the outcomes and the events they become, and the words of a basis that changed.

Source: DOMAIN §7; 国发〔2010〕33号 (every two years, published).
"""

from datetime import date
from enum import StrEnum

from registry.domain.normal import shortened
from registry.domain.validity import EventKind
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
