"""Which filings an authority may be urged about (催报): its step is overdue."""

from datetime import date

from registry.domain.moving import standing
from registry.domain.turns import Side, Turn, side_of
from registry.domain.written_days import cn_date


def why_not_urged(turn: Turn, due_on: date | None, today: date) -> str:
    """Why an authority is not urged about a filing, as a part of a sentence; "" when it is."""
    if side_of(turn) is not Side.AUTHORITY:
        return f"{standing(*turn)}，不用催制定机关"
    if due_on is None:
        return "没有期限，不能认定逾期"
    return "" if due_on < today else f"期限{cn_date(due_on)}未过，还没有逾期"
