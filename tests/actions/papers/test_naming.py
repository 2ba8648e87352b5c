"""What words name as the subject of a paper."""

import pytest
from sqlmodel import select

from registry.actions.papers.make_paper import make_paper
from registry.actions.papers.naming import named_subject
from registry.domain.errors import Refusal
from registry.domain.papers.kinds import PaperKind
from registry.domain.roles import OPERATOR
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading, transaction
from registry.storage.filings import Filing
from tests.building.filings import registered_without_paper
from tests.cast import NOW

KIND = PaperKind.REGISTRATION_NOTICE


def test_a_filing_is_named_by_its_numbers_and_the_title(store: Store) -> None:
    filing_id = registered_without_paper(store)
    paper = make_paper(store, OPERATOR, KIND, filing_id, now=NOW)
    with reading(store) as session:
        filing = session.get_one(Filing, filing_id)
        document = session.get_one(Document, filing.document_id)
        for words in (str(filing_id), filing.filing_no, document.doc_no, document.title, paper.number):
            assert words
            assert named_subject(session, KIND, f" {words} ") == str(filing_id)


def test_what_names_nothing_or_several_is_refused(store: Store) -> None:
    registered_without_paper(store)
    with transaction(store) as session:
        document = session.exec(select(Document)).first()
        assert document is not None
        title = document.title
        session.add(Document(**document.model_dump(exclude={"id"})))
    with reading(store) as session:
        with pytest.raises(Refusal, match="没有编号、文号"):
            named_subject(session, KIND, "没有的标题")
        with pytest.raises(Refusal, match="不止一件（编号1、2）"):
            named_subject(session, PaperKind.LEGALITY_OPINION, title)
