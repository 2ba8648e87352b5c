"""The public page of a draft list: what was announced, what may be shown of it, and what came of it."""

import pytest
import time_machine
from flask.testing import FlaskClient

from registry.actions.consultations.answer_comments import publish_summary, reply_comment
from registry.actions.consultations.take_comment import Comment, submit_comment
from registry.domain.cleanups import Outcome
from registry.domain.consultations import Adoption
from registry.domain.documents import Disclosure
from registry.domain.roles import OPERATOR
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, transaction
from tests.actions.consultations.test_take_comment import MIDNIGHT
from tests.building.consultations import (
    AFTER,
    CONTACT,
    HIDDEN,
    NAME,
    TEXT,
    announce,
    comments,
    consulted_round,
)
from tests.building.documents import register_old
from tests.building.rounds import NOW, decide, decide_all, start_round


@pytest.fixture
def round_id(store: Store) -> int:
    return consulted_round(store)[0]


def test_nothing_is_seen_before_the_announcement(client: FlaskClient, round_id: int) -> None:
    assert client.get("/consultations/1").status_code == 404
    assert "目前没有征求意见稿" in client.get("/consultations").text


def test_the_announced_list_is_shown_with_its_days(client: FlaskClient, store: Store, round_id: int) -> None:
    announce(store, round_id)
    assert "正在征求意见" in client.get("/consultations").text
    page = client.get("/consultations/1").text
    assert "2026年3月16日24时截止" in page
    assert "关于公开事项的通知" in page
    assert "/submissions/comments/new?consultation=1&amp;document=1" in page
    assert HIDDEN not in page
    assert "示农〔2020〕2号" not in page
    with time_machine.travel(MIDNIGHT):
        closed = client.get("/consultations/1").text
    assert "已于2026年3月16日截止，感谢" in closed
    assert "/submissions/comments/new" not in closed


def test_what_changes_in_the_round_does_not_change_what_was_announced(
    client: FlaskClient, store: Store, round_id: int
) -> None:
    announce(store, round_id)
    decide(store, round_id, {1: Outcome.REPEAL}, reason="后来改的理由")
    page = client.get("/consultations/1").text
    assert "共1件：继续有效1件。" in page
    assert "后来改的理由" not in page


def test_a_document_that_is_no_longer_public_leaves_the_page(
    client: FlaskClient, store: Store, round_id: int
) -> None:
    announce(store, round_id)
    with transaction(store) as session:
        session.get_one(Document, 1).disclosure = Disclosure.WITHHELD
    assert "关于公开事项的通知" not in client.get("/consultations/1").text


def test_the_list_is_searched_and_paged(client: FlaskClient, store: Store) -> None:
    for n in range(1, 26):
        register_old(store, f"关于第{n}类补贴的通知", doc_no=f"示农〔2020〕{n}号")
    round_id = start_round(store)
    decide_all(store, round_id)
    decide(store, round_id, {1: Outcome.REPEAL})
    announce(store, round_id)
    assert client.get("/consultations/1").text.count('data-label="文件名称"') == 20
    assert client.get("/consultations/1?page=2").text.count('data-label="文件名称"') == 5
    assert client.get("/consultations/1?q=第7类").text.count('data-label="文件名称"') == 1
    assert client.get("/consultations/1?outcome=repeal").text.count('data-label="文件名称"') == 1
    assert "没有找到" in client.get("/consultations/1?q=%3Cscript%3E").text
    for odd in ("?page=x", "?outcome=x", "?page=-1&q=" + "长" * 500):
        assert client.get(f"/consultations/1{odd}").status_code == 200


def test_comments_and_who_made_them_stay_inside_and_the_summary_is_published_as_text(
    client: FlaskClient, store: Store, round_id: int
) -> None:
    key = announce(store, round_id, title="公告<script>alert(1)</script>").id or 0
    submit_comment(store, key, Comment(TEXT, NAME, CONTACT), now=NOW)
    reply_comment(store, OPERATOR, comments(store)[0].id or 0, Adoption.ADOPTED, "已改。", now=AFTER)
    publish_summary(store, OPERATOR, key, "收到1条，<b>采纳</b>1条。", now=AFTER)
    page = client.get("/consultations/1").text
    assert "收到1条，&lt;b&gt;采纳&lt;/b&gt;1条。" in page
    assert "<script>alert" not in page
    assert not [words for words in (TEXT, NAME, CONTACT, "已改。") if words in page]
