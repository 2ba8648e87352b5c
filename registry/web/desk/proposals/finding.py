"""A proposal for a page of the office: 404 when there is none."""

from flask import abort

from registry.storage.engine import reading
from registry.storage.review_proposals import ReviewProposal
from registry.web.access import current_store


def find_proposal(proposal_id: int) -> ReviewProposal:
    with reading(current_store()) as session:
        proposal = session.get(ReviewProposal, proposal_id)
    if proposal is None:
        abort(404)
    return proposal
