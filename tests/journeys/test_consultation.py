"""A draft list from its announcement over a visitor's comment to the release; who commented shows nowhere outside."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask.testing import FlaskClient
from time_machine import Traveller

from registry.domain.cleanups import Outcome
from registry.storage.engine import Store
from tests.building.consultations import HIDDEN, comment_on, consulted_round
from tests.building.rounds import decide
from tests.journeys.paperwork import inbox, text_of

Enter = Callable[[str], FlaskClient]
BASE = "/desk/cleanups/1/consultation"
ASKED = "/submissions/comments/new?consultation=1&document=1"
MARKS = {"name": "麒麟罕名氏", "contact": "13877665544"}
COMMENT = "村里仍按这份通知领补贴，请不要废止。"


def test_from_the_announcement_to_the_summary(enter: Enter, store: Store, clock: Traveller) -> None:
    round_id, document_id = consulted_round(store)
    decide(store, round_id, {document_id: Outcome.REPEAL}, reason="任务已经完成")
    clerk, visitor, lead = enter("clerk"), enter("visitor"), enter("lead")
    page = clerk.get(BASE).text
    assert visitor.get("/consultations/1").status_code == 404
    announced = clerk.post(
        BASE,
        data={
            "title": "征求意见公告",
            "text": "现公开征求意见。",
            "closes_on": "2026-03-16",
            "version": _version(page),
        },
        follow_redirects=True,
    )
    assert "征求意见稿已经公布" in announced.text
    public = visitor.get("/consultations/1").text
    assert "任务已经完成" in public
    assert HIDDEN not in public
    assert comment_on(visitor, ASKED, text=COMMENT, **MARKS).status_code == 200
    assert inbox(clerk) == ["收到对征求意见稿的意见：2025年度集中清理"]
    assert COMMENT in clerk.get(BASE).text

    clock.move_to(datetime(2026, 3, 17, 1, tzinfo=UTC))
    assert "感谢您的关注和支持" in visitor.get("/consultations/1").text
    assert comment_on(visitor, ASKED, token="old", text="晚了").status_code == 422
    clerk, lead = enter("clerk"), enter("lead")
    assert "1条意见没有答复" in text_of(clerk.get("/desk/"))
    assert "公开征求意见收到的1条意见没有答复" in clerk.get("/desk/cleanups/1/check").text
    clerk.post(f"{BASE}/comments/1", data={"adoption": "adopted", "reply": "改为继续有效。", "version": "1"})
    assert "公开征求意见收到的" not in clerk.get("/desk/cleanups/1/check").text
    decide(store, round_id, {document_id: Outcome.RETAIN})
    clerk.post(f"{BASE}/summary", data={"summary": "收到意见1条，采纳1条。", "version": "1"})
    public = visitor.get("/consultations/1").text
    assert "收到意见1条，采纳1条。" in public
    assert "任务已经完成" in public  # as it was announced
    lead.post(f"{BASE}/erase")
    for reader in (visitor, clerk, lead):
        for address in ("/consultations", "/consultations/1", BASE, "/desk/audit/", "/desk/notices/"):
            seen = reader.get(address).text
            assert not [mark for mark in MARKS.values() if mark in seen], address


def _version(page: str) -> str:
    return page.split('name="version"')[1].split('value="')[1].split('"')[0]
