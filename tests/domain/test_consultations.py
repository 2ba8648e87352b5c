"""How long a consultation takes, when it is open, and what its summary says."""

from datetime import date

import pytest

from registry.domain.calendars import HolidayYear, WorkCalendar
from registry.domain.consultations import (
    Adoption,
    check_closing,
    check_comment,
    comment_findings,
    draft_summary,
    is_open,
    least_until,
    period_findings,
    working_for_the_public,
)
from registry.domain.errors import Refusal
from registry.domain.rules import RuleProfile

CALENDAR = WorkCalendar(
    {
        2025: HolidayYear(
            2025, 1, {date(2025, 5, day): "劳动节" for day in range(1, 6)}, {date(2025, 4, 27): "劳动节"}
        )
    }
)
PROFILE = RuleProfile(
    name="示范规则",
    version=1,
    place="示范省",
    in_force_from=date(2022, 1, 1),
    in_force_until=None,
    source="示范规则",
    confirmed=True,
)


def test_a_consultation_takes_seven_working_days() -> None:
    least = least_until(date(2025, 4, 24), PROFILE, CALENDAR, touches_market=False)
    assert least.due_on == date(2025, 5, 7)  # DOMAIN §4
    assert "7个工作日届满为2025-05-07" in least.working()


def test_it_takes_thirty_days_where_market_entities_are_touched() -> None:
    least = least_until(date(2025, 4, 1), PROFILE, CALENDAR, touches_market=True)
    assert (least.raw_on, least.due_on) == (date(2025, 5, 1), date(2025, 5, 6))
    check_closing(date(2025, 5, 6), least, touches_market=True)
    with pytest.raises(Refusal, match="涉及经营主体的文件，征求意见最早到2025年5月6日截止") as refused:
        check_closing(date(2025, 5, 5), least, touches_market=True)
    assert refused.value.field == "closes_on"
    with pytest.raises(Refusal, match="一年以后"):
        check_closing(date(2027, 5, 6), least, touches_market=True)


def test_the_public_reads_no_source_that_nobody_confirmed() -> None:
    least = least_until(date(2025, 4, 24), PROFILE, CALENDAR, touches_market=True)
    told = working_for_the_public(least, is_confirmed=True, touches_market=True)
    assert told.startswith("涉及经营主体，自公布征求意见稿之日2025年4月24日起算")
    assert told.endswith("；依据：示范规则")
    assert "依据" not in working_for_the_public(least, is_confirmed=False, touches_market=True)


def test_the_first_and_the_last_day_count_whole() -> None:
    first, last = date(2026, 3, 5), date(2026, 3, 16)
    days = {day: is_open(first, last, date(2026, 3, day)) for day in (4, 5, 16, 17)}
    assert days == {4: False, 5: True, 16: True, 17: False}


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"text": ""}, "text"), ({"text": "长" * 2001}, "text"), ({"text": "好", "name": "甄" * 51}, "name")],
)
def test_a_comment_needs_words_within_limits(typed: dict[str, str], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_comment(typed)
    assert refused.value.field == field
    check_comment({"text": "长" * 2000, "name": "", "contact": ""})


def test_the_summary_adds_up() -> None:
    first, last = date(2026, 3, 5), date(2026, 3, 16)
    counts = {Adoption.ADOPTED: 2, Adoption.DECLINED: 1}
    assert draft_summary(first, last, counts) == (
        "2026年3月5日至2026年3月16日公开征求意见期间，共收到意见3条，其中采纳2条、未采纳1条。"
    )
    assert draft_summary(first, last, {"": 2}).endswith("共收到意见2条，尚待答复2条。")
    assert draft_summary(first, last, {}).endswith("没有收到意见。")


def test_a_comment_without_an_answer_is_a_finding_that_a_lead_may_accept() -> None:
    assert comment_findings([]) == []
    (finding,) = comment_findings([1, 3])
    assert not finding.is_hard
    assert [row.label for row in finding.rows] == ["第1条意见", "第3条意见"]
    assert finding.id != comment_findings([1])[0].id
    assert finding.mend


def test_a_release_before_the_last_day_is_over_is_a_finding_that_a_lead_may_accept() -> None:
    last = date(2026, 3, 16)
    (finding,) = period_findings(last, last)
    assert (finding.is_hard, [row.label for row in finding.rows]) == (False, ["2026年3月16日截止"])
    assert finding.mend
    assert period_findings(last, date(2026, 3, 17)) == period_findings(None, last) == []
