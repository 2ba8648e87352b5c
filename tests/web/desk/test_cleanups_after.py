"""后续修改 in the browser: how far a round is, whose it is, and the confirmation that keeps what was typed."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from registry.storage.engine import Store
from tests.building.documents import register_old
from tests.building.rounds import release_amendment, start_round

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def round_id(store: Store) -> int:
    return release_amendment(store)[0]


def test_the_page_of_a_round_tells_what_is_to_be_amended_by_when(sign_in: SignIn, round_id: int) -> None:
    browser = sign_in("clerk")
    page = browser.get(f"/desk/cleanups/{round_id}/after").text
    for words in ("1件须修改", "关于甲的通知", "第三条", "示范区农业农村局", "2026年9月30日", "后续修改"):
        assert words in page
    assert "关于甲的通知" in browser.get("/desk/cleanups/after").text
    assert "没有这样的文件" in browser.get(f"/desk/cleanups/{round_id}/after?state=late").text


def test_a_contact_sees_its_own_and_confirms_nothing(sign_in: SignIn, round_id: int) -> None:
    browser = sign_in("drafter")
    page = browser.get(f"/desk/cleanups/{round_id}/after").text
    assert "关于甲的通知" in page
    assert "确认完成修改" not in page
    assert browser.post("/desk/cleanups/after/1/settle", data={"act_no": "x"}).status_code == 403


def test_a_refused_confirmation_keeps_what_was_typed(sign_in: SignIn, round_id: int) -> None:
    answer = sign_in("clerk").post("/desk/cleanups/after/1/settle", data={"act_no": "示农〔2026〕99号"})
    assert answer.status_code == 422
    assert 'value="示农〔2026〕99号"' in answer.text
    assert "没有发文字号为示农〔2026〕99号的其他文件" in answer.text


def test_a_round_that_is_not_released_has_no_such_page(sign_in: SignIn, store: Store) -> None:
    register_old(store, "关于丙的通知", doc_no="示农〔2020〕3号")
    round_id = start_round(store)
    assert sign_in("clerk").get(f"/desk/cleanups/{round_id}/after").status_code == 404


def test_the_page_of_a_document_tells_what_released_rounds_said_of_it(sign_in: SignIn, round_id: int) -> None:
    page = sign_in("clerk").get("/desk/documents/1").text
    assert re.search(r'历次清理：<a href="/desk/releases/1" title="[^"]+">2026年列为修改</a>。', page)
