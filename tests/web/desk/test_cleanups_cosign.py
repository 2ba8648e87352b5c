"""Co-signing in the browser: the other issuer sees the lead's proposal and says yes or no; lead and office see it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from registry.actions.cleanups.decide_outcomes import Decision
from registry.actions.cleanups.propose_outcome import propose_outcome
from registry.domain.cleanups import Answer, Outcome
from registry.storage.cleanups.tables import CleanupItem
from registry.storage.engine import Store
from tests.building.documents import register, register_old
from tests.building.rounds import NOW, items, start_round
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def item(store: Store, cast: Cast) -> CleanupItem:
    register(store, cast.clerk, NOW, title="联合办法", authority_ids=(2, 3))
    register_old(store, "关于丙的通知", authority_id=3)
    return items(store, start_round(store, cut_off_on=date(2026, 2, 28)))[0]


def propose(store: Store, cast: Cast, item: CleanupItem, reason: str, hours: int = -2) -> None:
    proposal = [Decision(item.id or 0, Answer(Outcome.REPEAL, reason, successor="新办法"))]
    propose_outcome(store, cast.drafter, item.round_id, proposal, now=NOW + timedelta(hours=hours))


def test_the_other_issuer_says_no_with_words_and_lead_and_office_see_it(
    store: Store, cast: Cast, sign_in: SignIn, item: CleanupItem
) -> None:
    here = f"/desk/cleanups/{item.round_id}"
    browser = sign_in("stranger")
    page = browser.get(f"{here}/cosign").text
    assert "等牵头机关填报" in page
    assert "关于丙的通知" not in page
    propose(store, cast, item, "主要内容已被替代")
    page = browser.get(f"{here}/cosign").text
    assert "主要内容已被替代" in page
    assert "<strong>1件</strong>等本机关会签" in browser.get("/desk/").text
    fields = {"item_id": str(item.id), "version": str(item.version + 1), "said": "disagree", "words": ""}
    refused = browser.post(f"{here}/cosign", data=fields)
    assert refused.status_code == 422
    assert "不同意的，请写明意见" in refused.text
    assert 'value="disagree" checked' in refused.text
    assert browser.post(f"{here}/cosign", data=fields | {"said": ""}).status_code == 422
    said = browser.post(f"{here}/cosign", data=fields | {"words": "第三章仍在执行"}, follow_redirects=True)
    assert "会签意见已保存" in said.text
    for name, door in (("drafter", "answers"), ("clerk", "items")):
        assert "不同意：第三章仍在执行" in sign_in(name).get(f"{here}/{door}").text
    propose(store, cast, item, "改为全部替代", hours=10**4)
    assert "需重新会签</span> 原不同意：第三章仍在执行" in sign_in("drafter").get(f"{here}/answers").text
    assert "需重新会签" in browser.get(f"{here}/cosign").text


def test_who_is_no_other_issuer_co_signs_nothing(
    store: Store, cast: Cast, sign_in: SignIn, item: CleanupItem
) -> None:
    propose(store, cast, item, "过时")
    here = f"/desk/cleanups/{item.round_id}/cosign"
    assert "本轮没有需要本机关会签的文件" in sign_in("drafter").get(here).text
    fields = {"item_id": str(item.id), "said": "agree"}
    for name in ("drafter", "clerk"):
        assert sign_in(name).post(here, data=fields).status_code == 404
    assert sign_in("auditor").get(here).status_code == 403
