"""One's own absence, and that of others by an admin."""

from collections.abc import Callable

from flask.testing import FlaskClient

from registry.storage.engine import Store, reading, transaction
from registry.storage.people import User
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]
DAYS = {"absent_from": "2026-03-09", "absent_until": "2026-03-13"}


def test_a_clerk_names_the_lead_and_the_list_of_people_says_so(sign_in: SignIn, cast: Cast) -> None:
    clerk = sign_in("clerk")
    text = clerk.get("/account/absence").text
    assert "林负责</option>" in text
    assert "周起草</option>" not in text
    answer = clerk.post(
        "/account/absence", data=DAYS | {"deputy_id": str(cast.lead.user_id)}, follow_redirects=True
    )
    assert "陈经办自2026年3月9日至2026年3月13日不在岗，期间新产生的通知由林负责代收。" in answer.text
    assert "2026年3月9日至2026年3月13日不在岗" in sign_in("admin").get("/desk/people/").text


def test_who_has_no_colleague_is_told_so_and_may_be_absent_all_the_same(sign_in: SignIn) -> None:
    drafter = sign_in("drafter")
    assert "没有可以代收的同事" in drafter.get("/account/absence").text
    answer = drafter.post("/account/absence", data=DAYS | {"deputy_id": ""}, follow_redirects=True)
    assert "没有指定代收人，通知仍发给本人。" in answer.text


def test_days_that_cannot_be_stay_on_the_form(sign_in: SignIn, store: Store) -> None:
    answer = sign_in("clerk").post(
        "/account/absence", data={"absent_from": "2026-03-13", "absent_until": "2026-03-09", "deputy_id": ""}
    )
    assert answer.status_code == 422
    assert "早于第一天" in answer.text
    with reading(store) as session:
        assert session.get_one(User, 3).absent_from is None


def test_an_admin_fills_it_in_for_somebody_else(sign_in: SignIn, cast: Cast) -> None:
    admin, address = sign_in("admin"), f"/desk/people/{cast.clerk.user_id}/absence"
    assert "陈经办" in admin.get(address).text
    data = DAYS | {"deputy_id": str(cast.lead.user_id)}
    assert "由林负责代收" in admin.post(address, data=data, follow_redirects=True).text
    assert sign_in("lead").get(address).status_code == 403


def test_a_deputy_who_was_switched_off_is_offered_no_more(sign_in: SignIn, store: Store, cast: Cast) -> None:
    clerk = sign_in("clerk")
    clerk.post("/account/absence", data=DAYS | {"deputy_id": str(cast.lead.user_id)})
    with transaction(store) as session:
        session.get_one(User, cast.lead.user_id).is_active = False
    assert "林负责</option>" not in clerk.get("/account/absence").text
