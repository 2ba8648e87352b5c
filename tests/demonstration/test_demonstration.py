"""The whole district is consistent on whichever day it is made."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from registry.demonstration import district
from registry.demonstration.shapes import District, Document
from registry.domain.cleanups import OUTCOME_EVENTS
from registry.domain.documents import (
    Disclosure,
    DocumentKind,
    check_dates,
    check_may_publish,
    date_findings,
)
from registry.domain.filings import FilingState
from registry.domain.roles import Role
from registry.domain.validity import Event, EventKind, Life, Span, Status, spans, status_on

DAYS = (date(2026, 11, 22), date(2027, 2, 28), date(2028, 2, 29))
REAL_PLACES = ("福建", "泉州", "泉港", "莆田", "江西", "上海", "北京", "湖南", "浙江", "广东", "岳阳")


@pytest.fixture(scope="module", params=DAYS, ids=str)
def made(request: pytest.FixtureRequest) -> District:
    return district(request.param)


def _span(made: District, document: Document) -> Span:
    """The span of today, from the events of the document and those that the release of the round writes."""
    released = made.rounds[0]
    facts = [
        (event.kind, event.effective_on, event.recorded_on, event.new_valid_until)
        for event in document.events
    ]
    facts += [
        (OUTCOME_EVENTS[item.outcome], released.published_on, released.published_on, None)
        for item in released.items
        if item.document == document.slug
    ]
    events = [
        Event(n, kind, on, datetime(at.year, at.month, at.day, 4, tzinfo=UTC), new_valid_until=new)
        for n, (kind, on, at, new) in enumerate(facts)
    ]
    dates = document.dates
    life = Life(True, dates.published_on, dates.effective_on, dates.valid_until, document.has_no_expiry)
    return status_on(spans(life, events), made.today)


def test_the_same_day_gives_the_same_district() -> None:
    assert district(DAYS[0]) == district(DAYS[0])


def test_it_has_the_size_of_a_small_district(made: District) -> None:
    assert (len(made.authorities), len(made.people), len(made.rounds)) == (14, 7, 1)
    assert len(made.documents) == 67
    assert Counter(person.role for person in made.people)[Role.CONTACT] == 3
    assert all(holder.email.endswith(".example.invalid") for holder in (*made.authorities, *made.people))


def test_every_slug_and_code_exists(made: District) -> None:
    slugs = {document.slug for document in made.documents}
    codes = {authority.code for authority in made.authorities}
    named = {
        relation.target for document in made.documents for relation in document.relations if relation.target
    }
    named |= {event.by for document in made.documents for event in document.events}
    named |= {filing.document for filing in made.filings} | {made.rounds[0].decision}
    named |= {item.document for item in made.rounds[0].items}
    assert len(slugs) == len(made.documents)
    assert named <= slugs
    assert {code for document in made.documents for code in document.authorities} <= codes
    assert {person.authority for person in made.people if person.authority} <= codes
    assert {moved.by for filing in made.filings for moved in filing.moves} <= {
        person.login for person in made.people
    }


_SHOWN = set(Status) - {Status.NOT_YET_PUBLISHED}  # every document of the district has been published


def test_every_status_is_represented(made: District) -> None:
    assert {_span(made, document).status for document in made.documents} == _SHOWN


@pytest.mark.parametrize(
    ("slug", "status"),
    [
        ("market-stalls", Status.UNKNOWN),
        ("fishing-ban", Status.NOT_YET_EFFECTIVE),
        ("fishing-ban-last", Status.LAPSED),
        ("livestock-zones", Status.DECLARED_LAPSED),
        ("investment-incentive", Status.REPEALED),
        ("land-compensation-old", Status.REPEALED),
        ("key-tasks", Status.RECLASSIFIED),
        ("road-fee", Status.ANNULLED),
        ("parking-fee", Status.SUSPENDED),
        ("government-projects", Status.IN_FORCE),
        ("outdoor-ads", Status.IN_FORCE),
        ("orphan-care", Status.IN_FORCE),
        ("dog-keeping", Status.IN_FORCE),
        ("heritage-trees", Status.IN_FORCE),
        ("fireworks", Status.IN_FORCE),
    ],
)
def test_the_documents_have_the_status_that_the_tables_intend(
    made: District, slug: str, status: Status
) -> None:
    document = next(document for document in made.documents if document.slug == slug)
    assert _span(made, document).status is status


def test_the_late_extension_leaves_a_gap(made: District) -> None:
    document = next(document for document in made.documents if document.slug == "government-projects")
    (extension,) = document.events
    assert document.dates.valid_until
    assert document.dates.valid_until + timedelta(days=1) < extension.effective_on


def test_a_document_with_only_a_publication_date_is_presumed_in_force(made: District) -> None:
    document = next(document for document in made.documents if document.slug == "burial")
    assert _span(made, document).is_presumed


def test_every_event_kind_of_a_paper_happens(made: District) -> None:
    kinds = {event.kind for document in made.documents for event in document.events}
    assert kinds == {
        EventKind.REPEALED,
        EventKind.PARTLY_REPEALED,
        EventKind.AMENDED,
        EventKind.EXTENDED,
        EventKind.REISSUED,
        EventKind.SUSPENDED,
        EventKind.ANNULLED,
    }


def test_no_title_names_a_real_place(made: District) -> None:
    titles = " ".join(document.title for document in made.documents)
    assert not [place for place in REAL_PLACES if place in titles]


def test_one_paper_is_joint_one_secret_one_withheld_and_one_on_request(made: District) -> None:
    assert sum(len(document.authorities) == 2 for document in made.documents) == 1
    disclosures = Counter(document.disclosure for document in made.documents)
    assert [disclosures[disclosure] for disclosure in Disclosure] == [64, 1, 1, 1]
    (stub,) = (document for document in made.documents if document.disclosure is Disclosure.SECRET)
    assert (stub.title, stub.doc_no, stub.text) == ("", "", "")
    assert re.fullmatch(r"密\d{4}-1", stub.local_serial)


@pytest.mark.parametrize("month", range(26))
def test_it_can_be_made_on_any_day(month: int) -> None:
    """Days a month and a half apart, so that every season, weekday and holiday comes by."""
    made = district(date(2026, 11, 22) + timedelta(days=46 * month))
    assert {filing.state for filing in made.filings} == set(FilingState)
    assert {_span(made, document).status for document in made.documents} == _SHOWN
    for document in made.documents:
        _check_dates(document, made)


def _check_dates(document: Document, made: District) -> None:
    dates = document.dates
    check_dates(dates)
    assert date_findings(dates) == []
    if dates.published_on is None:
        return
    assert dates.published_on <= made.today
    assert dates.published_on.weekday() < 5
    check_may_publish(document.kind, dates.published_on, document.steps, made.tracked_from)
    assert all(step.done_on <= dates.published_on for step in document.steps if step.done_on)
    assert all(event.recorded_on <= event.effective_on for event in document.events)
    assert all(event.recorded_on > dates.published_on for event in document.events)


def test_many_kinds_of_documents_are_there(made: District) -> None:
    kinds = {document.kind for document in made.documents}
    assert kinds >= {
        DocumentKind.MEASURES,
        DocumentKind.PROVISIONS,
        DocumentKind.RULES,
        DocumentKind.NOTICE,
        DocumentKind.ANNOUNCEMENT,
        DocumentKind.DECISION,
        DocumentKind.ORDER,
        DocumentKind.CLEANUP_DECISION,
    }
