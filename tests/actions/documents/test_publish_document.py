"""Marking a draft as published."""

from datetime import date, datetime
from functools import partial
from threading import Thread

import pytest

from registry.actions.documents.edit_document import edit_document
from registry.actions.documents.publish_document import filings_to_come, publish_document
from registry.domain.documents import Dates
from registry.domain.errors import Denied, Refusal
from registry.domain.filings import Track
from registry.domain.validity import EventKind
from registry.storage.documents.locks import hold_identities
from registry.storage.documents.tables import Document
from registry.storage.documents.timelines import events_of
from registry.storage.engine import Store, reading, transaction
from registry.storage.filings import filings_of
from registry.storage.rulebook import load_rulebook
from registry.storage.text_checks import TextCheck
from tests.building.documents import facts, keep_clear_check, register
from tests.cast import Cast

PUBLISHED_ON = date(2026, 3, 3)


def _draft(store: Store, cast: Cast, now: datetime, **changes: object) -> int:
    return register(store, cast.drafter, now, is_published=False, **{"dates": Dates(), **changes})


def test_it_begins_its_life_and_owes_its_filings(store: Store, cast: Cast, now: datetime) -> None:
    document_id = _draft(store, cast, now)
    with reading(store) as session:
        foreseen = filings_to_come(session, session.get_one(Document, document_id), PUBLISHED_ON)
    assert (
        publish_document(
            store, cast.clerk, document_id, published_on=PUBLISHED_ON, effective_on=None, now=now
        )
        == []
    )
    with reading(store) as session:
        (filing,) = filings_of(session, document_id)
        assert [(track, due.due_on) for track, _, due in foreseen] == [(Track.GOVERNMENT, filing.due_on)]
        assert [event.kind for event in events_of(session, document_id)] == [EventKind.PUBLISHED]


def test_a_new_document_without_its_steps_is_refused(store: Store, cast: Cast, now: datetime) -> None:
    document_id = _draft(store, cast, now, steps=())
    with pytest.raises(Refusal, match=r"公开征求意见或听证、集体审议决定.*缺少合法性审核"):
        publish_document(
            store, cast.clerk, document_id, published_on=PUBLISHED_ON, effective_on=None, now=now
        )


def test_an_old_document_without_them_shows_findings(store: Store, cast: Cast, now: datetime) -> None:
    document_id = _draft(store, cast, now, steps=())
    findings = publish_document(
        store, cast.clerk, document_id, published_on=date(2019, 3, 3), effective_on=None, now=now
    )
    assert len(findings) == 3


def test_tomorrow_cannot_be_marked_today(store: Store, cast: Cast, now: datetime) -> None:
    document_id = _draft(store, cast, now)
    with pytest.raises(Refusal, match="晚于今天"):
        publish_document(
            store, cast.clerk, document_id, published_on=date(2026, 3, 6), effective_on=None, now=now
        )


def test_it_is_published_once(store: Store, cast: Cast, now: datetime) -> None:
    document_id = _draft(store, cast, now)
    publish_document(
        store, cast.clerk, document_id, published_on=PUBLISHED_ON, effective_on=None, version=1, now=now
    )
    with pytest.raises(Refusal, match="刚被他人修改"):
        publish_document(
            store, cast.lead, document_id, published_on=PUBLISHED_ON, effective_on=None, version=1, now=now
        )
    with pytest.raises(Refusal, match="已标记为公布"):
        publish_document(store, cast.lead, document_id, published_on=PUBLISHED_ON, effective_on=None, now=now)


def test_publishing_is_the_office_s(store: Store, cast: Cast, now: datetime) -> None:
    document_id = _draft(store, cast, now)
    with pytest.raises(Denied):
        publish_document(
            store, cast.drafter, document_id, published_on=PUBLISHED_ON, effective_on=None, now=now
        )


def test_it_waits_for_an_import_that_holds_the_identities(store: Store, cast: Cast, now: datetime) -> None:
    document_id = _draft(store, cast, now)
    act = partial(publish_document, published_on=PUBLISHED_ON, effective_on=None, now=now)
    publishing = Thread(target=act, args=(store, cast.clerk, document_id))
    with transaction(store) as session:
        hold_identities(session)
        publishing.start()
        publishing.join(0.5)
        assert publishing.is_alive()
    publishing.join()
    with reading(store) as session:
        assert session.get_one(Document, document_id).published_on == PUBLISHED_ON


def test_a_text_that_was_not_checked_as_it_is_now_is_not_published(
    store: Store, cast: Cast, now: datetime
) -> None:
    document_id = _draft(store, cast, now, text="第二条　政府投资项目应当优先使用本地企业的产品。")
    day = {"published_on": PUBLISHED_ON, "effective_on": None, "now": now}
    with pytest.raises(Refusal, match="正文还没有按现在的内容检查完"):
        publish_document(store, cast.clerk, document_id, **day)  # type: ignore[arg-type]
    keep_clear_check(store, document_id)
    with reading(store) as session:
        version = session.get_one(Document, document_id).version
    changed = facts(dates=Dates(), text="第二条　政府投资项目应当优先使用外地企业的产品。")
    edit_document(store, cast.clerk, document_id, changed, version=version, now=now)
    with pytest.raises(Refusal, match="正文还没有按现在的内容检查完"):
        publish_document(store, cast.clerk, document_id, **day)  # type: ignore[arg-type]
    keep_clear_check(store, document_id)
    assert publish_document(store, cast.clerk, document_id, **day) == []  # type: ignore[arg-type]


def test_a_check_that_did_not_come_to_its_end_does_not_open_the_gate(
    store: Store, cast: Cast, now: datetime
) -> None:
    document_id = _draft(store, cast, now)
    with transaction(store) as session:
        session.get_one(TextCheck, document_id).problem = "全文在限定的时间里没有查完。"
    with pytest.raises(Refusal, match=r"检查完.*登记公平竞争审查的结论"):
        publish_document(
            store, cast.clerk, document_id, published_on=PUBLISHED_ON, effective_on=None, now=now
        )


def test_an_old_text_that_was_not_checked_is_published_with_a_finding(
    store: Store, cast: Cast, now: datetime
) -> None:
    document_id = _draft(store, cast, now, text="第二条　政府投资项目应当优先使用本地企业的产品。")
    with reading(store) as session:
        book = load_rulebook(session)
    old = date(2024, 9, 2)
    assert old < book.tracked_from
    findings = publish_document(store, cast.clerk, document_id, published_on=old, effective_on=None, now=now)
    assert any("还没有按现在的内容检查完" in words for words in findings)
