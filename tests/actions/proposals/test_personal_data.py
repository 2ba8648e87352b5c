"""Personal data: every look leaves a line that names nobody, and erasing leaves what the register needs."""

from datetime import date

import pytest

from registry.actions.proposals.add_proposal import add_proposal
from registry.actions.proposals.personal_data import erase_proposer, open_proposal_file, read_proposer
from registry.actions.proposals.sign_reply import sign_reply
from registry.actions.proposals.submit_proposal import KeptAttachment, Submission
from registry.domain.errors import Denied, Refusal
from registry.domain.papers.kinds import SubjectKind
from registry.domain.review_proposals import Channel
from registry.storage.audit import entries_about
from registry.storage.engine import Store, reading
from registry.storage.files import keep_bytes, path_of
from registry.storage.papers import papers_of
from registry.storage.review_proposals import ProposalReply, ReviewProposal, files_of, person_of
from tests.building.concurrent_acts import check_sound
from tests.building.proposals import NAME, PERSON, PROPOSED, enter, examine
from tests.cast import NOW, Cast

TODAY = date(2026, 3, 5)


def test_every_look_leaves_a_line_that_names_the_number_alone(store: Store, cast: Cast) -> None:
    proposal_id = enter(store, cast.clerk)
    for actor in (cast.clerk, cast.lead):
        assert read_proposer(store, actor, proposal_id, now=NOW) == PERSON
    for actor in (cast.drafter, cast.visitor, cast.admin, cast.auditor):
        with pytest.raises(Denied):
            read_proposer(store, actor, proposal_id, now=NOW)
    with reading(store) as session:
        entries = [e for e in entries_about(session, f"proposal:{proposal_id}") if e.act == "read_proposer"]
    assert [entry.fields for entry in entries] == [{"number": "审建〔2026〕1号"}] * 2


def test_erasing_takes_person_files_and_paper_and_leaves_the_rest(store: Store, cast: Cast) -> None:
    own, shared = (keep_bytes(store, content) for content in (b"%PDF-own", b"%PDF-shared"))
    files = [KeptAttachment("pdf", 8, own), KeptAttachment("pdf", 11, shared)]
    proposal_id, other = (
        add_proposal(
            store,
            cast.clerk,
            Submission(PERSON, PROPOSED, False, kept),
            channel=Channel.VISIT,
            received_on=date(2026, 3, 2),
            now=NOW,
        ).id
        or 0
        for kept in (files, files[1:])
    )
    assert open_proposal_file(store, cast.clerk, proposal_id, 2, now=NOW)[1].sha256 == shared
    with pytest.raises(Refusal, match="还没有办结"):
        erase_proposer(store, cast.lead, proposal_id, now=NOW)
    examine(store, cast.clerk, proposal_id)
    sign_reply(store, cast.lead, proposal_id, on=TODAY, now=NOW)
    with pytest.raises(Denied):
        erase_proposer(store, cast.clerk, proposal_id, now=NOW)
    erase_proposer(store, cast.lead, proposal_id, now=NOW)
    with reading(store) as session:
        assert person_of(session, proposal_id) is None
        assert files_of(session, proposal_id) == []
        assert len(files_of(session, other)) == 1
        (paper,) = papers_of(session, SubjectKind.PROPOSAL, proposal_id)
        assert (paper.docx, paper.pdf, len(paper.sha256)) == (None, None, 64)
        assert session.get_one(ProposalReply, proposal_id).text
        assert session.get_one(ReviewProposal, proposal_id).erased_on == TODAY
    assert not path_of(store, own).exists()
    assert path_of(store, shared).exists()
    for again in (
        lambda: read_proposer(store, cast.lead, proposal_id, now=NOW),
        lambda: erase_proposer(store, cast.lead, proposal_id, now=NOW),
    ):
        with pytest.raises(Refusal, match="已于2026年3月5日删除"):
            again()
    check_sound(store)
    with reading(store) as session:
        assert NAME not in str([e.fields for e in entries_about(session, f"proposal:{proposal_id}")])
