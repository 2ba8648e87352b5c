"""The text of a bulletin and of a yearly report, drafted from figures. Every number in it is one of the figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from registry.domain.measures import Measure
from registry.domain.numerals import numeral
from registry.domain.statistics import Figures, RateKind

_MOST_NAMED = 20  # authorities in a sentence; the annex has all

Named = Sequence[tuple[str, int]]
"""Authorities, each with the number of its documents."""


@dataclass(frozen=True)
class PeriodFigures:
    """What the text of a period is drafted from.

    `n_lists` of the `n_owing` authorities handed in their issue register. `late` filed too late; `overdue` have not
    filed at all though the deadline has passed.
    """

    words: str
    figures: Figures
    n_lists: int
    n_owing: int
    late: Named = ()
    overdue: Named = ()

    @property
    def n_late(self) -> int:
        return sum(n for _, n in self.late)

    @property
    def n_overdue(self) -> int:
        return sum(n for _, n in self.overdue)

    def number(self, measure: Measure) -> int:
        return self.figures.number(measure)

    def rate(self, kind: RateKind) -> str:
        return self.figures.rate(kind).text()

    @property
    def n_not_conforming(self) -> int:
        return self.number(Measure.CHECKED) - self.number(Measure.CONFORMING)

    @property
    def n_uncorrected(self) -> int:
        return self.number(Measure.OPINED) - self.number(Measure.CORRECTED)


def filed_text(told: PeriodFigures, late_annex: str = "") -> tuple[str, ...]:
    """报备情况: what was issued, filed, in time, conforming and published. `late_annex` names the annex of the late."""
    return tuple(
        paragraph
        for paragraph in (
            _issued(told),
            _submitted(told),
            _late(told, late_annex),
            _beside(told),
        )
        if paragraph
    )


def reviewed_text(told: PeriodFigures, opinions_annex: str = "") -> tuple[str, ...]:
    """审查情况: what was examined to its end, where an opinion was given, and what was corrected."""
    if not told.number(Measure.REGISTERED):
        return (f"{told.words}公布的文件中，没有由我单位予以登记、应当审查的文件。",)
    examined = (
        f"由我单位予以登记、应当审查{told.number(Measure.REGISTERED)}件，已审查办结{told.number(Measure.REVIEWED)}件，"
        f"审查办结率为{told.rate(RateKind.CONCLUSION)}。"
    )
    return (examined, _opined(told, opinions_annex))


def problems_text(told: PeriodFigures) -> tuple[str, ...]:
    """存在的问题, as far as numbers show them."""
    return _numbered(_problems(told)) or ("统计数字没有反映出需要通报的问题。",)


def demands_text(told: PeriodFigures) -> tuple[str, ...]:
    """工作要求, to the authorities."""
    return _numbered(_demands(told))


def next_steps_text(told: PeriodFigures) -> tuple[str, ...]:
    """下一步工作, of the office itself."""
    return _numbered(_next_steps(told))


def _issued(told: PeriodFigures) -> str:
    if not told.figures.has_lists:
        return "期间内没有制定机关交来发文登记簿，报备率、公布率未作统计。"
    missing = told.n_owing - told.n_lists
    left_out = (
        f"应交发文登记簿的{told.n_owing}个机关中，{missing}个没有交，不计入这两项。" if missing > 0 else ""
    )
    return (
        f"据发文登记簿，{told.words}各制定机关印发行政规范性文件{told.number(Measure.ISSUED)}件，"
        f"已报送备案{told.number(Measure.ISSUED_FILED)}件，报备率为{told.rate(RateKind.FILING)}；"
        f"已按要求公布并载明公布日期{told.number(Measure.ISSUED_PUBLISHED)}件，公布率为{told.rate(RateKind.PUBLICATION)}。"
        f"{left_out}"
    )


def _submitted(told: PeriodFigures) -> str:
    n_submitted, n_unsubmitted = told.number(Measure.SUBMITTED), told.number(Measure.UNSUBMITTED)
    if not n_submitted and not n_unsubmitted:
        return f"{told.words}公布的文件中，没有应当报送备案的文件。"
    waiting = f"尚未报送{n_unsubmitted}件，其中已超过报送期限{told.n_overdue}件。" if n_unsubmitted else ""
    if not n_submitted:
        return f"按公布日期统计，{told.words}公布的文件都还没有报送备案。{waiting}"
    return (
        f"按公布日期统计，{told.words}公布的文件已报送备案{n_submitted}件，"
        f"其中按期报送{told.number(Measure.ON_TIME)}件，及时率为{told.rate(RateKind.ON_TIME)}；"
        f"已形式审查{told.number(Measure.CHECKED)}件，其中未经补正即予登记{told.number(Measure.CONFORMING)}件，"
        f"规范率为{told.rate(RateKind.CONFORMITY)}。{waiting}"
    )


def _late(told: PeriodFigures, annex: str) -> str:
    sentences = [
        f"{what}{n}件：{_named(named)}。"
        for what, n, named in (
            ("逾期报送", told.n_late, told.late),
            ("逾期尚未报送", told.n_overdue, told.overdue),
        )
        if n
    ]
    return "".join(sentences) + (f"具体文件见{annex}。" if sentences and annex else "")


def _beside(told: PeriodFigures) -> str:
    sentences = [
        f"{told.number(measure)}件{says}"
        for measure, says in (
            (Measure.UNTIMED, "已报送而报送期限不明，未计入及时率"),
            (Measure.UNCHECKED, "已报送、尚未形式审查，未计入规范率"),
            (Measure.HISTORIC, "为台账载入的历史备案，只计入报备率"),
            (Measure.UNMATCHED, "发文在登记簿中没有对应的文件，未计为已备案、已公布"),
        )
        if told.number(measure)
    ]
    return f"另有{'；'.join(sentences)}。" if sentences else ""


def _opined(told: PeriodFigures, annex: str) -> str:
    if not told.number(Measure.OPINED):
        return "没有提出应当纠正的审查意见。"
    open_words = f"，尚未纠正{told.n_uncorrected}件" if told.n_uncorrected else ""
    return (
        f"提出审查意见、应当纠正{told.number(Measure.OPINED)}件，已纠正{told.number(Measure.CORRECTED)}件{open_words}，"
        f"纠错率为{told.rate(RateKind.CORRECTION)}。" + (f"具体文件见{annex}。" if annex else "")
    )


def _problems(told: PeriodFigures) -> Iterator[str]:
    if told.n_late or told.n_overdue:
        late = f"{told.n_late}件逾期报送" if told.n_late else ""
        overdue = f"{told.n_overdue}件超过期限仍未报送" if told.n_overdue else ""
        yield f"报送不够及时。{'，'.join(filter(None, (late, overdue)))}。"
    if told.n_not_conforming:
        yield f"报送材料不够规范。{told.n_not_conforming}件经退回补正或者不予登记。"
    if told.figures.has_lists:
        n_unfiled = told.number(Measure.ISSUED) - told.number(Measure.ISSUED_FILED)
        n_unpublished = told.number(Measure.ISSUED) - told.number(Measure.ISSUED_PUBLISHED)
        if n_unfiled:
            yield f"有件必备还有差距。发文登记簿所载文件中，{n_unfiled}件没有报送备案的记录。"
        if n_unpublished:
            yield f"公布不够规范。发文登记簿所载文件中，{n_unpublished}件没有按要求公布并载明公布日期的记录。"
    if told.n_owing > told.n_lists:
        yield f"发文登记簿报送不全。{told.n_owing - told.n_lists}个机关没有交发文登记簿。"
    if told.n_uncorrected:
        yield f"审查意见落实不够到位。{told.n_uncorrected}件还没有纠正。"


def _demands(told: PeriodFigures) -> Iterator[str]:
    overdue = "逾期尚未报送的，应当立即补报。" if told.n_overdue else ""
    yield (
        "按期报送备案。行政规范性文件公布后，制定机关应当在规定期限内报送备案；"
        f"材料不齐的，可先行报送并限期补齐。{overdue}"
    )
    yield "规范报送材料。报送前应当对照备案要求逐项核对备案报告、正式文本、起草说明、制定依据和合法性审核意见。"
    if told.n_owing > told.n_lists:
        yield "如实报送发文登记簿。没有交发文登记簿的机关应当尽快补交，做到有件必备。"
    if told.n_uncorrected:
        yield "落实审查意见。收到审查意见的机关应当在规定期限内纠正，并书面反馈处理情况。"


def _next_steps(told: PeriodFigures) -> Iterator[str]:
    overdue = "，对逾期尚未报送的逐件督促" if told.n_overdue else ""
    yield f"坚持有件必备。按季核对发文登记簿{overdue}。"
    yield "坚持有备必审。严格形式审查，在规定期限内办结审查。"
    uncorrected = "，对尚未纠正的跟踪督办" if told.n_uncorrected else ""
    yield f"坚持有错必纠。督促制定机关落实审查意见{uncorrected}。"


def _numbered(paragraphs: Iterator[str]) -> tuple[str, ...]:
    return tuple(f"（{numeral(n)}）{paragraph}" for n, paragraph in enumerate(paragraphs, 1))


def _named(named: Named) -> str:
    shown = "、".join(f"{authority}{n}件" for authority, n in named[:_MOST_NAMED])
    return shown + (f"等{len(named)}个机关" if len(named) > _MOST_NAMED else "")
