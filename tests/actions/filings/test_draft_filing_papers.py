"""The papers of a filing."""

from datetime import date, datetime

import pytest

from registry.actions.filings.draft_filing_papers import draft_registration_notice, draft_review_opinion
from registry.actions.filings.move_filing import move_filing
from registry.domain.errors import Refusal
from registry.domain.filings import Move
from registry.storage.engine import Store
from tests.building.documents import register
from tests.building.filings import TODAY, answered_filing, filing_of, submitted_filing
from tests.cast import Cast

OPINION = "上位法依据：第三条与上位法不一致，\n建议删去。\n内容适当性：第五条罚款过高。"


def test_the_notice_states_the_facts_of_the_register(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = submitted_filing(store)
    with pytest.raises(Refusal, match="登记后"):
        draft_registration_notice(store, filing_id)
    move_filing(store, cast.clerk, filing_id, Move.REGISTER, on=TODAY, now=now)
    notice = draft_registration_notice(store, filing_id)
    assert (notice.addressed_to, notice.filing_no) == ("示范区农业农村局", "备〔2026〕1号")
    assert (notice.due_on, notice.is_late) == (date(2026, 2, 24), True)


def test_the_opinion_is_set_out_by_item_and_keeps_its_deadline_once_answered(
    store: Store, cast: Cast, now: datetime
) -> None:
    filing_id = submitted_filing(store)
    move_filing(store, cast.clerk, filing_id, Move.REGISTER, on=TODAY, now=now)
    move_filing(store, cast.clerk, filing_id, Move.START_REVIEW, on=TODAY, now=now)
    with pytest.raises(Refusal, match="审查意见"):
        draft_review_opinion(store, filing_id)
    move_filing(store, cast.lead, filing_id, Move.OPINE, on=TODAY, reason=OPINION, now=now)
    move_filing(store, cast.drafter, filing_id, Move.ANSWER, on=TODAY, reason="已改", now=now)
    opinion = draft_review_opinion(store, filing_id)
    assert opinion.findings == (
        ("上位法依据", "第三条与上位法不一致，建议删去。"),
        ("内容适当性", "第五条罚款过高。"),
    )
    assert (opinion.answer_by, opinion.signed_on) == (date(2026, 4, 7), TODAY)


def test_the_opinion_names_the_day_of_the_correction(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = answered_filing(store, upto="start_review")
    day = date(2026, 5, 1)
    move_filing(store, cast.lead, filing_id, Move.OPINE, on=TODAY, reason=OPINION, correct_by=day, now=now)
    assert draft_review_opinion(store, filing_id).correct_by == day


def test_an_outgoing_filing_has_no_paper_of_ours(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = filing_of(store, register(store, cast.clerk, now, authority_id=cast.government_id))
    with pytest.raises(Refusal, match="上级备案机关"):
        draft_registration_notice(store, filing_id)
