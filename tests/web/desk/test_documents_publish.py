"""Marking a draft as published."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient

from registry.domain.documents import Dates
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading
from registry.storage.filings import filings_of
from tests.building.documents import register
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def draft(store: Store, cast: Cast, now: datetime) -> int:
    return register(store, cast.drafter, now, is_published=False, dates=Dates())


def test_the_page_says_what_will_follow(sign_in: SignIn, draft: int) -> None:
    clerk = sign_in("clerk")
    assert "2026年3月20日" in clerk.get(f"/desk/documents/{draft}/publish").text  # today is 2026-03-05
    other = {"do": "preview", "published_on": "2026-02-02", "version": "1"}
    page = clerk.post(f"/desk/documents/{draft}/publish", data=other).text
    assert "2026年2月24日" in page
    assert "春节" in page


def test_it_is_published_and_owes_its_filing(store: Store, sign_in: SignIn, draft: int) -> None:
    form = {"do": "publish", "published_on": "2026-03-05", "effective_on": "2026-04-01", "version": "1"}
    assert sign_in("clerk").post(f"/desk/documents/{draft}/publish", data=form).status_code == 303
    with reading(store) as session:
        document = session.get_one(Document, draft)
        assert (document.is_published, document.effective_on) == (True, date(2026, 4, 1))
        assert filings_of(session, draft)[0].due_on == date(2026, 3, 20)
    assert sign_in("clerk").get(f"/desk/documents/{draft}/publish").status_code == 303


def test_missing_steps_block_with_the_way_to_mend_them(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    lacking = register(store, cast.drafter, now, is_published=False, title="乙", doc_no="", steps=())
    clerk = sign_in("clerk")
    page = clerk.get(f"/desk/documents/{lacking}/publish").text
    assert f"/desk/documents/{lacking}/edit#steps" in page
    assert "确认标记公布" not in page
    form = {"do": "publish", "published_on": "2026-03-05", "version": "1"}
    assert clerk.post(f"/desk/documents/{lacking}/publish", data=form).status_code == 422


def test_publishing_is_the_office_s(sign_in: SignIn, draft: int) -> None:
    assert sign_in("drafter").get(f"/desk/documents/{draft}/publish").status_code == 403
