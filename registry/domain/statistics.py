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
        """The rate as people read it: 45/72（62.5%）; over nothing: 0/0（—）; — when nobody counted."""
        if self.d is None:
            return UNKNOWN
        percent = self.percent()
        shown = UNKNOWN if percent is None else f"{percent}%"
        return f"{self.n}/{self.d}（{shown}）"


@dataclass(frozen=True)
class FilingCounts:
    """What was counted over the filings of a period."""

    n_filed: int
    n_on_time: int
    n_conforming: int
    n_to_correct: int
    n_corrected: int


@dataclass(frozen=True)
class IssueCounts:
    """What was counted over the issue registers (发文登记簿) of a period, line by line, normative ones only.

    Filed and published are counted among the issued, so that an authority without a list is in neither figure;
    counting our own documents instead would make every filing rate 100 %. Of `n_authorities` that should hand
    in a list, `n_lists` did.
    """

    n_lists: int
    n_authorities: int
    n_issued: int
    n_published: int
    n_filed: int

    @property
    def filing_rate(self) -> Rate:
        """报备率."""
        return Rate(self.n_filed, self.n_issued if self.n_lists else None)

    @property
    def publication_rate(self) -> Rate:
        """公布率."""
        return Rate(self.n_published, self.n_issued if self.n_lists else None)


def rates(counts: FilingCounts, issued: IssueCounts) -> dict[str, Rate]:
    """The five rates by their Chinese names, in the order of the yearly report."""
    return {
        "报备率": issued.filing_rate,
        "及时率": Rate(counts.n_on_time, counts.n_filed),
        "规范率": Rate(counts.n_conforming, counts.n_filed),
        "公布率": issued.publication_rate,
        "纠错率": Rate(counts.n_corrected, counts.n_to_correct),
    }
