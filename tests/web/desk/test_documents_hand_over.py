"""The pages of handing a draft over and returning it, and what 今日 shows of it."""

from collections.abc import Callable

from flask.testing import FlaskClient

from registry.storage.engine import Store
from tests.building.documents import register
from tests.cast import NOW, Cast

SignIn = Callable[[str], FlaskClient]


def test_a_draft_goes_to_the_office_and_back(sign_in: SignIn, store: Store, cast: Cast) -> None:
    draft = register(store, cast.drafter, NOW, is_published=False)
    contact, clerk = sign_in("drafter"), sign_in("clerk")
    page = f"/desk/documents/{draft}"
    assert f"{page}/hand-over" in contact.get(page).text
    assert "立即通知2人：陈经办、林负责" in contact.get(f"{page}/hand-over").text
    assert "已交法制机构" in contact.post(f"{page}/hand-over", follow_redirects=True).text
    assert "制定机关交来、待标记公布的文件（1件）" in clerk.get("/desk/").text
    assert f"{page}/give-back" in clerk.get(page).text
    assert clerk.post(f"{page}/give-back", data={"reason": ""}).status_code == 422
    done = clerk.post(f"{page}/give-back", data={"reason": "缺合法性审核意见"}, follow_redirects=True)
    assert "已退回" in done.text
    assert "待标记公布" not in clerk.get("/desk/").text
    today = contact.get("/desk/").text
    assert "退回本机关补正的文件（1件）" in today
    assert "退回理由：缺合法性审核意见" in today
    assert "退回理由：缺合法性审核意见" in contact.get(page).text


def test_a_stranger_neither_sees_nor_moves_it(sign_in: SignIn, store: Store, cast: Cast) -> None:
    draft = register(store, cast.drafter, NOW, is_published=False)
    for verb in ("hand-over", "give-back"):
        assert sign_in("stranger").post(f"/desk/documents/{draft}/{verb}").status_code in (403, 404)
    assert "农机购置" not in sign_in("stranger").get("/desk/").text
