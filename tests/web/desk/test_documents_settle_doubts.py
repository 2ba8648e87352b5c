"""Settling doubts on the page: in numbers, with a reason, kept on the document and opened again from there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from registry.storage.engine import Store
from tests.building.documents import DATES, register
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]
QUEUE = "/desk/documents/doubts"


@pytest.fixture
def address(store: Store, cast: Cast, now: datetime) -> str:
    """Of settling 缺公布日期 of two documents."""
    dates = replace(DATES, published_on=None)
    ids = [
        register(store, cast.clerk, now, title=f"第{n}件", doc_no=f"示农〔2019〕{n}号", dates=dates)
        for n in (1, 2)
    ]
    return f"{QUEUE}/settle?doubt=no_published_on&" + "&".join(f"document={one}" for one in ids)


def test_the_page_says_in_numbers_what_will_happen(sign_in: SignIn, address: str) -> None:
    page = sign_in("clerk").get(address).text
    assert "2件文件的“缺公布日期”不再列入待核" in page
    assert "第1件" in page
    assert "第2件" in page


def test_several_leave_the_queue_with_one_reason_and_one_returns(sign_in: SignIn, address: str) -> None:
    clerk = sign_in("clerk")
    answer = clerk.post(address, data={"reason": "原件未载明"}, follow_redirects=True)
    assert "2件文件的“缺公布日期”已核对无误" in answer.text
    assert "没有" in clerk.get(QUEUE).text
    shown = clerk.get("/desk/documents/1").text
    assert "原件未载明" in shown
    assert "陈经办" in shown
    assert "缺公布日期" not in clerk.get("/desk/documents?doubt=any").text.partition("<tbody>")[2]
    clerk.post("/desk/documents/1/reopen-doubt", data={"doubt": "no_published_on"})
    page = clerk.get(QUEUE).text
    assert "第1件</a>" in page
    assert "第2件</a>" not in page


def test_a_reason_is_asked_for_and_nothing_leaves_without(sign_in: SignIn, address: str) -> None:
    clerk = sign_in("clerk")
    answer = clerk.post(address, data={"reason": " "})
    assert answer.status_code == 422
    assert "请写明核对的依据和结论" in answer.text
    assert "共2处" in clerk.get(QUEUE).text


@pytest.mark.parametrize(
    "asked", ["doubt=odd_number&document=1", "doubt=odd_number", "doubt=odd_number&document=x"]
)
def test_nothing_to_settle_leads_back_with_a_word(sign_in: SignIn, address: str, asked: str) -> None:
    answer = sign_in("clerk").get(f"{QUEUE}/settle?{asked}", follow_redirects=True)
    assert "没有选中待核的文件" in answer.text


def test_a_doubt_nobody_knows_is_not_found(sign_in: SignIn) -> None:
    assert sign_in("clerk").get(f"{QUEUE}/settle?doubt=nonsense").status_code == 404
    assert sign_in("clerk").post("/desk/documents/1/reopen-doubt", data={"doubt": "x"}).status_code == 404
