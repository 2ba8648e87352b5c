"""The series that number the papers of a year."""

from registry.domain.papers.kinds import counter_of
from registry.domain.papers.rules import RULES


def all_series() -> dict[str, str]:
    """Each series with the kinds that it numbers, in words: 备目 → 备案目录、年度规范性文件目录."""
    words: dict[str, list[str]] = {}
    for kind, rule in RULES.items():
        if rule.series:
            words.setdefault(rule.series, []).append(kind.word)
    return {series: "、".join(kinds) for series, kinds in words.items()}


def start_counter_of(series: str, year: int) -> str:
    """The name of the counter that keeps the last number of a year given outside the system."""
    return f"{counter_of(series, year)}-from"
