"""Taking a mistaken event back."""

from collections.abc import Callable
from datetime import date, datetime

from flask.testing import FlaskClient

from registry.actions.documents.record_event import record_event
from registry.domain.validity import EventKind
from registry.storage.engine import Store
from tests.building.documents import register
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]


def test_it_needs_a_reason_and_says_what_happens(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    one = register(store, cast.clerk, now)
    event = record_event(
        store, cast.clerk, one, EventKind.REPEALED, effective_on=date(2026, 3, 3), source="决定", now=now
    )
    clerk = sign_in("clerk")
    assert "时效性重新计算" in clerk.get(f"/desk/events/{event}/void").text
    assert clerk.post(f"/desk/events/{event}/void", data={"reason": " "}).status_code == 422
    answer = clerk.post(f"/desk/events/{event}/void", data={"reason": "录错"}, follow_redirects=True)
    assert "继续有效" in answer.text
    assert clerk.post(f"/desk/events/{event}/void", data={"reason": "再次"}).status_code == 422
    assert clerk.get("/desk/events/999/void").status_code == 404
    assert sign_in("drafter").get(f"/desk/events/{event}/void").status_code == 403
