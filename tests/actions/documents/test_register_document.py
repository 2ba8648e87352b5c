"""Registering a document."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlmodel import select

from registry.actions.documents import register_document as module
from registry.actions.documents.register_document import propose_validity, register_document
from registry.domain.documents import Dates, Disclosure
from registry.domain.errors import Denied, Hidden, Refusal
from registry.domain.validity import Status
from registry.readers.documents.facts import RelationFound
from registry.storage.audit import AuditEntry, entries_about
from registry.storage.changes import last_change
from registry.storage.documents.tables import Document, issuers_of, relations_of, text_of
from registry.storage.documents.timelines import events_of, span_on
from registry.storage.engine import Store, reading
from registry.storage.files import KeptFile, attachments_of, keep_bytes
from registry.storage.filings import filings_of
from tests.building.documents import DATES, facts, register
from tests.cast import Cast


def test_a_published_document_lives_and_owes_its_filings(store: Store, cast: Cast, now: datetime) -> None:
    document_id = register(store, cast.clerk, now)
    with reading(store) as session:
        document = session.get_one(Document, document_id)
        assert (document.doc_no, document.doc_no_key) == ("示农〔2026〕3号", "示农|2026|3")
        span = span_on(session, document_id, date(2026, 3, 5))
        assert span
        assert span.status is Status.IN_FORCE
        (filing,) = filings_of(session, document_id)
        assert filing.due_on == date(2026, 2, 24)  # 02-17 lies in the Spring Festival
        assert "春节" in filing.working
        assert entries_about(session, f"document:{document_id}")[0].act == "register_document"
        assert last_change(session) == 1


def test_a_draft_does_not_live_and_owes_nothing(store: Store, cast: Cast, now: datetime) -> None:
    document_id = register(store, cast.drafter, now, is_published=False)
    with reading(store) as session:
        assert not filings_of(session, document_id)
        span = span_on(session, document_id, date(2026, 3, 5))
        assert span
        assert span.status is Status.NOT_YET_PUBLISHED


def test_a_number_in_another_spelling_is_the_same_number(store: Store, cast: Cast, now: datetime) -> None:
    register(store, cast.clerk, now)
    with pytest.raises(Refusal, match="重号说明") as caught:
        register(store, cast.clerk, now, title="示范区另一办法", doc_no="示农[2026] 03号")
    assert caught.value.field == "doc_no"
    again = register(
        store, cast.clerk, now, title="示范区另一办法", doc_no="示农[2026]03号", duplicate_reason="当年误编"
    )
    with reading(store) as session:
        assert session.get_one(Document, again).doc_no == "示农[2026]03号"


def test_the_same_document_is_refused_whatever_the_reason(store: Store, cast: Cast, now: datetime) -> None:
    register(store, cast.clerk, now)
    with pytest.raises(Refusal, match="请勿重复登记"):
        register(store, cast.clerk, now, duplicate_reason="误编")


def test_an_unreadable_number_is_kept_as_written(store: Store, cast: Cast, now: datetime) -> None:
    document_id = register(store, cast.clerk, now, doc_no="泉政20223号")
    with reading(store) as session:
        assert session.get_one(Document, document_id).doc_no_key is None


def test_a_new_document_without_its_steps_cannot_be_published(
    store: Store, cast: Cast, now: datetime
) -> None:
    with pytest.raises(Refusal, match="合法性审核"):
        register(store, cast.clerk, now, steps=())
    with reading(store) as session:
        assert session.exec(select(Document)).all() == []


def test_an_old_document_without_steps_is_registered_and_owes_nothing(
    store: Store, cast: Cast, now: datetime
) -> None:
    dates = Dates(published_on=date(2012, 5, 1))
    document_id = register(store, cast.clerk, now, steps=(), dates=dates)
    with reading(store) as session:
        assert not filings_of(session, document_id)


def test_a_contact_drafts_for_its_own_authority_only(store: Store, cast: Cast, now: datetime) -> None:
    with pytest.raises(Hidden):
        register(store, cast.stranger, now, is_published=False)
    with pytest.raises(Denied):
        register(store, cast.drafter, now, is_published=True)


def test_a_joint_document_names_its_lead_first(store: Store, cast: Cast, now: datetime) -> None:
    document_id = register(store, cast.clerk, now, authority_ids=(2, 1))
    with reading(store) as session:
        assert [row.authority_id for row in issuers_of(session, document_id)] == [2, 1]


def test_a_secret_stub_says_nothing(store: Store, cast: Cast, now: datetime) -> None:
    secret = {"disclosure": Disclosure.SECRET, "title": "", "doc_no": "", "text": "", "local_serial": "密1"}
    document_id = register(store, cast.clerk, now, **secret)
    with reading(store) as session:
        assert session.get_one(Document, document_id).title == ""
    with pytest.raises(Refusal, match="涉密"):
        register(store, cast.clerk, now, **{**secret, "title": "某密件"})


def test_its_files_come_with_it(store: Store, cast: Cast, now: datetime) -> None:
    kept = KeptFile(keep_bytes(store, b"text"), "办法.docx", 4)
    document_id = register_document(store, cast.clerk, facts(), is_published=True, files=[kept], now=now)
    with reading(store) as session:
        assert [file.name for file in attachments_of(session, document_id)] == ["办法.docx"]


def test_a_crash_before_the_end_leaves_nothing(
    store: Store, cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module.changes, "touch", killed)
    with reading(store) as session:
        before = session.exec(select(AuditEntry.seq)).all()
    with pytest.raises(KeyboardInterrupt):
        register(store, cast.clerk, now)
    with reading(store) as session:
        assert session.exec(select(Document)).all() == []
        assert session.exec(select(AuditEntry.seq)).all() == before
        assert text_of(session, 1) == ""


def test_validity_is_proposed_with_its_reason(store: Store) -> None:
    with reading(store) as session:
        until, why = propose_validity(session, "示范区农机购置补贴办法（试行）", DATES.effective_on)
        assert until == date(2028, 2, 29)
        assert "2年" in why
        assert propose_validity(session, "甲", None)[0] is None


def test_a_taken_number_names_no_document_that_another_authority_keeps_back(
    store: Store, cast: Cast, now: datetime
) -> None:
    register(
        store,
        cast.stranger,
        now,
        is_published=False,
        authority_ids=(3,),
        title="内部草案",
        doc_no="青政〔2026〕7号",
    )
    for issuers in ((2,), (2, 3)):
        with pytest.raises(Refusal, match="已用于另一份文件"):
            register(
                store, cast.drafter, now, is_published=False, authority_ids=issuers, doc_no="青政〔2026〕7号"
            )
    with pytest.raises(Refusal, match="已用于《内部草案》"):
        register(store, cast.clerk, now, authority_ids=(3,), doc_no="青政〔2026〕7号")


def test_nothing_is_registered_as_published_on_a_day_to_come(store: Store, cast: Cast, now: datetime) -> None:
    with pytest.raises(Refusal, match="晚于今天") as caught:
        register(store, cast.clerk, now, dates=Dates(published_on=date(2026, 3, 6)))
    assert caught.value.field == "published_on"


def test_the_same_title_on_the_same_day_without_a_number_needs_a_reason(
    store: Store, cast: Cast, now: datetime
) -> None:
    register(store, cast.clerk, now, doc_no="")
    with pytest.raises(Refusal, match="重号说明"):
        register(store, cast.clerk, now, doc_no="")
    register(store, cast.clerk, now, doc_no="", duplicate_reason="上下两册")
    register(store, cast.clerk, now, doc_no="", dates=replace(DATES, published_on=date(2026, 2, 3)))


@pytest.mark.parametrize("is_published", [True, False])
def test_relations_agreed_to_are_written_on_both_sides_once_it_is_published(
    store: Store, cast: Cast, now: datetime, is_published: bool
) -> None:
    old = register(
        store, cast.clerk, now,
        title="旧办法", doc_no="示农〔2012〕1号", steps=(), dates=Dates(published_on=date(2012, 5, 1)),
    )  # fmt: skip
    found = [
        RelationFound("based_on", "农业机械化促进法", "", "根据《农业机械化促进法》"),
        RelationFound("repeals", "旧办法", "", "《旧办法》同时废止"),
    ]
    document_id = register_document(
        store, cast.clerk, facts(), is_published=is_published, relations=found, now=now
    )
    with reading(store) as session:
        basis, repeal = relations_of(session, document_id)[0]
        assert (basis.is_confirmed, repeal.other_id, repeal.is_confirmed) == (True, old, is_published)
        assert len(events_of(session, old)) == is_published


def test_leaving_the_day_of_publication_out_does_not_spare_a_new_document_its_steps(
    store: Store, cast: Cast, now: datetime
) -> None:
    undated = replace(DATES, published_on=None)
    with pytest.raises(Refusal, match="缺少公开征求意见或听证"):
        register(store, cast.clerk, now, dates=undated, steps=())
    old = Dates(signed_on=date(2012, 5, 6))
    assert register(store, cast.clerk, now, dates=old, steps=(), doc_no="示农〔2012〕3号")
