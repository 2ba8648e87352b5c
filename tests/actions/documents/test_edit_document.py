"""Editing what is registered of a document."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlmodel import select

from registry.actions.documents import _editing as module
from registry.actions.documents.edit_document import edit_document
from registry.actions.filings.move_filing import move_filing
from registry.domain.documents import Step, StepKind
from registry.domain.errors import Denied, Hidden, Refusal
from registry.domain.filings import Direction, FilingState, Move, Track
from registry.domain.notices import NoticeKind
from registry.domain.validity import Status
from registry.storage.audit import entries_about
from registry.storage.documents.tables import Document, steps_of, text_of
from registry.storage.documents.timelines import span_on
from registry.storage.engine import Store, reading
from registry.storage.filings import filings_of, moves_of
from registry.storage.notices import Notice
from tests.building.documents import DATES, facts, register
from tests.cast import Cast


def test_it_returns_what_changed_as_old_and_new(store: Store, cast: Cast, now: datetime) -> None:
    document_id = register(store, cast.clerk, now)
    changed = edit_document(
        store, cast.clerk, document_id, facts(title="示范区农机补贴办法"), version=1, now=now
    )
    assert changed["title"] == ["示范区农机购置补贴办法", "示范区农机补贴办法"]
    with reading(store) as session:
        assert session.get_one(Document, document_id).version == 2
        assert (
            entries_about(session, f"document:{document_id}")[0].fields["changes"]["title"][1]
            == "示范区农机补贴办法"
        )


def test_the_second_of_two_clerks_is_refused_and_overwrites_nothing(
    store: Store, cast: Cast, now: datetime
) -> None:
    document_id = register(store, cast.clerk, now)
    edit_document(store, cast.clerk, document_id, facts(subject="农业"), version=1, now=now)
    with pytest.raises(Refusal, match="刚被他人修改"):
        edit_document(store, cast.lead, document_id, facts(subject="财政"), version=1, now=now)
    with reading(store) as session:
        assert session.get_one(Document, document_id).subject == "农业"


def test_a_corrected_publication_date_moves_the_due_date_with_reason_and_notice(
    store: Store, cast: Cast, now: datetime
) -> None:
    document_id = register(store, cast.clerk, now)
    moved = facts(dates=replace(DATES, published_on=date(2026, 3, 3)))
    with pytest.raises(Refusal, match="更正理由") as caught:
        edit_document(store, cast.clerk, document_id, moved, version=1, now=now)
    assert caught.value.field == "reason"
    edit_document(store, cast.clerk, document_id, moved, version=1, reason="公报日期有误", now=now)
    with reading(store) as session:
        (filing,) = filings_of(session, document_id)
        assert filing.due_on == date(2026, 3, 18)
        recomputed = entries_about(session, f"filing:{filing.id}")[0]
        assert recomputed.fields == {
            "before": "2026-02-24",
            "after": "2026-03-18",
            "reason": "更正公布日期：公报日期有误",
        }
        (notice,) = session.exec(select(Notice).where(Notice.kind == "filing_recomputed")).all()
        assert notice.kind == "filing_recomputed"
        assert notice.user_id == cast.drafter.user_id
        assert notice.facts["reason"] == "更正公布日期：公报日期有误"


def test_a_date_found_later_gives_the_filing_its_due_date(store: Store, cast: Cast, now: datetime) -> None:
    undated = replace(DATES, published_on=None)
    document_id = register(store, cast.clerk, now, dates=undated)
    with reading(store) as session:
        assert filings_of(session, document_id)[0].due_on is None
    edit_document(store, cast.clerk, document_id, facts(), version=1, now=now)
    with reading(store) as session:
        assert filings_of(session, document_id)[0].due_on == date(2026, 2, 24)


def test_the_publication_date_of_a_published_document_cannot_be_emptied(
    store: Store, cast: Cast, now: datetime
) -> None:
    document_id = register(store, cast.clerk, now)
    with pytest.raises(Refusal) as caught:
        edit_document(
            store, cast.clerk, document_id, facts(dates=replace(DATES, published_on=None)), version=1, now=now
        )
    assert caught.value.field == "published_on"


def test_new_dates_rewrite_the_status(store: Store, cast: Cast, now: datetime) -> None:
    document_id = register(store, cast.clerk, now)
    shorter = replace(DATES, valid_until=date(2026, 3, 2))
    edit_document(store, cast.clerk, document_id, facts(dates=shorter), version=1, now=now)
    with reading(store) as session:
        span = span_on(session, document_id, date(2026, 3, 3))
        assert span
        assert span.status is Status.LAPSED


def test_steps_and_text_are_replaced_whole(store: Store, cast: Cast, now: datetime) -> None:
    document_id = register(store, cast.drafter, now, is_published=False)
    changed = edit_document(
        store, cast.drafter, document_id, facts(steps=(), text="新的正文"), version=1, now=now
    )
    assert changed["text"] == ["21字", "4字"]
    with reading(store) as session:
        assert steps_of(session, document_id) == []
        assert text_of(session, document_id) == "新的正文"


def test_a_number_taken_meanwhile_is_refused(store: Store, cast: Cast, now: datetime) -> None:
    register(store, cast.clerk, now)
    two = register(store, cast.clerk, now, title="另一办法", doc_no="示农〔2026〕4号")
    with pytest.raises(Refusal, match="重号说明"):
        edit_document(store, cast.clerk, two, facts(title="另一办法"), version=1, now=now)


def test_a_contact_edits_its_own_draft_and_nothing_else(store: Store, cast: Cast, now: datetime) -> None:
    draft = register(store, cast.drafter, now, is_published=False)
    edit_document(store, cast.drafter, draft, facts(note="改"), version=1, now=now)
    with pytest.raises(Hidden):
        edit_document(store, cast.stranger, draft, facts(), version=2, now=now)
    published = register(store, cast.clerk, now, title="另一办法", doc_no="示农〔2026〕4号")
    with pytest.raises(Denied):
        edit_document(store, cast.drafter, published, facts(doc_no="示农〔2026〕4号"), version=1, now=now)


def test_a_crash_before_the_end_leaves_the_old(
    store: Store, cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    document_id = register(store, cast.clerk, now)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "settle_filings", killed)
    with pytest.raises(KeyboardInterrupt):
        edit_document(store, cast.clerk, document_id, facts(title="新名"), version=1, now=now)
    with reading(store) as session:
        document = session.get_one(Document, document_id)
        assert (document.title, document.version) == ("示范区农机购置补贴办法", 1)


def test_a_corrected_lead_authority_takes_its_open_filing_over(
    store: Store, cast: Cast, now: datetime
) -> None:
    document_id = register(store, cast.clerk, now)
    moved = facts(cast.other_authority_id)
    edit_document(store, cast.clerk, document_id, moved, version=1, now=now)
    with reading(store) as session:
        assert [filing.authority_id for filing in filings_of(session, document_id)] == [
            cast.other_authority_id
        ]
        told = session.exec(select(Notice).where(Notice.kind == NoticeKind.FILING_OWED)).all()
        assert [notice.user_id for notice in told] == [cast.drafter.user_id, cast.stranger.user_id]


def test_what_is_published_was_not_published_tomorrow(store: Store, cast: Cast, now: datetime) -> None:
    document_id = register(store, cast.clerk, now)
    moved = facts(dates=replace(DATES, published_on=date(2026, 3, 6)))
    with pytest.raises(Refusal, match="晚于今天") as caught:
        edit_document(store, cast.clerk, document_id, moved, version=1, reason="公报日期有误", now=now)
    assert caught.value.field == "published_on"


def test_a_published_document_keeps_its_formation_steps(store: Store, cast: Cast, now: datetime) -> None:
    document_id = register(store, cast.clerk, now)
    with pytest.raises(Refusal, match="合法性审核"):
        edit_document(store, cast.clerk, document_id, facts(steps=()), version=1, now=now)


def test_the_fair_competition_review_of_a_published_document_stays_too(
    store: Store, cast: Cast, now: datetime
) -> None:
    review = Step(StepKind.FAIR_COMPETITION, date(2026, 1, 10), "示范区市场监督管理局")
    steps = (*facts().steps, review)
    document_id = register(store, cast.clerk, now, touches_market=True, steps=steps)
    with pytest.raises(Refusal, match="公平竞争审查"):
        edit_document(store, cast.clerk, document_id, facts(touches_market=True), version=1, now=now)
    edit_document(store, cast.clerk, document_id, facts(touches_market=False), version=1, now=now)


def test_saying_later_that_the_market_is_touched_is_no_refusal(
    store: Store, cast: Cast, now: datetime
) -> None:
    document_id = register(store, cast.clerk, now)
    edit_document(store, cast.clerk, document_id, facts(touches_market=True), version=1, now=now)


def test_what_is_owed_no_more_is_withdrawn_with_the_reason(store: Store, cast: Cast, now: datetime) -> None:
    document_id = register(store, cast.clerk, now)
    early = facts(dates=replace(DATES, published_on=date(2025, 12, 31)))
    edit_document(store, cast.clerk, document_id, early, version=1, reason="公报日期有误", now=now)
    with reading(store) as session:
        (filing,) = filings_of(session, document_id)
        assert filing.state is FilingState.WITHDRAWN
        (move,) = moves_of(session, filing.id or 0)
        assert "公报日期有误" in move.reason


def test_what_was_withdrawn_by_a_correction_is_owed_again_by_the_next(
    store: Store, cast: Cast, now: datetime
) -> None:
    document_id = register(store, cast.clerk, now)
    early = facts(dates=replace(DATES, published_on=date(2025, 12, 31)))
    edit_document(store, cast.clerk, document_id, early, version=1, reason="公报日期有误", now=now)
    edit_document(store, cast.clerk, document_id, facts(), version=2, reason="原来的日期是对的", now=now)
    with reading(store) as session:
        passages = [(filing.state, filing.passage) for filing in filings_of(session, document_id)]
        told = session.exec(select(Notice).where(Notice.kind == NoticeKind.FILING_OWED)).all()
    assert passages == [(FilingState.WITHDRAWN, 1), (FilingState.OWED, 2)]
    assert [notice.user_id for notice in told] == [cast.drafter.user_id] * 2


def test_another_lead_authority_may_file_another_way(store: Store, cast: Cast, now: datetime) -> None:
    document_id = register(store, cast.clerk, now)
    edit_document(store, cast.clerk, document_id, facts(cast.government_id), version=1, now=now)
    with reading(store) as session:
        to_congress, filing = filings_of(session, document_id)
        assert (to_congress.track, filing.track) == (Track.CONGRESS, Track.GOVERNMENT)
        assert filing.direction is Direction.OUTGOING
    move_filing(store, cast.clerk, filing.id or 0, Move.SUBMIT, on=date(2026, 3, 5), now=now)
    with pytest.raises(Refusal, match="撤回") as caught:
        edit_document(store, cast.clerk, document_id, facts(), version=2, now=now)
    assert caught.value.field == "lead_authority"


def test_a_form_that_drops_blanks_at_the_ends_does_not_touch_the_text(
    store: Store, cast: Cast, now: datetime
) -> None:
    text = "\n第一条　为了规范。\n\n"
    document_id = register(store, cast.clerk, now, text=text)
    noted = facts(text=text.strip(), note="已归档")
    changed = edit_document(store, cast.clerk, document_id, noted, version=1, now=now)
    assert changed == {"note": ["", "已归档"]}
    with reading(store) as session:
        assert text_of(session, document_id) == text
