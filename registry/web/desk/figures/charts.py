"""Charts of rates, laid out here and drawn by a template: columns over a few periods, bars of many groups.

The units of a chart are pixels at its narrowest; it grows with the page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from registry.domain.statistics import By, Rate, RateKind
from registry.storage.batches import batches
from registry.storage.figures import Group

WIDTH = 340
_MOST_COLUMNS = 6
_BARS_IN_CHART = 12
_BAR_STEP, _BAR_HEIGHT, _BAR_ROOM = 40, 12, 220
_COLUMN_ROOM, _COLUMN_TOP = 120, 34
_LABEL_MOST = 24


@dataclass(frozen=True)
class Mark:
    """A bar or a column; `x` and `y` are its top left corner, without a height or width when its rate is unknown."""

    label: str
    short: str
    rate: Rate
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Chart:
    """A drawing of one rate. `desc` says its values in words, for those who do not see it."""

    id: str
    title: str
    desc: str
    is_columns: bool
    height: int
    marks: list[Mark]


def charts(groups: Sequence[Group], by: By, kind: RateKind, period: str) -> list[Chart]:
    """All rates as columns over a few periods; else the asked rate of every group as bars, some to a chart."""
    if shows_all_rates(groups, by):
        return [_columns(groups, rate, f"{period}{rate.word}") for rate in RateKind]
    n_parts = max(1, -(-len(groups) // _BARS_IN_CHART))
    parts = list(batches(groups, max(1, -(-len(groups) // n_parts))))  # of about the same length
    return [_bars(part, kind, n, _part_title(period, kind, n, len(parts))) for n, part in enumerate(parts, 1)]


def shows_all_rates(groups: Sequence[Group], by: By) -> bool:
    """Whether the charts show every rate, so that there is none to choose."""
    return by in (By.QUARTER, By.YEAR) and len(groups) <= _MOST_COLUMNS


def _part_title(period: str, kind: RateKind, n: int, n_parts: int) -> str:
    return f"{period}{kind.word}" + (f"（{n}/{n_parts}）" if n_parts > 1 else "")


def _bars(groups: Sequence[Group], kind: RateKind, n: int, title: str) -> Chart:
    rates = [group.figures.rate(kind) for group in groups]
    marks = [
        Mark(
            group.label,
            group.label if len(group.label) <= _LABEL_MOST else f"{group.label[: _LABEL_MOST - 1]}…",
            rate,
            0,
            at * _BAR_STEP + 20,
            _share(rate) * _BAR_ROOM,
            _BAR_HEIGHT,
        )
        for at, (group, rate) in enumerate(zip(groups, rates, strict=True))
    ]
    return Chart(f"chart-{kind}-{n}", title, _in_words(marks), False, len(marks) * _BAR_STEP, marks)


def _columns(groups: Sequence[Group], kind: RateKind, title: str) -> Chart:
    return Chart(
        f"chart-{kind}",
        title,
        _in_words(marks := list(_column_marks(groups, kind))),
        True,
        _COLUMN_TOP + _COLUMN_ROOM + 40,
        marks,
    )


def _column_marks(groups: Sequence[Group], kind: RateKind) -> Iterator[Mark]:
    step = WIDTH / len(groups)
    for at, group in enumerate(groups):
        rate = group.figures.rate(kind)
        height = _share(rate) * _COLUMN_ROOM
        short = group.label.removesuffix("年")[-4:]
        left = at * step + step * 0.2
        yield Mark(group.label, short, rate, left, _COLUMN_TOP + _COLUMN_ROOM - height, step * 0.6, height)


def _share(rate: Rate) -> float:
    percent = rate.percent()
    return 0.0 if percent is None else min(float(percent), 100.0) / 100


def _in_words(marks: Sequence[Mark]) -> str:
    return "；".join(f"{mark.label}{mark.rate.text()}" for mark in marks)
