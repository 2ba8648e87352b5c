"""The papers of a filing."""

from datetime import date, datetime

import pytest

from registry.actions.filings.answer_opinion import answer_opinion
from registry.actions.filings.draft_filing_papers import draft_registration_notice, draft_review_opinion
from registry.actions.filings.give_opinion import give_opinion
from registry.actions.filings.register_filing import register_filing
from registry.actions.filings.start_review import start_review
from registry.domain.errors import Refusal
from registry.storage.engine import Store
from tests.building.documents import register
from tests.building.filing_acts import TODAY, filing_of, submitted_filing
from tests.cast import Cast

OPINION = "上位法依据：第三条与上位法不一致，\n建议删去。\n内容适当性：第五条罚款过高。"


def test_the_notice_says_what_the_register_knows(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = submitted_filing(store)
    with pytest.raises(Refusal, match="登记后"):
        draft_registration_notice(store, filing_id)
    register_filing(store, cast.clerk, filing_id, on=TODAY, now=now)
    notice = draft_registration_notice(store, filing_id)
    assert (notice.addressed_to, notice.filing_no) == ("示范区农业农村局", "备〔2026〕1号")
    assert (notice.due_on, notice.is_late) == (date(2026, 2, 24), True)


def test_the_opinion_is_set_out_by_item_and_keeps_its_deadline_once_answered(
    store: Store, cast: Cast, now: datetime
) -> None:
    filing_id = submitted_filing(store)
    register_filing(store, cast.clerk, filing_id, on=TODAY, now=now)
    start_review(store, cast.clerk, filing_id, on=TODAY, now=now)
    with pytest.raises(Refusal, match="审查意见"):
        draft_review_opinion(store, filing_id)
    give_opinion(store, cast.lead, filing_id, on=TODAY, reason=OPINION, now=now)
    answer_opinion(store, cast.drafter, filing_id, on=TODAY, reason="已改", now=now)
    opinion = draft_review_opinion(store, filing_id)
    assert opinion.findings == (
        ("上位法依据", "第三条与上位法不一致，建议删去。"),
        ("内容适当性", "第五条罚款过高。"),
    )
    assert (opinion.answer_by, opinion.signed_on) == (date(2026, 4, 7), TODAY)


def test_what_we_file_upward_has_no_paper_of_ours(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = filing_of(store, register(store, cast.clerk, now, authority_id=cast.government_id))
    with pytest.raises(Refusal, match="上级备案机关"):
        draft_registration_notice(store, filing_id)
