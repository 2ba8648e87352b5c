"""How grave a finding is, whether a person or a rule of the checks made it."""

from enum import StrEnum


class Level(StrEnum):
    UNLAWFUL = "unlawful"
    IMPROPER = "improper"
    ADVICE = "advice"


LEVEL_WORDS: dict[Level, str] = {Level.UNLAWFUL: "违法", Level.IMPROPER: "不当", Level.ADVICE: "建议"}
