"""What a review decided about a document."""

from datetime import date

import pytest

from registry.domain.decisions import Decision, check_decision
from registry.domain.errors import Refusal
from registry.domain.filings import MOVES, Move
from registry.domain.validity import EventKind

DAY = date(2026, 5, 6)


@pytest.mark.parametrize(
    ("move", "kind"),
    [
        (Move.ANNUL, EventKind.ANNULLED),
        (Move.SUSPEND, EventKind.SUSPENDED),
        (Move.CORRECT, EventKind.AMENDED),
        (Move.CORRECT, EventKind.REPEALED),
    ],
)
def test_a_conclusion_records_its_act(move: Move, kind: EventKind) -> None:
    check_decision(move, Decision(kind, DAY, "示范区人民政府"), set())


@pytest.mark.parametrize("move", [move for move, rule in MOVES.items() if not rule.decides])
def test_no_other_move_records_an_act(move: Move) -> None:
    check_decision(move, None, set())
    with pytest.raises(Refusal) as refusal:
        check_decision(move, Decision(EventKind.ANNULLED, DAY, "示范区人民政府"), set())
    assert refusal.value.field == "kind"


@pytest.mark.parametrize(
    ("move", "kind"), [(Move.ANNUL, EventKind.ANNULLED), (Move.SUSPEND, EventKind.SUSPENDED)]
)
def test_annulling_and_suspending_need_the_act_or_find_it_on_record(move: Move, kind: EventKind) -> None:
    check_decision(move, None, {kind})
    with pytest.raises(Refusal, match="自何日起"):
        check_decision(move, None, {EventKind.AMENDED})


def test_a_correction_may_be_confirmed_before_its_text_is_registered() -> None:
    check_decision(Move.CORRECT, None, set())


def test_an_act_that_reaches_back_says_so() -> None:
    decision = Decision(EventKind.ANNULLED, date(2026, 1, 1), "示范区人民政府示政〔2026〕3号 ")
    assert decision.source_of_act(DAY) == "示范区人民政府示政〔2026〕3号，2026年5月6日决定，溯及既往"
    assert decision.source_of_act(date(2026, 1, 1)) == "示范区人民政府示政〔2026〕3号"
