"""Taking a mistaken event back."""

import io
from collections.abc import Callable
from datetime import date, datetime

from flask.testing import FlaskClient

from registry.actions.documents.record_event import record_event
from registry.domain.validity import EventKind
from registry.storage.engine import Store
from tests.building.amendments import AMENDED_TEXT, amend, register_act, register_dogs
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


def test_the_text_as_amended_is_uploaded_beside_its_event(store: Store, sign_in: SignIn) -> None:
    document_id = register_dogs(store)
    event_id = amend(store, document_id, register_act(store))
    clerk = sign_in("clerk")
    assert f"/desk/events/{event_id}/text" in clerk.get(f"/desk/documents/{document_id}").text
    assert "第五条、第七条" in clerk.get(f"/desk/events/{event_id}/text").text
    data = {"file": (io.BytesIO(AMENDED_TEXT.encode()), "修改后.txt")}
    answer = clerk.post(f"/desk/events/{event_id}/text", data=data, follow_redirects=True)
    assert "已存为2024年5月1日修改后的正文" in answer.text
    assert "养犬应当每年登记" in answer.text
    assert "SHA-256：" in answer.text
    assert clerk.post(f"/desk/events/{event_id}/text", data={}).status_code == 422
    assert sign_in("drafter").get(f"/desk/events/{event_id}/text").status_code == 403


def test_other_events_have_no_amended_text(store: Store, sign_in: SignIn) -> None:
    event_id = amend(store, register_dogs(store), kind=EventKind.TO_AMEND, articles="")
    assert sign_in("clerk").get(f"/desk/events/{event_id}/text").status_code == 404
