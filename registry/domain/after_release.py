"""What a released round still asks for: each document to be amended, by its day.

Source: DOMAIN §7.5 (revision clocks start with the release); what was not amended in time is repealed next time.
"""

from collections.abc import Iterable
from datetime import date

from registry.domain.cleanups import Outcome
from registry.domain.worded import Worded


class AmendState(Worded):
    """How far a document is that a release lists as to be amended."""

    LATE = "late", "逾期"
    RUNNING = "running", "须修改"
    DONE = "done", "已修改"
    ENDED = "ended", "已终止"


OPEN = frozenset({AmendState.LATE, AmendState.RUNNING})
"""The states in which somebody still has to amend the document."""


def amend_state(
    amended_on: date | None, deadline_on: date | None, today: date, *, has_ended: bool
) -> AmendState:
    """The state on a day. What ended since need not be amended; without a deadline nothing is late."""
    if amended_on is not None:
        return AmendState.DONE
    if has_ended:
        return AmendState.ENDED
    is_late = deadline_on is not None and deadline_on < today
    return AmendState.LATE if is_late else AmendState.RUNNING


def amend_words(states: Iterable[AmendState]) -> str:
    """How far a round is: 8件须修改，3件逾期; what is done or ended is told behind."""
    counted = list(states)
    n = {state: counted.count(state) for state in AmendState}
    n_open = n[AmendState.LATE] + n[AmendState.RUNNING]
    words = [f"{n_open}件须修改"]
    words += [f"{n[AmendState.LATE]}件逾期"] if n[AmendState.LATE] else []
    words += [f"{n[state]}件{state.word}" for state in (AmendState.DONE, AmendState.ENDED) if n[state]]
    return "，".join(words)


_TOLD = {
    Outcome.RETAIN: "继续有效",
    Outcome.TO_AMEND: "列为修改",
    Outcome.LAPSE: "宣布失效",
    Outcome.REPEAL: "废止",
    Outcome.RECLASSIFY: "认定不属于规范性文件",
}


def told_outcome(published_on: date, outcome: Outcome) -> str:
    """2024年列为修改: what a round said of a document, in its history."""
    return f"{published_on.year}年{_TOLD[outcome]}"
