"""One document, whole."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from registry.actions.documents.record_event import record_event
from registry.actions.documents.relate_documents import relate_documents
from registry.actions.documents.void_event import void_event
from registry.domain.documents import Dates, Disclosure, RelationKind
from registry.domain.validity import EventKind
from registry.storage.documents.tables import FormationStep
from registry.storage.engine import Store, transaction
from tests.building.documents import register
from tests.building.prepared_registers import Prepare
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def document_id(prepared: Prepare, cast: Cast, now: datetime) -> int:
    return prepared(register, cast.clerk, now, text="第一章 总则\n第一条 甲\n第二章 附则\n第二条 乙")


def test_it_says_what_holds_why_and_what_is_due(sign_in: SignIn, document_id: int) -> None:
    page = sign_in("clerk").get(f"/desk/documents/{document_id}").text
    for words in (
        "示农〔2026〕3号",
        "继续有效",
        "有效期至2031年2月28日",
        "2026-02-24",
        "春节",
        "报送政府备案",
        "机构或会议"[:2],
    ):
        assert words in page
    assert 'id="art-2"' in page
    assert 'href="#chapter-2"' in page


@pytest.mark.parametrize(
    ("signed_on", "is_old"), [(date(2026, 2, 1), False), (date(2012, 2, 1), True), (None, True)]
)
def test_a_new_document_without_its_publication_date_is_no_old_one(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn, signed_on: date | None, is_old: bool
) -> None:
    undated = register(store, cast.clerk, now, dates=Dates(signed_on=signed_on))
    with transaction(store) as session:
        session.execute(sa.delete(FormationStep))  # as a ledger leaves it
    page = sign_in("clerk").get(f"/desk/documents/{undated}").text
    assert "合法性审核" in page
    assert ("早年文件" in page) == is_old


def test_the_status_of_any_day_is_asked_by_its_date(sign_in: SignIn, document_id: int) -> None:
    clerk = sign_in("clerk")
    for day, words in (("2026-02-15", "尚未施行"), ("2031-03-01", "失效"), ("9999-99-99", "继续有效")):
        banner = clerk.get(f"/desk/documents/{document_id}?on={day}").text.partition("status-banner")[2][:200]
        assert f"<strong>{words}</strong>" in banner


def test_a_voided_event_is_struck_through_with_its_reason(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn, document_id: int
) -> None:
    event = record_event(
        store,
        cast.clerk,
        document_id,
        EventKind.REPEALED,
        effective_on=date(2026, 3, 3),
        source="甲决定",
        now=now,
    )
    void_event(store, cast.lead, event, reason="录错文件", now=now)
    page = sign_in("clerk").get(f"/desk/documents/{document_id}").text
    struck = page.partition("<s>")[2].partition("</s>")[0]
    assert "废止" in struck
    assert "录错文件" in page


def test_relations_are_shown_from_both_ends(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn, document_id: int
) -> None:
    old = register(store, cast.clerk, now, title="旧办法", doc_no="示农〔2026〕1号")
    relate_documents(store, cast.clerk, document_id, RelationKind.REPEALS, other_id=old, now=now)
    clerk = sign_in("clerk")
    assert "旧办法" in clerk.get(f"/desk/documents/{document_id}").text
    assert "被其废止" in clerk.get(f"/desk/documents/{old}").text


def test_a_draft_of_another_authority_shows_nowhere(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn, document_id: int
) -> None:
    draft = register(
        store, cast.stranger, now, is_published=False, title="镇里的草案", doc_no="", authority_ids=(3,)
    )
    relate_documents(store, cast.clerk, draft, RelationKind.BASED_ON, other_id=document_id, now=now)
    assert "镇里的草案" in sign_in("clerk").get(f"/desk/documents/{document_id}").text
    assert "镇里的草案" not in sign_in("drafter").get(f"/desk/documents/{document_id}").text


def test_a_stranger_is_not_told_that_it_exists(sign_in: SignIn, document_id: int) -> None:
    stranger = sign_in("stranger")
    for path in ("", "/edit", "/relate", "/attach"):
        assert stranger.get(f"/desk/documents/{document_id}{path}").status_code == 404
    assert sign_in("drafter").get(f"/desk/documents/{document_id}").status_code == 200
    assert sign_in("clerk").get("/desk/documents/999").status_code == 404
    assert sign_in("clerk").get("/desk/documents/99999999999999").status_code == 404


def test_the_audit_is_for_who_may_read_it(sign_in: SignIn, document_id: int) -> None:
    assert "操作记录" in sign_in("auditor").get(f"/desk/documents/{document_id}").text
    assert "操作记录" not in sign_in("clerk").get(f"/desk/documents/{document_id}").text


def test_a_reader_is_offered_no_change(sign_in: SignIn, document_id: int) -> None:
    page = sign_in("auditor").get(f"/desk/documents/{document_id}").text
    for words in ("修改登记", "记录效力变动", "上传文件", "登记关系"):
        assert words not in page


def test_a_draft_says_what_it_waits_for(store: Store, cast: Cast, now: datetime, sign_in: SignIn) -> None:
    ready = register(store, cast.drafter, now, is_published=False)
    lacking = register(store, cast.drafter, now, is_published=False, title="乙", doc_no="", steps=())
    clerk = sign_in("clerk")
    assert f"/desk/documents/{ready}/publish" in clerk.get(f"/desk/documents/{ready}").text
    assert "补录制定程序" in clerk.get(f"/desk/documents/{lacking}").text
    drafter = sign_in("drafter")
    assert "交法制机构公布" in drafter.get(f"/desk/documents/{ready}").text
    drafter.post(f"/desk/documents/{ready}/hand-over")
    assert "等待法制机构标记公布" in drafter.get(f"/desk/documents/{ready}").text


def test_a_document_without_a_date_asks_for_it(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    undated = register(store, cast.clerk, now, dates=Dates())
    page = sign_in("clerk").get(f"/desk/documents/{undated}").text
    assert "补录公布日期" in page
    assert "效力待核" in page


def test_a_stub_shows_three_things(store: Store, cast: Cast, now: datetime, sign_in: SignIn) -> None:
    stub = register(
        store, cast.clerk, now, title="", doc_no="", text="", disclosure=Disclosure.SECRET, local_serial="密1"
    )
    page = sign_in("clerk").get(f"/desk/documents/{stub}").text
    assert "密1" in page
    assert "上传文件" not in page
    assert sign_in("clerk").get(f"/desk/documents/{stub}/edit").status_code == 403
    assert sign_in("clerk").get(f"/desk/documents/{stub}/attach").status_code == 403


def test_an_extension_is_proposed_for_what_will_lapse_and_not_for_what_was_repealed(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    soon = Dates(published_on=date(2012, 5, 1), valid_until=date(2026, 5, 1))
    one = register(store, cast.clerk, now, dates=soon, steps=())
    assert "评估是否延长有效期" in sign_in("clerk").get(f"/desk/documents/{one}").text
    record_event(
        store, cast.clerk, one, EventKind.REPEALED, effective_on=date(2026, 3, 1), source="甲决定", now=now
    )
    assert "评估是否延长有效期" not in sign_in("clerk").get(f"/desk/documents/{one}").text
