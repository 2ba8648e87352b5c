"""Tying documents together, and taking it back."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient

from registry.domain.validity import Status
from registry.storage.documents.tables import relations_of
from registry.storage.documents.timelines import span_on
from registry.storage.engine import Store, reading
from tests.building.documents import register
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def two(store: Store, cast: Cast, now: datetime) -> tuple[int, int]:
    new = register(store, cast.clerk, now)
    return new, register(store, cast.clerk, now, title="旧办法", doc_no="示农〔2026〕1号")


def test_the_other_end_is_found_by_number_title_or_id(
    store: Store, sign_in: SignIn, two: tuple[int, int]
) -> None:
    new, old = two
    clerk = sign_in("clerk")
    for kind, other in (("repeals", "示农[2026]1号"), ("based_on", "《旧办法》"), ("implements", f"#{old}")):
        answer = clerk.post(f"/desk/documents/{new}/relate", data={"kind": kind, "other": other})
        assert answer.status_code == 303
    with reading(store) as session:
        assert {one.other_id for one in relations_of(session, new)[0]} == {old}
        span = span_on(session, old, date(2026, 3, 5))
        assert span
        assert span.status is Status.REPEALED


def test_a_mistyped_number_is_no_relation(store: Store, sign_in: SignIn, two: tuple[int, int]) -> None:
    for other in ("示农〔2026〕100号", ""):
        answer = sign_in("clerk").post(
            f"/desk/documents/{two[0]}/relate", data={"kind": "repeals", "other": other}
        )
        assert answer.status_code == 422
    with reading(store) as session:
        assert relations_of(session, two[0]) == ([], [])


def test_it_is_taken_back_on_a_page_that_says_what_happens(
    store: Store, sign_in: SignIn, two: tuple[int, int]
) -> None:
    clerk = sign_in("clerk")
    clerk.post(f"/desk/documents/{two[0]}/relate", data={"kind": "repeals", "other": "示农〔2026〕1号"})
    with reading(store) as session:
        relation = relations_of(session, two[0])[0][0].id
    assert "时效性重新计算" in clerk.get(f"/desk/relations/{relation}/remove").text
    assert sign_in("stranger").get(f"/desk/relations/{relation}/remove").status_code == 404
    assert clerk.post(f"/desk/relations/{relation}/remove").status_code == 303
    assert clerk.get(f"/desk/relations/{relation}/remove").status_code == 404
    with reading(store) as session:
        span = span_on(session, two[1], date(2026, 3, 5))
        assert span
        assert span.status is Status.IN_FORCE


def test_a_contact_learns_nothing_of_what_another_authority_keeps_back(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    draft = register(store, cast.drafter, now, is_published=False)
    hidden = register(
        store,
        cast.stranger,
        now,
        is_published=False,
        authority_ids=(3,),
        title="内部草案",
        doc_no="青政〔2026〕7号",
    )
    for other in (f"#{hidden}", "内部草案", "青政〔2026〕7号"):
        answer = sign_in("drafter").post(
            f"/desk/documents/{draft}/relate", data={"kind": "based_on", "other": other}
        )
        assert answer.status_code == 422
        assert "没有找到" in answer.text


def test_a_contact_adds_nothing_to_what_the_public_reads(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    published = register(store, cast.clerk, now)
    answer = sign_in("drafter").post(
        f"/desk/documents/{published}/relate", data={"kind": "repeals", "other_text": "某办法"}
    )
    assert answer.status_code == 403
    with reading(store) as session:
        assert relations_of(session, published) == ([], [])
