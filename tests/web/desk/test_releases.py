"""The frozen list on the desk: the page, and the same bytes for ever."""

import hashlib
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from registry.actions.cleanups.release_round import release_round
from registry.domain.cleanups import Outcome
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store
from tests.building.documents import register_old, register_secret
from tests.building.rounds import FACTS, NOW, decide, start_round

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def release_id(store: Store) -> int:
    kept, ended, secret = (
        register_old(store, "关于甲的通知"),
        register_old(store, "关于乙的通知"),
        register_secret(store),
    )
    round_id = start_round(store)
    decide(
        store, round_id, {kept: Outcome.RETAIN, ended: Outcome.REPEAL, secret: Outcome.REPEAL}, "依据已废止"
    )
    return release_round(store, OPERATOR, round_id, FACTS, now=NOW)


def test_the_page_shows_every_printed_row_the_counts_and_the_hashes(sign_in: SignIn, release_id: int) -> None:
    browser = sign_in("drafter")
    page = browser.get(f"/desk/releases/{release_id}").text
    for words in ("关于甲的通知", "另有1件不予公开的文件", "2028-03-05"):
        assert words in page
    ended = browser.get(f"/desk/releases/{release_id}?outcome=repeal").text
    assert "关于乙的通知" in ended
    assert "依据已废止" in ended
    docx = browser.get(f"/desk/releases/{release_id}/list.docx").data
    assert hashlib.sha256(docx).hexdigest() in page
    assert docx == browser.get(f"/desk/releases/{release_id}/list.docx").data
    assert "示范区人民政府关于公布2025年度" in browser.get("/desk/releases").text


def test_the_rows_come_as_tables_and_unknown_kinds_are_not_found(sign_in: SignIn, release_id: int) -> None:
    browser = sign_in("auditor")
    table = browser.get(f"/desk/releases/{release_id}/list.csv")
    assert "关于乙的通知" in table.data.decode("utf-8-sig")
    assert "attachment" in table.headers["Content-Disposition"]
    assert browser.get(f"/desk/releases/{release_id}/list.xlsx").data.startswith(b"PK")
    for door in (f"/desk/releases/{release_id}/list.pdf", "/desk/releases/9", "/desk/releases/9/list.csv"):
        assert browser.get(door).status_code == 404
