"""Numbers and papers of the invented documents."""

from collections import Counter
from datetime import date, timedelta

import pytest

from registry.demonstration import district
from registry.demonstration._days import chinese_date
from registry.demonstration.shapes import District
from registry.domain.doc_numbers import parse

DAYS = (date(2026, 11, 22), date(2027, 2, 28), date(2028, 2, 29), date(2027, 1, 4), date(2029, 10, 9))


@pytest.fixture(scope="module", params=DAYS, ids=str)
def made(request: pytest.FixtureRequest) -> District:
    return district(request.param)


def test_every_number_is_spelled_as_the_standard_spells_it(made: District) -> None:
    numbers = [document.doc_no for document in made.documents if document.doc_no]
    assert len(numbers) == len(made.documents) - 1  # the secret stub has none
    assert [number for number in numbers if parse(number).spelled != number] == []


def test_a_number_is_used_twice_only_with_a_recorded_reason(made: District) -> None:
    uses = Counter(document.doc_no for document in made.documents)
    twice = [document for document in made.documents if uses[document.doc_no] > 1]
    assert {document.slug for document in twice} == {"water-source", "livestock-zones"}
    assert all(document.duplicate_reason for document in twice)


def test_no_two_documents_share_title_and_number(made: District) -> None:
    """The register would take them for the same document."""
    uses = Counter((document.title, document.doc_no) for document in made.documents)
    assert max(uses.values()) == 1


def test_a_paper_states_its_title_number_issuers_and_dates(made: District) -> None:
    for document in made.documents:
        if not document.text:
            continue
        dates = document.dates
        stated = [document.title, document.doc_no, *document.names_as_issued]
        stated += [chinese_date(day) for day in (dates.signed_on, dates.valid_until) if day]
        if dates.effective_on and dates.effective_on != dates.published_on:
            stated.append(f"自{chinese_date(dates.effective_on)}起施行")
        assert [words for words in stated if words not in document.text] == [], document.slug


def test_papers_have_the_length_of_real_ones_and_no_gaps(made: District) -> None:
    lengths = {document.slug: len(document.text) for document in made.documents if document.text}
    assert min(lengths.values()) >= 650
    assert sum(n >= 800 for n in lengths.values()) >= 60
    assert not [document.slug for document in made.documents if set("{}[]@#") & set(document.text)]


def test_papers_are_distinct(made: District) -> None:
    """Of any two papers on different matters, most lines differ."""
    lines = {
        document.slug: {line for line in document.text.split("\n") if len(line) > 30}
        for document in made.documents
        if document.text
    }
    shared = Counter(line for own in lines.values() for line in own)
    own_share = sum(1 for n in shared.values() if n == 1) / len(shared)
    assert own_share > 0.85


def test_a_renamed_authority_signs_with_its_name_of_the_day(made: District) -> None:
    names = {document.slug: document.names_as_issued[0] for document in made.documents}
    assert names["land-reserve"] == "云汀区国土资源局"
    assert names["facility-land"] == "云汀区自然资源局"


def test_a_provisional_title_may_have_five_years(made: District) -> None:
    document = next(document for document in made.documents if document.slug == "talent-housing")
    assert "（试行）" in document.title
    assert document.dates.valid_until
    assert document.dates.effective_on
    assert document.dates.valid_until - document.dates.effective_on > timedelta(days=365 * 4)


def test_one_title_is_very_long(made: District) -> None:
    assert max(len(document.title) for document in made.documents) > 80


def test_a_repealing_paper_names_what_it_repeals(made: District) -> None:
    by_slug = {document.slug: document for document in made.documents}
    for document in made.documents:
        for event in document.events:
            assert document.doc_no in by_slug[event.by].text, (document.slug, event.by)
