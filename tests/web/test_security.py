"""What every answer tells the browser to refuse."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.config import Settings
from registry.storage.engine import Store
from registry.web.app import create_app


def _policy(answer: object) -> dict[str, str]:
    text = answer.headers["Content-Security-Policy"]  # type: ignore[attr-defined]
    return {part.split(" ")[0]: " ".join(part.split(" ")[1:]) for part in text.split("; ")}


@pytest.mark.parametrize(
    "address", ["/account/sign-in", "/static/layout.css", "/nowhere", "/healthz", "/account/password"]
)
def test_every_answer_carries_the_headers(client: FlaskClient, address: str) -> None:
    with client.get(address) as answer:
        pass
    policy = _policy(answer)
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_the_nonce_of_the_policy_is_that_of_the_scripts_and_never_the_same_twice(client: FlaskClient) -> None:
    nonces = set()
    for _ in range(2):
        answer = client.get("/account/sign-in")
        in_page = set(re.findall(r'nonce="([^"]+)"', answer.text))
        assert {f"'self' 'nonce-{one}'" for one in in_page} == {_policy(answer)["script-src"]}
        nonces |= in_page
    assert len(nonces) == 2


def test_pages_behind_the_sign_in_are_kept_by_no_cache(sign_in: Callable[[str], FlaskClient]) -> None:
    assert sign_in("clerk").get("/account/password").headers["Cache-Control"] == "no-store"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app: Flask, client: FlaskClient) -> None:
    cookie = client.get("/account/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_where_the_site_is_served_by_https_cookies_and_browsers_stay_there(
    store: Store, tmp_path: Path
) -> None:
    settings = Settings(instance=tmp_path, public_url="https://register.example.gov.cn")
    answer = create_app(settings, store).test_client().get("/account/sign-in")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_without_https_no_browser_is_bound_to_it(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/account/sign-in").headers


@pytest.mark.parametrize("address", ["/?q=%00", "/documents/%00"])
def test_a_nul_is_no_name(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 400
