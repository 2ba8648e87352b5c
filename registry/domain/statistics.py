"""The five rates of the yearly assessment, always with numerator and denominator, never a bare percentage."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

UNKNOWN = "—"


@dataclass(frozen=True)
class Rate:
    """n out of d; d is None when it was not counted."""

    n: int
    d: int | None

    def percent(self) -> Decimal | None:
        """The percentage, half rounded up to one decimal; None when d is 0 or not counted."""
        if not self.d:
            return None
        exact = Decimal(self.n * 100) / Decimal(self.d)
        return exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)

    def text(self) -> str:
        """45/72（62.5%）; 0/0（—） when d is 0; — when d was not counted."""
        if self.d is None:
            return UNKNOWN
        percent = self.percent()
        shown = UNKNOWN if percent is None else f"{percent}%"
        return f"{self.n}/{self.d}（{shown}）"


@dataclass(frozen=True)
class FilingCounts:
    """The counts over the filings of a period."""

    n_filed: int
    n_on_time: int
    n_conforming: int
    n_to_correct: int
    n_corrected: int


@dataclass(frozen=True)
class IssueCounts:
    """The counts over the lines of the issue registers (发文登记簿) of a period, those of regulatory documents only.

    Filed and published documents are counted among these lines, so that an authority without a list counts in neither
    figure; counted over the register of documents, every filing rate would be 100 %. `n_lists` of the
    `n_authorities` that should hand in a list did.
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
