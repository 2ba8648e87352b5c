"""Signing in and out, in the browser."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.cast import PASSWORD


def _post(
    client: FlaskClient, address: str = "/account/sign-in", login: str = "clerk", password: str = PASSWORD
):  # type: ignore[no-untyped-def]
    return client.post(address, data={"login": login, "password": password})


def test_the_page_says_that_secret_material_does_not_belong_here(client: FlaskClient) -> None:
    assert "涉密材料不得录入本系统" in client.get("/account/sign-in").text


def test_signing_in_leads_to_the_page_that_was_asked_for(client: FlaskClient) -> None:
    assert _post(client, "/account/sign-in?next=/desk/filings/3").location == "/desk/filings/3"


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example/desk", "/catalog"])
def test_it_leads_nowhere_else(client: FlaskClient, onward: str) -> None:
    assert _post(client, f"/account/sign-in?next={onward}").location.startswith(("/desk", "/account"))


def test_a_wrong_password_is_said_at_the_field_and_not_repeated(client: FlaskClient) -> None:
    answer = _post(client, password="wrong-password-typed")
    assert answer.status_code == 422
    assert "用户名或密码不正确" in answer.text
    assert "wrong-password-typed" not in answer.text
    assert client.get("/account/password").status_code == 302


def test_too_many_failures_pause_the_sign_in(client: FlaskClient) -> None:
    for _ in range(5):
        _post(client, password="wrong")
    assert "之后再试" in _post(client).text


def test_signing_in_forgets_what_the_browser_held_before(client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session["left"] = "by somebody else"
    _post(client)
    with client.session_transaction() as session:
        assert "left" not in session


def test_signing_out_ends_the_session_and_only_a_post_does(sign_in: Callable[[str], FlaskClient]) -> None:
    browser = sign_in("clerk")
    assert browser.get("/account/sign-out").status_code == 405
    assert browser.get("/account/password").status_code == 200
    assert "您已退出登录" in browser.post("/account/sign-out", follow_redirects=True).text
    assert browser.get("/account/password").status_code == 302


def test_who_is_signed_in_is_led_past_the_form(sign_in: Callable[[str], FlaskClient]) -> None:
    assert sign_in("clerk").get("/account/sign-in").status_code == 302
