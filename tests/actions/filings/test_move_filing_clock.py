"""The review clock of a filing: it stops and resumes with its moves, is extended once, and is recomputed alike."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from registry.actions.documents.edit_document import edit_document
from registry.actions.filings.move_filing import move_filing
from registry.actions.filings.preview_move import preview_move
from registry.actions.office.add_holiday_year import add_holiday_year
from registry.actions.office.add_rule_profile import add_rule_profile
from registry.actions.office.verify_register import verify_register
from registry.domain.calendars import HolidayYear
from registry.domain.errors import Denied, Refusal
from registry.domain.filings import Move
from registry.domain.roles import OPERATOR
from registry.domain.rules import from_json
from registry.storage.engine import Store, reading, transaction
from registry.storage.filings import Filing, due_changes_of, moves_of
from registry.storage.notices import Notice
from registry.storage.rulebook import decreed_year
from registry.storage.rules import newest_profiles
from tests.building.documents import DATES, facts
from tests.building.filings import REASON, owed_filing, stored_filing
from tests.cast import Cast

LATER = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)
REGISTERED = (("submit", "02-25"), ("register", "03-02"), ("start_review", "03-03"))
OPINED = (*REGISTERED, ("opine", "03-10"))
ANSWERED = (*OPINED, ("answer", "03-22"))


def play(store: Store, story: tuple[tuple[str, str], ...], year: int = 2026) -> int:
    """The id of a filing that made these moves on these days of the year, all typed in later."""
    filing_id = owed_filing(store)
    for name, day in story:
        go(store, filing_id, name, date.fromisoformat(f"{year}-{day}"))
    return filing_id


def go(store: Store, filing_id: int, name: str, on: date, **words: object) -> Filing:
    move_filing(store, OPERATOR, filing_id, Move(name), on=on, reason=REASON, now=LATER, **words)  # type: ignore[arg-type]
    return stored_filing(store, filing_id)


def test_the_clock_stops_with_the_opinion_and_resumes_with_the_answer(store: Store) -> None:
    filing_id = play(store, OPINED)
    stopped = stored_filing(store, filing_id)
    assert (stopped.clock_stopped_since, stopped.review_days_left) == (date(2026, 3, 10), 22)
    assert stopped.step_due_on == date(2026, 4, 9)  # the answer's 30 days
    assert "已用8日，因制定机关反馈停止计时，还剩22日" in stopped.clock_working
    resumed = go(store, filing_id, "answer", date(2026, 3, 22))
    assert (resumed.clock_stopped_since, resumed.review_days_left, resumed.clock_working) == (None, None, "")
    assert resumed.step_due_on == date(2026, 4, 13)
    assert "停止计时12日（2026-03-10至2026-03-22）" in resumed.step_working
    assert not verify_register(store)


def test_a_supplement_stops_the_clock_too_and_the_review_goes_on(store: Store) -> None:
    filing_id = play(store, (*REGISTERED, ("ask_supplement", "03-05")))
    assert stored_filing(store, filing_id).review_days_left == 27
    assert go(store, filing_id, "supplement", date(2026, 3, 9)).step_due_on == date(2026, 4, 7)
    assert go(store, filing_id, "opine", date(2026, 3, 20)).review_days_left == 16
    assert go(store, filing_id, "answer", date(2026, 3, 30)).step_due_on == date(2026, 4, 15)
    assert not verify_register(store)


def test_a_second_opinion_stops_the_clock_again(store: Store) -> None:
    filing_id = play(store, (*ANSWERED, ("opine_again", "04-01")))
    assert stored_filing(store, filing_id).review_days_left == 12
    assert go(store, filing_id, "answer", date(2026, 4, 11)).step_due_on == date(2026, 4, 23)
    assert not verify_register(store)


def test_a_review_is_extended_once_and_the_authority_is_told_both_days(
    store: Store, cast: Cast, now: datetime
) -> None:
    filing_id = play(store, REGISTERED)
    extended = go(store, filing_id, "extend", date(2026, 3, 31))
    assert (extended.state, extended.is_extended) == ("under_review", True)
    assert extended.step_due_on == date(2026, 4, 21)
    with reading(store) as session:
        [notice] = session.exec(select(Notice).where(Notice.kind == "filing_extended"))
    assert notice.user_id == cast.drafter.user_id
    assert (notice.facts["before"], notice.facts["step_due_on"]) == ("2026-04-01", "2026-04-21")
    with pytest.raises(Refusal, match="只能“延长审查期限”一次"):
        go(store, filing_id, "extend", date(2026, 4, 1))
    with pytest.raises(Refusal, match="理由"):
        move_filing(store, cast.lead, play_another(store), Move.EXTEND, on=date(2026, 3, 3), now=LATER)
    assert not verify_register(store)


def play_another(store: Store) -> int:
    filing_id = owed_filing(store, 4)
    for name, day in REGISTERED:
        go(store, filing_id, name, date.fromisoformat(f"2026-{day}"))
    return filing_id


def test_only_the_lead_extends(store: Store, cast: Cast) -> None:
    filing_id = play(store, REGISTERED)
    for actor in (cast.clerk, cast.drafter):
        with pytest.raises(Denied):
            move_filing(store, actor, filing_id, Move.EXTEND, on=date(2026, 3, 4), reason=REASON, now=LATER)


def test_what_is_concluded_has_no_clock(store: Store) -> None:
    filing_id = play(store, (*ANSWERED, ("extend", "03-23"), ("accept", "04-01")))
    filing = stored_filing(store, filing_id)
    assert (filing.step_due_on, filing.clock_stopped_since, filing.review_days_left) == (None, None, None)
    assert filing.is_extended


def test_each_submission_is_checked_within_its_own_days(store: Store) -> None:
    filing_id = play(store, (("submit", "02-25"), ("defer", "02-27"), ("submit", "03-06")))
    filing = stored_filing(store, filing_id)
    assert filing.step_due_on == date(2026, 3, 13)
    assert "自报送之日2026-03-06起算" in filing.step_working


def test_a_correction_deadline_is_kept_with_the_opinion_until_another_sets_a_new_one(store: Store) -> None:
    filing_id = play(store, REGISTERED)
    opined = go(store, filing_id, "opine", date(2026, 3, 10), correct_by=date(2026, 5, 10))
    assert opined.correct_by == date(2026, 5, 10)
    go(store, filing_id, "answer", date(2026, 3, 22))
    again = go(store, filing_id, "opine_again", date(2026, 4, 1))
    assert again.correct_by == date(2026, 5, 10)  # what was set does not vanish because nobody repeats it
    later = go(store, filing_id, "answer", date(2026, 4, 2))
    assert go(store, filing_id, "opine_again", date(2026, 4, 3), correct_by=date(2026, 6, 1)).correct_by == (
        date(2026, 6, 1)
    )
    assert later.correct_by == date(2026, 5, 10)
    with reading(store) as session:
        kept = [line.correct_by for line in moves_of(session, filing_id) if line.correct_by]
    assert kept == [date(2026, 5, 10), date(2026, 6, 1)]


@pytest.mark.parametrize(
    ("name", "correct_by", "words"),
    [
        ("opine", date(2026, 3, 10), "应晚于提出审查意见之日"),
        ("opine", date(2026, 3, 1), "应晚于提出审查意见之日"),
        ("opine", date(9999, 12, 31), "超过3年，请核对年份"),
        ("ask_supplement", date(2026, 5, 1), "不设改正期限"),
    ],
)
def test_a_senseless_correction_deadline_is_refused(
    store: Store, name: str, correct_by: date, words: str
) -> None:
    filing_id = play(store, REGISTERED)
    with pytest.raises(Refusal, match=words) as refused:
        go(store, filing_id, name, date(2026, 3, 10), correct_by=correct_by)
    assert refused.value.field == "correct_by"


def test_a_decree_moves_the_resumed_review(store: Store, cast: Cast) -> None:
    filing_id = play(store, (*REGISTERED, ("opine", "03-10"), ("answer", "03-22")))
    with reading(store) as session:
        year = decreed_year(session, 2026)
    assert year is not None
    longer = HolidayYear(2026, year.version, {**year.off, date(2026, 4, 13): "临时放假"}, year.work)
    add_holiday_year(store, cast.admin, longer, source="某通知", now=LATER)
    filing = stored_filing(store, filing_id)
    assert filing.step_due_on == date(2026, 4, 14)
    assert "停止计时12日" in filing.step_working
    with reading(store) as session:
        [change] = [change for change in due_changes_of(session, filing_id) if change.is_step]
    assert (change.before_on, change.after_on) == (date(2026, 4, 13), date(2026, 4, 14))
    assert not verify_register(store)


def test_a_review_keeps_the_rules_that_it_began_with(store: Store, cast: Cast) -> None:
    filing_id = play(store, OPINED)
    with reading(store) as session:
        newest = max(
            map(from_json, (row.body for row in newest_profiles(session))), key=lambda p: p.in_force_from
        )
    longer = replace(newest, version=newest.version + 1, review_days=60, opinion_answer_days=10)
    add_rule_profile(store, cast.admin, longer, now=LATER)
    assert go(store, filing_id, "answer", date(2026, 3, 22)).step_due_on == date(2026, 4, 13)
    assert go(store, filing_id, "extend", date(2026, 3, 23)).step_due_on == date(2026, 5, 6)
    again = go(store, filing_id, "opine_again", date(2026, 4, 1))
    assert again.step_due_on == date(2026, 4, 13)  # 10 days, a Saturday
    assert not verify_register(store)


def test_a_corrected_publication_computes_the_review_by_the_rules_of_its_day(
    store: Store, cast: Cast
) -> None:
    filing_id = play(store, REGISTERED)
    with reading(store) as session:
        newest = max(
            map(from_json, (row.body for row in newest_profiles(session))), key=lambda p: p.in_force_from
        )
    later = replace(newest, name="示范新规", in_force_from=date(2026, 2, 10), review_days=60)
    add_rule_profile(store, cast.admin, replace(later, version=1), now=LATER)
    document_id = stored_filing(store, filing_id).document_id
    moved = facts(
        title="示范区农机购置补贴办法之3",
        doc_no="示农〔2026〕3号",
        dates=replace(DATES, published_on=date(2026, 2, 11)),
    )
    edit_document(store, cast.clerk, document_id, moved, version=1, reason="录入有误", now=LATER)
    filing = stored_filing(store, filing_id)
    assert (filing.due_on, filing.step_due_on) == (date(2026, 2, 26), date(2026, 5, 6))
    with reading(store) as session:
        changes = due_changes_of(session, filing_id)
    assert [(change.is_step, change.before_on, change.after_on) for change in changes] == [
        (False, date(2026, 2, 24), date(2026, 2, 26)),
        (True, date(2026, 4, 1), date(2026, 5, 6)),
    ]
    assert not verify_register(store)


def test_the_preview_tells_what_stops_and_what_is_moved(store: Store) -> None:
    filing_id = play(store, REGISTERED)
    told = preview_move(store, filing_id, Move.OPINE, on=date(2026, 3, 10)).effects()
    assert any("审查计时停止" in sentence and "还剩22日" in sentence for sentence in told)
    told = preview_move(store, filing_id, Move.EXTEND, on=date(2026, 3, 10)).effects()
    assert told[0] == "状态仍为“审查中”。"
    assert any("审查期限由2026年4月1日延至2026年4月21日" in sentence for sentence in told)
    assert stored_filing(store, filing_id).step_due_on == date(2026, 4, 1)


def test_a_tampered_clock_is_found(store: Store) -> None:
    filing_id = play(store, OPINED)
    with transaction(store) as session:
        session.get_one(Filing, filing_id).review_days_left = 25
    assert [difference.subject for difference in verify_register(store)] == [f"filing:{filing_id}"]
