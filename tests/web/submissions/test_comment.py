"""The form of a comment: open until midnight, refused with everything kept, and nobody else's secrets in it."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from registry.storage.engine import Store
from registry.web.limits import limiter
from tests.actions.consultations.test_take_comment import MIDNIGHT
from tests.building.consultations import (
    CONTACT,
    HIDDEN,
    NAME,
    TEXT,
    announce,
    comment_on,
    comments,
    consulted_round,
)
from tests.building.proposals import token_of
from tests.building.rounds import NOW, items

ADDRESS = "/submissions/comments/new?consultation=1"


@pytest.fixture
def document_id(store: Store) -> int:
    """The public document of an announced list."""
    round_id, document_id = consulted_round(store)
    announce(store, round_id)
    return document_id


def kept(page: str) -> bool:
    return all(words in page for words in (TEXT, NAME, CONTACT))


def test_a_visitor_comments_on_the_list_or_on_a_document(
    client: FlaskClient, store: Store, document_id: int
) -> None:
    answer = comment_on(client, ADDRESS)
    assert answer.status_code == 200
    assert "感谢您提出意见" in answer.text
    assert NAME not in answer.text
    page = client.get(f"{ADDRESS}&document={document_id}")
    assert "关于公开事项的通知" in page.text
    comment_on(client, f"{ADDRESS}&document={document_id}", name="", contact="")
    assert [(row.document_id, row.name) for row in comments(store)] == [(None, NAME), (document_id, "")]


def test_after_midnight_the_form_is_closed_and_what_was_typed_is_kept(
    client: FlaskClient, store: Store, document_id: int
) -> None:
    with time_machine.travel(MIDNIGHT - timedelta(seconds=30), tick=False):
        token = token_of(client.get(ADDRESS))
    with time_machine.travel(MIDNIGHT, tick=False):
        page = client.get(ADDRESS)
        assert page.status_code == 200
        assert "征求意见已于2026年3月16日截止" in page.text
        assert "<textarea" not in page.text
        answer = comment_on(client, ADDRESS, token=token)
        assert answer.status_code == 422
        assert "已于2026年3月16日截止，这次没有提交" in answer.text
        assert kept(answer.text)
    assert comments(store) == []


def test_what_is_refused_keeps_what_was_typed(
    client: FlaskClient, app: Flask, store: Store, document_id: int
) -> None:
    stolen = token_of(app.test_client().get(ADDRESS))
    for changes in ({"token": "x"}, {"token": stolen}, {"website": "http://spam.example"}):
        answer = comment_on(client, ADDRESS, **changes)
        assert answer.status_code == 422, changes
        assert kept(answer.text)
    long = comment_on(client, ADDRESS, text="长" * 2001)
    assert long.status_code == 422
    assert "最多2000个字" in long.text
    assert comment_on(client, ADDRESS, text=" ").status_code == 422
    with time_machine.travel(NOW):
        token = token_of(client.get(ADDRESS))
    with time_machine.travel(NOW + timedelta(hours=5)):
        assert "打开得太久" in comment_on(client, ADDRESS, token=token).text
    assert comments(store) == []


def test_nobody_finds_what_was_not_announced_or_is_not_public(
    client: FlaskClient, store: Store, document_id: int
) -> None:
    for address in ("", "?consultation=2", "?consultation=x", "?consultation=-1"):
        assert client.get(f"/submissions/comments/new{address}").status_code == 404
    hidden = [item.document_id for item in items(store, 1) if item.document_id != document_id]
    pages = {
        client.get(f"{ADDRESS}&document={other}").text.split("<h1")[1].split("<form")[0]
        for other in (*hidden, 99_999)
    }
    assert len(pages) == 1  # what is hidden is answered like what does not exist
    assert HIDDEN not in pages.pop()


def test_an_address_sends_a_limited_number_an_hour(
    app: Flask, store: Store, document_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiter, "enabled", True)
    codes = [comment_on(app.test_client(), ADDRESS, text=f"第{n}次提出的意见").status_code for n in range(31)]
    assert (codes[:30], codes[30]) == ([200] * 30, 429)
    assert len(comments(store)) == 30
