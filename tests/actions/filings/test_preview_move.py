"""The preview of a move says what the move then does."""

from datetime import date, datetime

import pytest

from registry.actions.filings.preview_move import preview_move
from registry.domain.errors import Refusal
from registry.domain.filings import Move
from registry.storage.engine import Store
from tests.building.filings import TODAY, make_move, owed_filing
from tests.cast import Cast


@pytest.mark.parametrize(
    "story",
    [
        "submit register start_review opine answer correct",
        "submit defer",
        "submit refuse",
        "submit register start_review pass",
    ],
)
def test_it_says_what_the_move_then_does(store: Store, cast: Cast, now: datetime, story: str) -> None:
    filing_id = owed_filing(store)
    for name in story.split():
        seen = preview_move(store, filing_id, Move(name), on=TODAY)
        filing = make_move(store, cast.lead, filing_id, name, now)
        assert (seen.after, seen.step_due_on) == (filing.state, filing.step_due_on)


def test_the_sentences_name_who_is_told_and_how_late_it_is(store: Store) -> None:
    sentences = preview_move(store, owed_filing(store), Move.SUBMIT, on=TODAY).effects()
    assert "时限认定：逾期9日报送。" in sentences
    assert "立即通知2人：陈经办、林负责。" in sentences
    assert any("2026-03-12" in sentence for sentence in sentences)


def test_it_refuses_a_move_that_the_table_does_not_have(store: Store) -> None:
    with pytest.raises(Refusal):
        preview_move(store, owed_filing(store), Move.PASS, on=date(2026, 3, 5))
