"""The figures of 审查建议: the columns add up to what was received."""

from datetime import date

from registry.actions.proposals.move_proposal import Details, move_proposal
from registry.domain.review_proposals import ProposalMove
from registry.storage.engine import Store, reading
from registry.storage.proposal_lists import proposal_counts
from tests.building.proposals import enter
from tests.cast import NOW, Cast

TODAY = date(2026, 3, 5)


def test_the_columns_of_a_year_add_up(store: Store, cast: Cast) -> None:
    ids = [enter(store, cast.clerk) for _ in range(6)]
    onward = Details("属于税务部门的规定", receiver="示范市税务局")
    for proposal_id, made in (
        (ids[1], ProposalMove.ACCEPT),
        (ids[2], ProposalMove.ACCEPT),
        (ids[2], ProposalMove.FORWARD),
        (ids[3], ProposalMove.FORWARD),
        (ids[4], ProposalMove.REFUSE),
        (ids[5], ProposalMove.WITHDRAW),
    ):
        move_proposal(store, cast.clerk, proposal_id, made, onward, on=TODAY, now=NOW)
    with reading(store) as session:
        counts = proposal_counts(session, 2026, TODAY)
    assert (counts.n_waiting, counts.n_accepted, counts.n_left) == (1, 2, 1)
    assert counts.n_received == 6
    parts = counts.n_waiting, counts.n_accepted, -counts.n_left
    assert sum((*parts, counts.n_refused, counts.n_forwarded, counts.n_dropped)) == counts.n_received
    assert counts.figures()["受理"] == "2件（其中1件后来转送、撤回或并案）"
