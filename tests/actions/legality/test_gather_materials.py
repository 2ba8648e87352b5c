"""Materials gathered after a passage ended: they change nothing that stands, and the next passage takes them over."""

from datetime import date

import pytest

from registry.actions.legality.gather_materials import hand_in_materials, waive_material
from registry.domain.errors import Refusal
from registry.domain.legality_reviews import ReviewMove, ReviewState
from registry.storage.engine import Store, reading
from registry.storage.files import KeptFile, keep_bytes
from registry.storage.legality_reviews import waivers_of
from tests.building.reviews import draft, move, review_of, under_review
from tests.cast import NOW, Cast

M = ReviewMove


def test_a_material_after_the_opinion_begins_no_passage(store: Store, cast: Cast) -> None:
    one = under_review(store, cast.drafter)
    move(store, cast.lead, one, M.FIND_LAWFUL)
    waive_material(store, cast.drafter, one, "起草说明", because="另附", now=NOW)
    file = KeptFile(keep_bytes(store, "依据".encode()), "制定依据.txt", 6, "material", "制定依据")
    assert hand_in_materials(store, cast.drafter, one, [file], now=NOW) == []
    review = review_of(store, one)
    assert (review.passage, review.state, review.opinion_on) == (1, ReviewState.LAWFUL, date(2026, 2, 2))


def test_the_next_passage_takes_over_what_does_not_apply(store: Store, cast: Cast) -> None:
    one = under_review(store, cast.drafter)
    move(store, cast.drafter, one, M.WITHDRAW)
    waive_material(store, cast.drafter, one, "起草说明", because="写在函中", now=NOW)
    sent = move(store, cast.drafter, one, M.SUBMIT)
    assert (sent.passage, sent.state) == (2, ReviewState.SUBMITTED)
    with reading(store) as session:
        assert waivers_of(session, sent.id or 0)["起草说明"] == "写在函中"


def test_a_material_that_is_not_asked_for_is_refused(store: Store, cast: Cast) -> None:
    one = draft(store, cast.drafter)
    with pytest.raises(Refusal, match="清单中没有这一项"):
        waive_material(store, cast.drafter, one, "别的", because="没有", now=NOW)
