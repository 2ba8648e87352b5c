"""Changing one's own password, in the browser."""

from collections.abc import Callable

from flask.testing import FlaskClient

from tests.cast import PASSWORD

NEW = "another battery"
SENT = {"present": PASSWORD, "password": NEW, "again": NEW}


def test_this_browser_stays_signed_in_and_the_others_do_not(sign_in: Callable[[str], FlaskClient]) -> None:
    here, elsewhere = sign_in("clerk"), sign_in("clerk")
    assert here.post("/account/password", data=SENT).status_code == 303
    assert here.get("/account/password").status_code == 200
    assert elsewhere.get("/account/password").status_code == 302


def test_what_is_wrong_is_said(sign_in: Callable[[str], FlaskClient]) -> None:
    browser = sign_in("clerk")
    for changes, sentence in (
        ({"again": "otherwise"}, "两次输入的新密码不同"),
        ({"present": "wrong"}, "现在的密码不正确"),
        ({"password": "short", "again": "short"}, "至少12个字符"),
    ):
        answer = browser.post("/account/password", data={**SENT, **changes})
        assert answer.status_code == 422
        assert sentence in answer.text
