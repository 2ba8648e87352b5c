"""The demonstration, loaded into a real store through the actions that people use."""

from collections import Counter

import pytest
from sqlmodel import select

from registry.actions.office.verify_register import verify_register
from registry.demonstration import district
from registry.domain.cleanups import Outcome
from registry.domain.doubts import Doubt
from registry.domain.filings import FilingState
from registry.domain.instants import day_of
from registry.domain.papers import figures, filer
from registry.domain.papers.filing import PAPER_OF
from registry.domain.papers.kinds import PaperKind
from registry.domain.papers.letterhead import Letterhead
from registry.domain.validity import Status
from registry.storage import office
from registry.storage.authorities import former_names, holders_by_name_key, successions_of
from registry.storage.documents.tables import Document, DocumentSpan, issuers_of
from registry.storage.doubts.queue import QueueFilter, count_doubts
from registry.storage.engine import Store, reading
from registry.storage.filings import Filing, owed_on
from registry.storage.papers import Paper
from registry.storage.releases import Release
from tests.building.demonstrations import Demonstration
from tests.cast import NOW

TODAY = day_of(NOW)
N_FOUND = 2  # old papers from a cabinet, which are not in the tables of the district
N_DRAFTS = 1  # the one under 合法性审核
FORMERLY = ["云汀区国土资源局", "云汀区农业局", "云汀区食品药品监督管理局", "云汀区粮食局"]


@pytest.fixture(scope="module")
def district_store(demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The district in a store of its own; the tests only read it."""
    return demonstration.copy(tmp_path_factory.mktemp("district"))


def test_every_person_has_a_different_password(demonstration: Demonstration) -> None:
    assert len({password for _, password, _ in demonstration.sign_ins}) == len(district(TODAY).people)


def test_everything_is_loaded_and_nothing_derived_differs(district_store: Store) -> None:
    story = district(TODAY)
    assert verify_register(district_store) == []
    with reading(district_store) as session:
        assert office.is_demonstration(session)
        documents = session.exec(select(Document)).all()
        assert len(documents) == len(story.documents) + N_FOUND + N_DRAFTS
        filings = session.exec(select(Filing)).all()
        assert Counter(filing.state for filing in filings) == Counter(
            filing.state for filing in story.filings
        )
        assert {filing.state for filing in filings} == set(FilingState)
        spans = session.exec(
            select(DocumentSpan).where(DocumentSpan.from_on <= TODAY, DocumentSpan.until_on > TODAY)
        ).all()
        assert {span.status for span in spans} == set(Status)
        assert len(spans) == len(documents)


def test_doubts_former_names_and_a_merger_are_there_to_be_seen(district_store: Store) -> None:
    with reading(district_store) as session:
        doubts = count_doubts(session, QueueFilter())
        assert doubts[Doubt.REPEAL_NOT_RECORDED] == 1
        assert doubts[Doubt.UNCONFIRMED_RELATION] == N_FOUND
        assert former_names(session) == {
            authority_id: [name] for name, authority_id in holders_by_name_key(session, FORMERLY).items()
        }
        grain = holders_by_name_key(session, ["云汀区粮食局"])["云汀区粮食局"]
        (succession,) = successions_of(session, grain)
        paper = session.exec(select(Document).where(Document.doc_no == "云粮〔2015〕9号")).one()
        assert paper.lead_authority_id == succession.successor_id
        assert [issuer.name_as_issued for issuer in issuers_of(session, paper.id or 0)] == ["云汀区粮食局"]


def test_every_kind_of_paper_that_the_stories_reach_is_there_under_a_red_head(district_store: Store) -> None:
    moves = {move.move for filing in district(TODAY).filings for move in filing.moves}
    incoming = {kind for move, kind in PAPER_OF.items() if move in moves}
    with reading(district_store) as session:
        made = Counter(session.exec(select(Paper.kind)).all())
        assert office.setting(session, "letterhead") == Letterhead.DIGITAL
    assert set(made) == (incoming - {PaperKind.SUPPLEMENT_NOTICE}) | {
        *filer.RULES,
        *figures.RULES,
        PaperKind.URGING_LETTER,
        PaperKind.PROPOSAL_REPLY,
        PaperKind.POLICY_READING,
    }
    assert made[PaperKind.FILING_REPORT] == made[PaperKind.URGING_LETTER] == 1


def test_the_released_round_adds_up_and_one_filing_is_overdue(district_store: Store) -> None:
    (released,) = district(TODAY).rounds
    with reading(district_store) as session:
        release = session.exec(select(Release)).one()
        outcomes = Counter(item.outcome for item in released.items)
        assert release.counts == {outcome.value: outcomes[outcome] for outcome in Outcome}
        owed = owed_on(session, TODAY)
        assert any(filing.due_on and filing.due_on < TODAY for filing, _ in owed)
