"""The rates of the yearly assessment, always with numerator and denominator, never a bare percentage."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from registry.domain.measures import OF_LINES, Measure
from registry.domain.worded import Worded

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

    def percent_text(self) -> str:
        """62.5%; — without a percentage."""
        percent = self.percent()
        return UNKNOWN if percent is None else f"{percent}%"

    def text(self) -> str:
        """45/72（62.5%）; 0/0（—） when d is 0; — when d was not counted."""
        return UNKNOWN if self.d is None else f"{self.n}/{self.d}（{self.percent_text()}）"


class RateKind(Worded):
    """The rates, in the order of the yearly report."""

    FILING = "filing", "报备率"
    ON_TIME = "on_time", "及时率"
    CONFORMITY = "conformity", "规范率"
    PUBLICATION = "publication", "公布率"
    CORRECTION = "correction", "纠错率"
    CONCLUSION = "conclusion", "审查办结率"


class By(Worded):
    """By what the numbers of a period are grouped."""

    AUTHORITY = "authority", "按制定机关"
    KIND = "kind", "按文种"
    QUARTER = "quarter", "按季度"
    YEAR = "year", "按年份"


@dataclass(frozen=True)
class RateRule:
    """The measures over and under the line, and the sentence that tells what they are."""

    n: Measure
    d: Measure
    says: str


RATES: dict[RateKind, RateRule] = {
    RateKind.FILING: RateRule(
        Measure.ISSUED_FILED,
        Measure.ISSUED,
        "发文登记簿中的规范性文件，已经报送备案的（人大备案不另计）。",
    ),
    RateKind.ON_TIME: RateRule(
        Measure.ON_TIME,
        Measure.SUBMITTED,
        "已报送的，首次报送日不晚于报送期限的；补正后再报不算迟报。",
    ),
    RateKind.CONFORMITY: RateRule(
        Measure.CONFORMING,
        Measure.CHECKED,
        "已形式审查的，没有退回补正就予以登记的；不予登记、退回补正过的不算。",
    ),
    RateKind.PUBLICATION: RateRule(
        Measure.ISSUED_PUBLISHED,
        Measure.ISSUED,
        "发文登记簿中的规范性文件，已按要求公布（主动公开）并载明公布日期的。",
    ),
    RateKind.CORRECTION: RateRule(
        Measure.CORRECTED,
        Measure.OPINED,
        "提出审查意见（采纳说明而撤回的除外）的，已改正、撤销或停止执行的。",
    ),
    RateKind.CONCLUSION: RateRule(
        Measure.REVIEWED,
        Measure.REGISTERED,
        "由我方予以登记、应当审查的，已经办结的；延长期限后办结的也算办结。",
    ),
}


@dataclass(frozen=True)
class Figures:
    """The numbers of a period, or of a group of it. Without an issue register its two rates are not counted."""

    numbers: Mapping[Measure, int]
    has_lists: bool = True

    def number(self, measure: Measure) -> int:
        return self.numbers.get(measure, 0)

    def rate(self, kind: RateKind) -> Rate:
        rule = RATES[kind]
        is_counted = self.has_lists or rule.d not in OF_LINES
        return Rate(self.number(rule.n), self.number(rule.d) if is_counted else None)

    @property
    def rates(self) -> dict[RateKind, Rate]:
        """All rates in the order of the yearly report."""
        return {kind: self.rate(kind) for kind in RateKind}


def change_words(rate: Rate, before: Rate) -> str:
    """How a rate moved, between the percentages as printed: 上升3.2个百分点, 下降…, 持平; — when one is missing."""
    now, then = rate.percent(), before.percent()
    if now is None or then is None:
        return UNKNOWN
    if now == then:
        return "持平"
    return f"{'上升' if now > then else '下降'}{abs(now - then)}个百分点"


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


@dataclass(frozen=True)
class ProposalCounts:
    """The counts over the citizens' 审查建议 that were received in a year.

    `n_waiting` counts those that nobody accepted, refused or forwarded yet, `n_accepted` those that were ever accepted,
    `n_left` those of them that were then forwarded, withdrawn or merged, `n_dropped` all withdrawn or merged: so that
    received = waiting + accepted - left + refused + forwarded + dropped. An answer is owed by its day, or was given
    before: `n_owed`, of which `n_on_time`. `n_to_correct` of the replies found something to correct, of which
    `n_corrected` was corrected.
    """

    n_received: int
    n_waiting: int
    n_accepted: int
    n_left: int
    n_refused: int
    n_forwarded: int
    n_dropped: int
    n_replied: int
    n_owed: int
    n_on_time: int
    n_to_correct: int
    n_corrected: int

    def figures(self) -> dict[str, str]:
        """Every figure by its Chinese name; those that are rates with n/d."""
        return {
            "收到": f"{self.n_received}件",
            "待受理": f"{self.n_waiting}件",
            "受理": f"{self.n_accepted}件"
            + (f"（其中{self.n_left}件后来转送、撤回或并案）" if self.n_left else ""),
            "不予受理": f"{self.n_refused}件",
            "转送": f"{self.n_forwarded}件",
            "撤回或并案": f"{self.n_dropped}件",
            "已答复": f"{self.n_replied}件",
            "按期答复": Rate(self.n_on_time, self.n_owed).text(),
            "推动纠正": Rate(self.n_corrected, self.n_to_correct).text(),
        }
