"""The office's pages of a consultation: announced, answered, summed up; who commented is for the office alone."""

from collections.abc import Callable

import pytest
import time_machine
from flask.testing import FlaskClient

from registry.actions.consultations.take_comment import Comment, submit_comment
from registry.storage.cleanups.consultations import announced
from registry.storage.engine import Store, reading
from tests.building.consultations import AFTER, CONTACT, NAME, TEXT, announce, comments, consulted_round
from tests.building.documents import register_old
from tests.building.rounds import NOW, start_round

SignIn = Callable[[str], FlaskClient]
BASE = "/desk/cleanups/1/consultation"


@pytest.fixture
def round_id(store: Store) -> int:
    return consulted_round(store)[0]


@pytest.fixture
def key(store: Store, round_id: int) -> int:
    """A consultation with a comment that holds markup."""
    key = announce(store, round_id).id or 0
    submit_comment(store, key, Comment(f"{TEXT}<script>alert(1)</script>", NAME, CONTACT), now=NOW)
    return key


def test_a_clerk_announces_what_is_proposed(sign_in: SignIn, store: Store, round_id: int) -> None:
    clerk = sign_in("clerk")
    page = clerk.get(BASE).text
    assert "1件（继续有效1件）" in page
    assert "2件不公开的，只计件数" in page
    assert "7个工作日届满为2026年3月16日" in page
    typed = {"title": "征求意见公告", "text": "现公开征求意见。", "version": _version(page)}
    early = clerk.post(BASE, data={**typed, "closes_on": "2026-03-13"})
    assert early.status_code == 422
    assert "最早到2026年3月16日截止" in early.text
    assert "现公开征求意见。" in early.text
    answer = clerk.post(BASE, data={**typed, "closes_on": "2026-03-20"}, follow_redirects=True)
    assert "征求意见稿已经公布，共1件文件" in answer.text
    with reading(store) as session:
        consultation = announced(session, 1)
    assert consultation is not None
    assert consultation.closes_on.isoformat() == "2026-03-20"


def _version(page: str) -> str:
    return page.split('name="version"')[1].split('value="')[1].split('"')[0]


def test_an_undecided_list_says_what_is_missing(sign_in: SignIn, store: Store) -> None:
    register_old(store, "关于公开事项的通知", doc_no="示农〔2020〕1号")
    start_round(store)
    page = sign_in("clerk").get(BASE).text
    assert "还有1件公开的文件没有审查意见" in page
    assert "公布征求意见稿</button>" not in page


def test_who_may_open_which_pages(sign_in: SignIn, client: FlaskClient, key: int) -> None:
    for name in ("auditor", "admin"):
        page = sign_in(name).get(BASE)
        assert page.status_code == 200
        assert NAME not in page.text
        assert CONTACT not in page.text
        assert sign_in(name).get(f"{BASE}/comments/1").status_code == 403
    assert sign_in("drafter").get(BASE).status_code == 403
    assert client.get(BASE).status_code in (302, 303)
    clerk = sign_in("clerk")
    assert NAME in clerk.get(BASE).text
    assert clerk.get(f"{BASE}/comments/99").status_code == 404
    assert clerk.get("/desk/cleanups/99/consultation/add").status_code == 404


def test_a_comment_is_answered_and_the_summary_published(
    sign_in: SignIn, client: FlaskClient, store: Store, key: int
) -> None:
    with time_machine.travel(AFTER):
        clerk = sign_in("clerk")
        assert "1条意见没有答复，2026年3月16日已截止" in clerk.get("/desk/").text
        page = clerk.get(f"{BASE}/comments/1").text
        assert "<script>alert" not in page
        refused = clerk.post(f"{BASE}/comments/1", data={"adoption": "declined", "reply": "", "version": "1"})
        assert refused.status_code == 422
        assert "请写明理由" in refused.text
        assert clerk.post(f"{BASE}/comments/1", data={"reply": "", "version": "1"}).status_code == 422
        clerk.post(f"{BASE}/comments/1", data={"adoption": "declined", "reply": "已被替代。", "version": "1"})
        assert comments(store)[0].reply == "已被替代。"
        drafted = clerk.get(f"{BASE}/summary").text
        assert "共收到意见1条，其中未采纳1条" in drafted
        done = clerk.post(
            f"{BASE}/summary", data={"summary": "收到1条。", "version": "1"}, follow_redirects=True
        )
        assert "采纳情况已经公布" in done.text
        assert "收到1条。" in client.get("/consultations/1").text


def test_a_letter_is_typed_in(sign_in: SignIn, store: Store, key: int) -> None:
    clerk = sign_in("clerk")
    typed = {"via": "2026年3月9日来信", "document_id": "1", "text": "建议保留。", "name": "", "contact": ""}
    assert clerk.post(f"{BASE}/add", data={**typed, "via": ""}).status_code == 422
    assert "已登记为第2条意见" in clerk.post(f"{BASE}/add", data=typed, follow_redirects=True).text
    assert [(row.via, row.document_id) for row in comments(store)][1] == ("2026年3月9日来信", 1)


def test_the_papers_of_the_round_are_offered_and_made(sign_in: SignIn, key: int) -> None:
    clerk = sign_in("clerk")
    page = clerk.get("/desk/cleanups/1").text
    for word in ("清理通知", "清理意见汇总表", "清理会议材料", "征求意见公告"):
        assert f"出具{word}…" in page
    assert "清理结果解读" not in page
    for kind in ("cleanup_notice", "opinion_summary", "meeting_material", "draft_list_notice"):
        address = f"/desk/papers/make?kind={kind}&subject=1"
        assert clerk.get(address).status_code == 200
        made = clerk.post(address, data={"on": "2026-03-05", "after": "0"})
        assert made.status_code == 303, made.text
        assert clerk.get(made.headers["Location"]).status_code == 200
    assert "再出具清理通知…" in clerk.get("/desk/cleanups/1").text
    assert "出具清理通知" not in sign_in("auditor").get("/desk/cleanups/1").text
