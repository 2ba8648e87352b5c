"""Every state, every move, every role: what the table does not allow is refused with the state, and leaves no trace."""

import pytest

from registry.actions.filings.move_filing import move_filing
from registry.domain.decisions import Decision
from registry.domain.errors import Denied, Hidden, Refusal
from registry.domain.filings import MOVES, FilingState, Move
from registry.domain.moving import standing
from registry.domain.roles import OPERATOR, Actor
from registry.storage.engine import Store
from registry.storage.filings import Filing
from tests.building.filings import DECIDED_BY, REASON, TODAY, filing_in, stored_filing
from tests.building.traces import traces
from tests.cast import NOW, Cast


def is_allowed(actor: Actor, filing: Filing, move: Move) -> bool:
    rule = MOVES[move]
    may = actor.may(rule.permission) and actor.may_see([filing.authority_id])
    return may and filing.state in rule.before


def try_move(store: Store, actor: Actor, filing: Filing, move: Move) -> Refusal:
    """The refusal of a move that is otherwise filled in as the table asks."""
    rule = MOVES[move]
    decision = Decision(rule.decides[0], TODAY, DECIDED_BY) if rule.needs_decision else None
    with pytest.raises(Refusal) as refused:
        move_filing(
            store,
            actor,
            filing.id or 0,
            move,
            on=TODAY,
            reason=REASON,
            decision=decision,
            version=filing.version,
            now=NOW,
        )
    return refused.value


@pytest.mark.parametrize("state", FilingState)
def test_what_the_table_does_not_allow_is_refused_for_every_role_and_changes_nothing(
    store: Store, cast: Cast, state: FilingState
) -> None:
    filing = stored_filing(store, filing_in(store, state))
    assert filing.state is state
    before = traces(store, filing.id or 0)
    told = standing(state, filing.direction)
    office = (cast.clerk, cast.lead, cast.admin, cast.auditor, OPERATOR)
    for actor in (cast.drafter, cast.stranger, cast.visitor, *office):
        for move in Move:
            if is_allowed(actor, filing, move):
                continue
            refusal = try_move(store, actor, filing, move)
            if actor is cast.stranger:
                assert isinstance(refusal, Hidden)
                assert told not in refusal.sentence
            elif actor is cast.visitor:
                assert isinstance(refusal, Denied)
            else:
                assert told in refusal.sentence, (actor, move)
        assert traces(store, filing.id or 0) == before


@pytest.mark.parametrize("state", FilingState)
def test_an_old_page_is_refused_whatever_it_asks(store: Store, cast: Cast, state: FilingState) -> None:
    filing = stored_filing(store, filing_in(store, state))
    before = traces(store, filing.id or 0)
    for move in Move:
        if cast.lead.may(MOVES[move].permission):
            with pytest.raises(Refusal, match="当前为"):
                move_filing(
                    store,
                    cast.lead,
                    filing.id or 0,
                    move,
                    on=TODAY,
                    reason=REASON,
                    version=filing.version + 1,
                    now=NOW,
                )
    assert traces(store, filing.id or 0) == before
