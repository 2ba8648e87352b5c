"""A form leads back to the list it was opened from, and to no other site."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.storage.engine import Store
from registry.web.ways_back import way_back
from tests.building.documents import DATES, register
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]
QUEUE = "/desk/documents/doubts?doubt=no_published_on&authority=2&size=20&page=1"


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("/desk/documents/doubts?doubt=same_title&page=2", "/desk/documents/doubts?doubt=same_title&page=2"),
        ("", "/usual"),
        ("https://example.com/desk/", "/usual"),
        ("//example.com/desk/", "/usual"),
        ("/\\example.com/desk/", "/usual"),
        ("/desk/\\example.com", "/usual"),
        ("/deskunder.example.com", "/usual"),
        ("/account/sign-out", "/usual"),
        ("/desk/documents\r\nSet-Cookie: a=b", "/usual"),
        ("javascript:alert(1)//desk/", "/usual"),
        ("/desk/" + "a" * 1000, "/usual"),
    ],
)
def test_only_a_page_of_this_desk_is_a_way_back(app: Flask, asked: str, leads: str) -> None:
    with app.test_request_context("/desk/x", query_string={"back": asked}):
        assert way_back("/usual") == leads


@pytest.fixture
def undated(store: Store, cast: Cast, now: datetime) -> list[int]:
    dates = replace(DATES, published_on=None)
    numbers = ["示农〔2019〕1号", "示农〔2019〕2号"]
    return [register(store, cast.clerk, now, title=f"办法{one}", doc_no=one, dates=dates) for one in numbers]


def _link(page: str, path: str) -> str:
    found = re.search(rf'href="({path}[^"]*)"', page)
    assert found
    return unescape(found[1]).partition("#")[0]


def test_each_form_is_reached_with_the_way_back_to_where_one_was(sign_in: SignIn, undated: list[int]) -> None:
    clerk = sign_in("clerk")
    form = _link(clerk.get(QUEUE).text, f"/desk/documents/{undated[0]}/edit")
    assert f'<a href="{QUEUE.replace("&", "&amp;")}">取消</a>' in clerk.get(form).text


def test_what_was_settled_leads_back_too(sign_in: SignIn, undated: list[int]) -> None:
    clerk = sign_in("clerk")
    form = _link(clerk.get(QUEUE).text, "/desk/documents/doubts/settle")
    saved = clerk.post(form, data={"reason": "原件未载明。"})
    assert (saved.status_code, saved.headers["Location"]) == (303, QUEUE)


@pytest.mark.parametrize(
    ("verb", "typed"),
    [
        ("relate", {"kind": "based_on", "other_text": "《某条例》"}),
        (
            "record-event",
            {"kind": "to_amend", "effective_on": "2026-03-01", "source": "某会议", "do": "record"},
        ),
    ],
)
def test_a_relation_or_an_event_leads_back_too(
    sign_in: SignIn, undated: list[int], verb: str, typed: dict[str, str]
) -> None:
    address = f"/desk/documents/{undated[0]}/{verb}"
    saved = sign_in("clerk").post(address, query_string={"back": QUEUE}, data=typed)
    assert (saved.status_code, saved.headers["Location"]) == (303, QUEUE)
