"""The papers of figures: the lists of a quarter and of a year, the bulletin of a period and the yearly report.

The parts of a bulletin and of a report are drafted from numbers; a person may write them anew before it is made.
"""

from datetime import date
from typing import NamedTuple

from registry.domain.papers.kinds import Genre, KindRule, PaperKind, SubjectKind
from registry.domain.roles import Permission

SIGNATORY = "签发人"
LONGEST, LONGEST_LINE = 10_000, 100


class Part(NamedTuple):
    """A part that a person may edit: the field of the template that it fills, and whether it is a single line."""

    name: str
    is_line: bool = False

    @property
    def longest(self) -> int:
        return LONGEST_LINE if self.is_line else LONGEST


_PERIOD = {"期间": True, "统计日期": True}
_LIST = _PERIOD | {"件数": True, "机关数": False, "未列说明": False}

PARTS: dict[PaperKind, tuple[Part, ...]] = {
    PaperKind.FILING_BULLETIN: (
        Part("报备情况"),
        Part("审查情况"),
        Part("存在的问题"),
        Part("工作要求"),
    ),
    PaperKind.ANNUAL_REPORT: (
        Part("报送机关", is_line=True),
        Part(SIGNATORY, is_line=True),
        Part("报备情况"),
        Part("审查情况"),
        Part("存在的问题"),
        Part("下一步工作"),
    ),
}

RULES: dict[PaperKind, KindRule] = {
    PaperKind.QUARTERLY_LIST: KindRule(
        Genre.PUBLIC_NOTICE,
        SubjectKind.FIGURES,
        _LIST,
        series="备目",
        permission=Permission.EXAMINE_FILING,
        is_sent=False,
    ),
    PaperKind.ANNUAL_LIST: KindRule(
        Genre.LETTER,
        SubjectKind.FIGURES,
        _LIST | {"报送机关": True},
        series="备目",
        permission=Permission.EXAMINE_FILING,
        is_sent=False,
    ),
    PaperKind.FILING_BULLETIN: KindRule(
        Genre.BULLETIN,
        SubjectKind.FIGURES,
        _PERIOD | {"指标表": False} | {part.name: True for part in PARTS[PaperKind.FILING_BULLETIN]},
        series="备通",
        permission=Permission.EXAMINE_FILING,
        is_sent=False,
    ),
    PaperKind.ANNUAL_REPORT: KindRule(
        Genre.REPORT,
        SubjectKind.FIGURES,
        _PERIOD
        | {"文种表": False}
        | {part.name: part.name != SIGNATORY for part in PARTS[PaperKind.ANNUAL_REPORT]},
        series="备报",
        permission=Permission.EXAMINE_FILING,
        is_sent=False,
    ),
}


def annual_list_due(today: date) -> date | None:
    """The day by which the list of the year before is handed in: 31 January, as 国务院令第789号 has it.

    None from April on: an office that sent the list on paper cannot say so here and is asked no longer.
    """
    return date(today.year, 1, 31) if today.month <= 3 else None
