"""The lists of reviews: a review that was open at 公布 waits for nobody and is not late for ever."""

from datetime import date

import pytest
from sqlmodel import Session

from registry.actions.documents.publish_document import publish_document
from registry.domain.filings import Party
from registry.storage.engine import Store, reading
from registry.storage.legality_lists import (
    ReviewFilter,
    ReviewScope,
    ReviewTiming,
    review_ids,
    waiting_reviews,
)
from tests.building.reviews import under_review
from tests.cast import NOW, Cast

LATER = date(2026, 6, 1)


@pytest.fixture
def published(store: Store, cast: Cast) -> int:
    """A document of 2010, marked as published while its review was under way."""
    document_id = under_review(store, cast.drafter)
    day = date(2010, 1, 5)
    publish_document(store, cast.clerk, document_id, published_on=day, effective_on=None, now=NOW)
    return document_id


def n_listed(session: Session, wanted: ReviewFilter) -> int:
    return len(session.execute(review_ids(wanted, LATER)).all())


def test_a_review_open_at_publication_is_listed_as_ended(store: Store, published: int) -> None:
    with reading(store) as session:
        assert waiting_reviews(session, list(Party), None, limit=9) == []
        assert n_listed(session, ReviewFilter()) == 0
        assert n_listed(session, ReviewFilter(scope=ReviewScope.ENDED)) == 1
        assert n_listed(session, ReviewFilter(scope=ReviewScope.ALL, timing=ReviewTiming.LATE)) == 0
