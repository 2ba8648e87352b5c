"""Rates as n/d: the five figures of the yearly assessment, never a bare percentage."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

UNKNOWN = "—"


@dataclass(frozen=True)
class Rate:
    """n out of d; d is None when nobody counted it."""

    n: int
    d: int | None

    def percent(self) -> Decimal | None:
        """Per cent, half rounded up to one decimal; None when there is nothing to divide by."""
        if not self.d:
            return None
        exact = Decimal(self.n * 100) / Decimal(self.d)
        return exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)

    def text(self) -> str:
        """The rate as people read it: 45/72（62.5%）; over nothing: 0/0（—）."""
        percent = self.percent()
        shown = UNKNOWN if percent is None else f"{percent}%"
        d = UNKNOWN if self.d is None else self.d
        return f"{self.n}/{d}（{shown}）"


@dataclass(frozen=True)
class FilingCounts:
    """What was counted over a period.

    `n_issued` comes from the issue register (发文登记簿); None when there is none, since counting
    our own documents instead would make every filing rate 100 %.
    """

    n_issued: int | None
    n_published: int
    n_filed: int
    n_on_time: int
    n_conforming: int
    n_to_correct: int
    n_corrected: int


def rates(counts: FilingCounts) -> dict[str, Rate]:
    """The five rates by their Chinese names, in the order of the yearly report."""
    return {
        "报备率": Rate(counts.n_filed, counts.n_issued),
        "及时率": Rate(counts.n_on_time, counts.n_filed),
        "规范率": Rate(counts.n_conforming, counts.n_filed),
        "公布率": Rate(counts.n_published, counts.n_issued),
        "纠错率": Rate(counts.n_corrected, counts.n_to_correct),
    }
