"""Giving many what they lack from the queue: shown in numbers, confirmed, and those that cannot are named."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from lxml import html
from werkzeug.datastructures import MultiDict

from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading
from tests.building.documents import DATES, register
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]
QUEUE = "/desk/documents/doubts"
OPEN = replace(DATES, valid_until=None)
FILL = f"{QUEUE}/fill?doubt=no_validity"


@pytest.fixture
def two(store: Store, cast: Cast, now: datetime) -> list[int]:
    return [
        register(store, cast.clerk, now, title=f"第{n}件", doc_no=f"示农〔2019〕{n}号", dates=OPEN)
        for n in (1, 2)
    ]


def test_all_that_were_found_and_shown_are_given_one_validity(
    sign_in: SignIn, store: Store, cast: Cast, now: datetime, two: list[int]
) -> None:
    clerk = sign_in("clerk")
    queue = clerk.get(f"{QUEUE}?doubt=no_validity").text
    assert "给找到的全部2件补录" in queue
    page = f"{FILL}&document=all"
    assert "给这2件文件" in clerk.get(page).text
    sent = {"validity": "years", "years": "5", "reason": "文末写明五年"}
    shown = clerk.post(page, data=sent).text
    assert "2件文件补上所填的内容" in shown
    assert 'name="years" value="5"' in shown
    came = register(store, cast.clerk, now, title="后来的", doc_no="示农〔2019〕3号", dates=OPEN)
    hidden = html.fromstring(shown).forms[-1].form_values()
    done = clerk.post(page, data=MultiDict(hidden), follow_redirects=True).text
    assert "2件文件已补录" in done
    with reading(store) as session:
        given = [session.get_one(Document, one).valid_until for one in (*two, came)]
    assert given == [date(2031, 2, 28)] * 2 + [None]


def test_ticked_ones_get_it_and_what_is_missing_is_asked_for(
    sign_in: SignIn, store: Store, two: list[int]
) -> None:
    clerk = sign_in("clerk")
    page = f"{FILL}&document={two[0]}"
    for sent in ({"validity": "until", "reason": "查"}, {"validity": "none", "reason": " "}):
        answer = clerk.post(page, data={**sent, "confirmed": "1"})
        assert answer.status_code == 422
    clerk.post(page, data={"validity": "none", "reason": "原件写明长期有效", "confirmed": "1"})
    with reading(store) as session:
        assert [session.get_one(Document, one).has_no_expiry for one in two] == [True, False]


def test_only_the_office_gives_and_only_what_one_thing_mends(sign_in: SignIn, two: list[int]) -> None:
    assert sign_in("drafter").get(f"{FILL}&document=all").status_code == 403
    assert sign_in("clerk").get(f"{QUEUE}/fill?doubt=same_title&document=all").status_code == 404
    answer = sign_in("clerk").get(f"{FILL}&document=x", follow_redirects=True)
    assert "没有选中待核的文件" in answer.text
