"""The words of released lists are previewed, saved and printed; a release made before keeps its own."""

from collections.abc import Callable

from flask.testing import FlaskClient

from registry.actions.cleanups.release_round import release_round
from registry.domain.cleanups import Outcome
from registry.domain.list_wording import DEFAULTS
from registry.domain.roles import OPERATOR
from registry.exports.plain_text import plain_text
from registry.storage.engine import Store, reading
from registry.storage.releases import Release
from tests.building.documents import register_old
from tests.building.rounds import FACTS, NOW, decided_round

SignIn = Callable[[str], FlaskClient]
DOOR = "/desk/settings/wording"
TYPED = {
    "list_basis": "根据《示范省规范性文件管理办法》",
    "list_approval": "清理结果已于【审议日期】由【会议】研究同意",
    "list_effect": "【终止】的文件【自何时】停止执行。",
    "list_unlisted": "",
    "list_channel": "示范区政务公开网",
}


def test_words_are_previewed_before_they_are_saved_and_printed_after(store: Store, sign_in: SignIn) -> None:
    browser = sign_in("admin")
    page = browser.get(DOOR).text
    assert "不再执行，不得作为行政管理的依据" in page
    preview = browser.post(DOOR, data={**TYPED, "preview": "1"}).text
    assert "第×次常务会议研究同意" in preview
    assert "未列入本通告附件" not in preview
    assert "不再执行，不得作为行政管理的依据" in browser.get(DOOR).text
    saved = browser.post(DOOR, data=TYPED, follow_redirects=True)
    assert "清理目录的用语已保存" in saved.text
    round_id = decided_round(store, {Outcome.REPEAL: register_old(store, "关于甲的通知")})
    release_id = release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    with reading(store) as session:
        text = plain_text(session.get_one(Release, release_id).docx)
    assert "根据《示范省规范性文件管理办法》，" in text
    assert "已于2026年2月27日由区政府第3次常务会议研究同意，现公布如下" in text
    assert "废止的文件自本通告公布之日起停止执行。" in text
    assert "未列入" not in text
    assert "可在示范区政务公开网查询" in text


def test_words_that_cannot_be_are_said_at_their_field(sign_in: SignIn) -> None:
    browser = sign_in("admin")
    refused = browser.post(DOOR, data={**TYPED, "list_effect": "【终止】的文件自【哪天】起失效"})
    assert refused.status_code == 422
    assert "【哪天】没有内容可以代入" in refused.text
    assert sign_in("clerk").get(DOOR).status_code == 403
    assert DEFAULTS["list_approval"] in browser.get(DOOR).text
