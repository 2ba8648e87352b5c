"""The clock of cleanups: who is told of the next periodic one, and what a released round ends."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from registry.actions.cleanups.decide_outcomes import Decision
from registry.actions.cleanups.move_answers_day import move_answers_day
from registry.actions.cleanups.prepare_round import prepare_own_round
from registry.actions.cleanups.propose_outcome import propose_outcome
from registry.domain.cleanups import Answer, Outcome, RoundKind
from registry.domain.instants import day_of
from registry.domain.notices import NoticeState
from registry.domain.roles import OPERATOR, Role
from registry.jobs import run_job
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.engine import Store, transaction
from registry.storage.notices import Notice
from registry.storage.office import set_setting
from registry.storage.people import User
from tests.building.documents import register_old
from tests.building.rounds import decide, items, start_round
from tests.cast import Cast
from tests.jobs.office_days import at, notices, office, queue, send, told

DRAFTER, CLERK, LEAD = 1, 3, 4
PENDING = NoticeState.PENDING


def add_released(store: Store, name: str, released_at: datetime, **fields: Any) -> int:
    """A released periodic round, the next one due two years later."""
    day = day_of(released_at)
    with transaction(store) as session:
        cleanup = CleanupRound(
            name=name,
            kind=RoundKind.PERIODIC,
            cut_off_on=day,
            opened_at=released_at - timedelta(60),
            released_at=released_at,
            published_on=day,
            next_due_on=day.replace(year=day.year + 2),
            **fields,
        )
        session.add(cleanup)
        session.flush()
        return cleanup.id or 0


def test_a_round_over_one_authority_leaves_the_overdue_notice_of_the_level(store: Store) -> None:
    with transaction(store) as session:
        set_setting(session, "first_cleanup_due_on", "2026-06-30")
    queue(store, at("08-01"))
    for own, name in ((None, "部分机关"), (2, "本局")):
        add_released(store, name, at("08-02"), authority_ids=[2], owner_id=own)
    send(store, at("08-03"))
    assert {notice.state for notice in notices(store) if notice.threshold == "late-30"} == {NoticeState.INBOX}


def test_a_notice_that_was_cancelled_for_a_round_over_some_is_queued_again(store: Store) -> None:
    with transaction(store) as session:
        set_setting(session, "first_cleanup_due_on", "2026-06-30")
    queue(store, at("08-01"))
    with transaction(store) as session:
        for notice in session.exec(select(Notice)):
            notice.state, notice.outcome = NoticeState.CANCELLED, "本期清理已完成，无需提醒。"
            session.add(notice)
    add_released(store, "部分机关", at("08-02"), authority_ids=[2])
    queue(store, at("08-03"))
    assert {(notice.threshold, notice.outcome) for notice in notices(store, PENDING)} == {("late-30", "")}


def test_the_whole_level_cleaned_up_cancels_it(store: Store) -> None:
    with transaction(store) as session:
        set_setting(session, "first_cleanup_due_on", "2026-06-30")
    queue(store, at("08-01", "19:00"))
    add_released(store, "全区", at("08-01", "20:00"))
    send(store, at("08-02"))
    assert {notice.state for notice in notices(store) if notice.threshold == "late-30"} == {
        NoticeState.CANCELLED
    }


RETURN_DAY = date(2026, 4, 3)  # opened on 03-05: half of the 29 days is 14 days before


@pytest.fixture
def round_id(store: Store) -> int:
    """A round with two documents of the drafter's authority, to be answered by 04-03."""
    register_old(store, "关于甲的通知")
    register_old(store, "关于乙的通知")
    return start_round(store, answers_due_on=RETURN_DAY)


def of_return(store: Store, state: NoticeState | None = None) -> list[tuple[str, str, int]]:
    return [row for row in told(store, state) if row[0].startswith("return")]


def test_answers_are_reminded_of_at_half_three_days_before_and_on_the_day(
    store: Store, round_id: int
) -> None:
    queue(store, at("03-19", "23:59"))
    assert of_return(store) == []
    for day, threshold in (("03-20", "14"), ("03-31", "3"), ("04-03", "0")):
        queue(store, at(day, "00:00"))
        assert of_return(store, PENDING)[-1] == ("return_due", threshold, DRAFTER)
    queue(store, at("04-03"))
    assert len(of_return(store)) == 3


def test_a_week_without_the_server_is_told_once(store: Store, round_id: int) -> None:
    queue(store, at("04-05"))
    assert of_return(store, PENDING) == [("return_due", "0", DRAFTER)]


def test_late_answers_are_told_the_contact_then_the_head_then_the_lead(store: Store, round_id: int) -> None:
    with transaction(store) as session:
        head = User(
            login="head",
            name="孙分管",
            role=Role.CONTACT,
            authority_id=2,
            is_head=True,
            password_hash="",
            created_at=at("03-05"),
        )
        session.add(head)
        session.flush()
        head_id = head.id or 0
    queue(store, at("04-09"))
    assert of_return(store, PENDING) == [("return_due", "0", DRAFTER)]
    queue(store, at("04-10"))
    assert of_return(store, PENDING) == [
        ("return_overdue", "late-7", DRAFTER),
        ("return_overdue", "late-7", head_id),
    ]
    queue(store, at("04-17"))
    assert [person for _, late, person in of_return(store, PENDING) if late == "late-14"] == [
        DRAFTER,
        LEAD,
        head_id,
    ]


def test_answered_returned_or_released_ends_the_reminders(store: Store, round_id: int, cast: Cast) -> None:
    queue(store, at("04-03", "19:00"))
    answers = [Decision(item.id or 0, Answer(Outcome.RETAIN)) for item in items(store, round_id)]
    propose_outcome(store, cast.drafter, round_id, answers, now=at("04-03", "20:00"))
    send(store, at("04-04"))
    assert of_return(store, NoticeState.CANCELLED) == [("return_due", "0", DRAFTER)]
    queue(store, at("04-10"))
    assert len(of_return(store)) == 3


def test_a_moved_day_is_another_notice(store: Store, round_id: int, cast: Cast) -> None:
    queue(store, at("03-31", "19:00"))
    move_answers_day(store, cast.clerk, round_id, date(2026, 4, 20), "人手不足", now=at("03-31", "20:00"))
    send(store, at("04-01"))
    (old,) = [notice for notice in notices(store, NoticeState.CANCELLED) if notice.threshold == "3"]
    assert old.outcome == "期限由2026年4月3日改为2026年4月20日，原提醒作废。"
    queue(store, at("04-17"))
    assert [notice.due_on for notice in notices(store) if notice.threshold == "3"] == [
        RETURN_DAY,
        date(2026, 4, 20),
    ]


def test_a_held_notice_is_given_to_the_new_contact_while_the_round_waits(store: Store) -> None:
    with transaction(store) as session:
        session.get_one(User, DRAFTER).is_active = False
    register_old(store, "关于甲的通知")
    round_id = start_round(store, answers_due_on=RETURN_DAY)
    queue(store, at("03-06"))
    assert [notice.kind for notice in notices(store, NoticeState.HELD)] == ["cleanup_opened"]
    with transaction(store) as session:
        session.get_one(User, DRAFTER).is_active = True
    queue(store, at("03-07"))
    assert [(notice.kind, notice.user_id) for notice in notices(store, PENDING)] == [
        ("cleanup_opened", DRAFTER)
    ]
    decide(store, round_id, {1: Outcome.RETAIN})
    queue(store, at("04-10"))
    assert {notice.kind for notice in notices(store)} == {"cleanup_opened"}


def test_the_office_is_reminded_for_the_government(store: Store) -> None:
    register_old(store, "关于甲的通知", authority_id=1)
    start_round(store, answers_due_on=RETURN_DAY)
    queue(store, at("04-03"))
    assert of_return(store, PENDING) == [("return_due", "0", CLERK)]


def test_the_draft_of_an_authority_is_named_to_its_contact_and_the_office(store: Store) -> None:
    prepare_own_round(store, OPERATOR, 2, date(2026, 6, 30), now=at("03-05"))
    queue(store, at("04-01"))
    assert told(store, PENDING) == [("cleanup_due", "90", person) for person in (DRAFTER, CLERK, LEAD)]
    facts = notices(store, PENDING)[0].facts
    assert facts["prepared"] == "示范区农业农村局2026年度规范性文件定期清理"
    assert facts["path"] == "/desk/cleanups/1"


def test_the_job_prepares_the_round_and_says_which(store: Store) -> None:
    with transaction(store) as session:
        set_setting(session, "first_cleanup_due_on", "2026-06-30")
    reports = [run_job(office(store), "prepare_rounds", at(day)) for day in ("03-31", "04-01", "04-02")]
    assert [report.counts["n_prepared"] for report in reports] == [0, 1, 0]
    assert reports[1].sentence == "准备了1份清理草稿：“2026年度规范性文件定期清理”。"
