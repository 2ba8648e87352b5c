"""Who may enter, and when a session ends."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from registry.actions.people.edit_user import edit_user
from registry.clock import now as clock
from registry.domain.roles import Permission, Role
from registry.storage.engine import Store
from registry.web.access import needs, safe_next
from tests.cast import NOW, Cast

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def app(new_app: Flask) -> Flask:
    return new_app


@pytest.fixture(autouse=True)
def _doors(app: Flask) -> None:
    def open_for(permission: Permission) -> Callable[[], str]:
        return needs(permission)(lambda: "inside")

    app.add_url_rule("/desk/people", "people", open_for(Permission.MANAGE_PEOPLE), methods=["GET", "POST"])
    app.add_url_rule("/desk/own", "own", open_for(Permission.READ_OWN))
    app.add_url_rule("/catalog", "catalog", open_for(Permission.READ_PUBLIC))
    app.add_url_rule("/forgotten", "forgotten", lambda: "inside")


def test_a_door_that_names_no_permission_is_closed_to_everyone(client: FlaskClient, sign_in: SignIn) -> None:
    for browser in (client, sign_in("admin")):
        assert browser.get("/forgotten").status_code == 403


def test_a_visitor_is_asked_to_sign_in_and_led_back(client: FlaskClient) -> None:
    answer = client.get("/desk/people?page=2")
    assert (answer.status_code, answer.location) == (302, "/account/sign-in?next=/desk/people?page%3D2")
    assert client.get("/catalog").text == "inside"


def test_what_a_visitor_sends_is_not_sent_again_after_signing_in(client: FlaskClient) -> None:
    answer = client.post("/desk/people", follow_redirects=True)
    assert answer.request.path == "/account/sign-in"
    assert "没有保存" in answer.text


def test_a_part_of_a_page_sends_the_whole_browser_to_the_sign_in(client: FlaskClient) -> None:
    answer = client.get("/desk/people", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/account/sign-in")


def test_each_role_enters_what_its_permission_opens(sign_in: SignIn) -> None:
    for name in ("drafter", "stranger", "clerk", "lead", "auditor"):
        browser = sign_in(name)
        assert browser.get("/desk/people").status_code == 403
        assert browser.post("/desk/people").status_code == 403
        assert browser.get("/desk/own").text == "inside"
    assert sign_in("admin").get("/desk/people").text == "inside"


def test_a_session_ends_after_an_hour_of_rest(sign_in: SignIn) -> None:
    browser = sign_in("clerk")
    with time_machine.travel(NOW + timedelta(minutes=59)):
        assert browser.get("/desk/own").status_code == 200
    with time_machine.travel(NOW + timedelta(minutes=118)):
        assert browser.get("/desk/own").status_code == 200
    with time_machine.travel(NOW + timedelta(minutes=179)):
        assert browser.get("/desk/own").status_code == 302


def test_a_session_ends_after_eight_hours_of_work(sign_in: SignIn) -> None:
    browser = sign_in("clerk")
    for minutes in range(30, 480, 30):
        with time_machine.travel(NOW + timedelta(minutes=minutes)):
            assert browser.get("/desk/own").status_code == 200
    with time_machine.travel(NOW + timedelta(minutes=481)):
        assert browser.get("/desk/own").status_code == 302


@pytest.mark.parametrize(
    "change", [{"role": Role.AUDITOR}, {"is_active": False}, {"new_password": "another battery"}]
)
def test_a_session_ends_when_the_person_may_do_other_things(
    store: Store, cast: Cast, sign_in: SignIn, change: dict[str, object]
) -> None:
    browser = sign_in("clerk")
    assert cast.clerk.user_id
    before = {"name": "陈经办", "role": Role.CLERK, "authority_id": None, "email": "", "is_active": True}
    edit_user(store, cast.admin, cast.clerk.user_id, now=clock(), **{**before, **change})  # type: ignore[arg-type]
    assert browser.get("/desk/own").status_code == 302


def test_a_session_of_another_key_is_none(client: FlaskClient) -> None:
    client.set_cookie("registry_session", "eyJfdXNlcl9pZCI6IjUuMS4wIn0.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    assert client.get("/desk/own").status_code == 302


@pytest.mark.parametrize("address", ["/desk", "/desk/", "/desk/filings/3?page=2"])
def test_pages_of_the_desk_may_follow_the_sign_in(address: str) -> None:
    assert safe_next(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None, "", "/", "/catalog", "/desktop", "//evil.example/desk", "https://evil.example/desk", "/\\evil.example",
        "javascript:alert(1)", "/desk\\@evil.example", "/desk\r\nSet-Cookie: a=b", "///desk", "http:/desk",
    ],
)  # fmt: skip
def test_nothing_else_may(address: str | None) -> None:
    assert safe_next(address) is None
