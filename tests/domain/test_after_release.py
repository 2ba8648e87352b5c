"""The amendments that a release asked for."""

from datetime import date

import pytest

from registry.domain.after_release import AmendState, amend_state, amend_words

DUE = date(2026, 9, 30)


@pytest.mark.parametrize(
    ("amended_on", "deadline_on", "today", "has_ended", "state"),
    [
        (None, DUE, DUE, False, AmendState.RUNNING),
        (None, DUE, date(2026, 10, 1), False, AmendState.LATE),
        (None, None, date(2030, 1, 1), False, AmendState.RUNNING),
        (None, DUE, date(2026, 10, 1), True, AmendState.ENDED),
        (date(2026, 10, 5), DUE, date(2026, 10, 6), False, AmendState.DONE),
        (date(2026, 8, 5), DUE, date(2026, 10, 6), True, AmendState.DONE),
    ],
)
def test_a_document_is_late_from_the_day_after_its_deadline_until_it_is_amended_or_ended(
    amended_on: date | None, deadline_on: date | None, today: date, has_ended: bool, state: AmendState
) -> None:
    assert amend_state(amended_on, deadline_on, today, has_ended=has_ended) is state


def test_how_far_a_round_is_in_words() -> None:
    states = [AmendState.LATE] * 3 + [AmendState.RUNNING] * 5
    assert amend_words(states) == "8件须修改，3件逾期"
    assert amend_words([AmendState.DONE, AmendState.ENDED]) == "0件须修改，1件已修改，1件已终止"
