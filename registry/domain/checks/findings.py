"""What a check says of a text: a finding with the words it speaks of, their place, and the rule with its source."""

from dataclasses import dataclass
from enum import StrEnum

from registry.domain.levels import Level


class CheckKind(StrEnum):
    """What a rule looks for."""

    LICENCE = "licence"
    PENALTY = "penalty"
    COERCION = "coercion"
    FEE = "fee"
    RIGHTS = "rights"
    COMPETITION = "competition"
    RETROACTIVE = "retroactive"
    VALIDITY = "validity"
    DATES = "dates"
    BODY = "body"
    LAW = "law"
    MISSING = "missing"


CHECK_WORDS: dict[CheckKind, str] = {
    CheckKind.LICENCE: "设定行政许可",
    CheckKind.PENALTY: "设定行政处罚",
    CheckKind.COERCION: "设定行政强制",
    CheckKind.FEE: "设定收费",
    CheckKind.RIGHTS: "减损权益或者增设义务",
    CheckKind.COMPETITION: "妨碍公平竞争",
    CheckKind.RETROACTIVE: "溯及既往",
    CheckKind.VALIDITY: "有效期",
    CheckKind.DATES: "日期前后不一",
    CheckKind.BODY: "机构名称",
    CheckKind.LAW: "依据已经废止",
    CheckKind.MISSING: "缺少应有的条款",
}


@dataclass(frozen=True)
class Finding:
    """A hit of a rule. `start` and `end` are places in the text, and `quote` is the sentence between them.

    A finding about the whole text, such as a clause that is missing, has an empty quote at place 0.
    """

    rule: str
    kind: CheckKind
    level: Level
    quote: str
    start: int
    end: int
    says: str
    source: str


@dataclass(frozen=True)
class Checked:
    """What a text was found to say. `problem` is a sentence about what was not checked or not listed, or ""."""

    findings: tuple[Finding, ...]
    problem: str = ""
