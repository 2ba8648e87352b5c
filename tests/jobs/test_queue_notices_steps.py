"""Every step of a filing reminds whose it is; lateness climbs; what became true again is told again."""

from datetime import date, timedelta
from itertools import count

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from registry.actions.filings.move_filing import move_filing
from registry.domain.filings import Move
from registry.domain.notices import NoticeState
from registry.domain.roles import Actor
from registry.storage.engine import Store, reading, transaction
from registry.storage.filings import Filing
from registry.storage.notices import Notice
from registry.storage.people import User
from tests.cast import NOW, Cast
from tests.jobs.office_days import at, filing_of, notices, queue, register_published, send, told

DRAFTER, CLERK, LEAD = 1, 3, 4
PENDING, CANCELLED, SUPERSEDED = NoticeState.PENDING, NoticeState.CANCELLED, NoticeState.SUPERSEDED
STEPS = ("step_due", "step_overdue")
NUMBERS = count(1)


def act(store: Store, actor: Actor, filing_id: int, move: Move, day: str, reason: str = "") -> Filing:
    on = at(day).date()
    return move_filing(store, actor, filing_id, move, on=on, reason=reason, now=at(day))


def owed(store: Store, title: str = "示范区秸秆综合利用管理办法") -> int:
    filing_id = filing_of(store, register_published(store, title)).id
    assert filing_id
    return filing_id


def reviewed(store: Store, cast: Cast) -> int:
    """A filing submitted on 03-06, registered on 03-09, under review since 03-10: due on 04-08."""
    filing_id = owed(store)
    act(store, cast.drafter, filing_id, Move.SUBMIT, "03-06")
    act(store, cast.clerk, filing_id, Move.REGISTER, "03-09")
    act(store, cast.clerk, filing_id, Move.START_REVIEW, "03-10")
    return filing_id


def add_head(store: Store, name: str = "王分管", authority_id: int = 2) -> int:
    with transaction(store) as session:
        head = User(
            login=f"head{next(NUMBERS)}", name=name, role="contact", authority_id=authority_id,
            password_hash="-", is_head=True, created_at=NOW,
        )  # fmt: skip
        session.add(head)
        session.flush()
        return head.id or 0


def reminders(store: Store, *kinds: str) -> list[tuple[str, str, int | None]]:
    return [row for row in told(store, PENDING) if row[0] in kinds]


def test_the_formal_check_reminds_the_clerks_and_the_leads_once_it_is_two_weeks_late(
    store: Store, cast: Cast
) -> None:
    filing_id = owed(store)
    filing = act(store, cast.drafter, filing_id, Move.SUBMIT, "03-06")
    assert filing.step_due_on == date(2026, 3, 13)
    queue(store, at("03-08"))
    assert reminders(store, *STEPS) == [("step_due", "5", CLERK)]
    queue(store, at("03-20"))
    assert reminders(store, *STEPS) == [("step_overdue", "late-7", CLERK)]
    queue(store, at("03-27"))
    assert reminders(store, *STEPS) == [("step_overdue", "late-14", person) for person in (CLERK, LEAD)]
    facts = notices(store)[-1].facts
    assert (facts["task"], facts["left"], facts["besides"]) == (
        "形式审查",
        "已逾期14日",
        "法制机构经办人陈经办",
    )


def test_starting_the_examination_begins_no_new_step(store: Store, cast: Cast) -> None:
    filing_id = owed(store)
    act(store, cast.drafter, filing_id, Move.SUBMIT, "03-06")
    act(store, cast.clerk, filing_id, Move.REGISTER, "03-09")
    queue(store, at("04-03"))
    act(store, cast.clerk, filing_id, Move.START_REVIEW, "04-03")
    queue(store, at("04-03", "11:00"))
    assert [row for row in told(store) if row[0] == "step_due"] == [("step_due", "5", CLERK)]
    assert notices(store)[-1].facts["task"] == "审查"


def test_an_answer_reminds_the_authority_then_its_head_and_the_clerks_then_the_leads(
    store: Store, cast: Cast
) -> None:
    head = add_head(store)
    filing_id = reviewed(store, cast)
    filing = act(store, cast.lead, filing_id, Move.OPINE, "03-16", "上位法依据：第五条与上位法不一致。")
    assert filing.step_due_on == date(2026, 4, 15)
    queue(store, at("04-10"))
    assert reminders(store, *STEPS) == [("step_due", "5", DRAFTER)]
    ahead = notices(store)[-1].facts["ahead"]
    assert ahead == (
        "2026年4月22日仍未办理的，告知分管负责人王分管；2026年4月22日仍未办理的，告知法制机构经办人陈经办；"
        "2026年4月29日仍未办理的，告知法制机构负责人林负责"
    )
    queue(store, at("04-22"))
    assert reminders(store, *STEPS) == sorted(
        ("step_overdue", "late-7", person) for person in (DRAFTER, CLERK, head)
    )
    queue(store, at("04-29"))
    assert reminders(store, *STEPS) == sorted(
        ("step_overdue", "late-14", person) for person in (DRAFTER, CLERK, LEAD, head)
    )


def test_an_authority_of_heads_alone_tells_them_from_the_start(store: Store) -> None:
    head = add_head(store, authority_id=3)
    with transaction(store) as session:
        session.get_one(User, 2).is_active = False
    register_published(store, authority_id=3)
    queue(store, at("03-15"))
    assert told(store, PENDING) == [("filing_due", "5", head)]


def test_a_concluded_or_answered_step_reminds_nobody(store: Store, cast: Cast) -> None:
    filing_id = reviewed(store, cast)
    queue(store, at("04-03"))
    act(store, cast.lead, filing_id, Move.PASS, "04-03")
    send(store, at("04-03", "12:00"))
    (reminder,) = [notice for notice in notices(store) if notice.kind == "step_due"]
    assert (reminder.state, reminder.outcome) == (CANCELLED, "本步已经办理或不再需要办理，无需提醒。")
    queue(store, at("04-30"))
    assert not reminders(store, *STEPS)


def test_a_submission_taken_back_on_the_same_day_is_reminded_again(store: Store, cast: Cast) -> None:
    filing_id = owed(store)
    queue(store, at("03-15", "08:00"))
    act(store, cast.drafter, filing_id, Move.SUBMIT, "03-15")
    send(store, at("03-15", "09:30"))
    assert told(store, CANCELLED) == [("filing_due", "5", DRAFTER)]
    act(store, cast.drafter, filing_id, Move.TAKE_BACK, "03-15", "报送文本有误")
    queue(store, at("03-15", "10:00"))
    assert reminders(store, "filing_due") == [("filing_due", "5", DRAFTER)]
    assert queue(store, at("03-15", "10:05")).counts["n_queued"] == 0


def test_a_day_moved_and_moved_back_is_told_again(store: Store) -> None:
    filing_id = owed(store)

    def due(day: date) -> None:
        with transaction(store) as session:
            session.get_one(Filing, filing_id).due_on = day

    queue(store, at("03-15", "08:00"))
    due(date(2026, 3, 23))
    send(store, at("03-15", "09:00"))
    assert told(store, CANCELLED) == [("filing_due", "5", DRAFTER)]
    due(date(2026, 3, 20))
    queue(store, at("03-15", "10:00"))
    assert reminders(store, "filing_due") == [("filing_due", "5", DRAFTER)]


def test_two_steps_of_one_filing_that_end_on_one_day_are_two_notices(store: Store, cast: Cast) -> None:
    filing_id = owed(store)  # due on 03-20
    queue(store, at("03-15"))
    send(store, at("03-15"))
    act(store, cast.drafter, filing_id, Move.SUBMIT, "03-16")
    act(store, cast.clerk, filing_id, Move.DEFER, "03-16", "缺起草说明")
    with transaction(store) as session:
        session.get_one(Filing, filing_id).step_due_on = date(2026, 3, 20)
    queue(store, at("03-20"))
    due = [notice for notice in notices(store) if notice.kind == "filing_due"]
    assert [(notice.threshold, notice.facts["state"]) for notice in due if notice.state == PENDING] == [
        ("0", "deferred")
    ]


def test_a_correction_reminds_beside_the_answer_and_after_it(store: Store, cast: Cast) -> None:
    filing_id = reviewed(store, cast)
    move_filing(
        store, cast.lead, filing_id, Move.OPINE, on=date(2026, 3, 16), reason="制定权限：第三条越权。",
        correct_by=date(2026, 4, 15), now=at("03-16"),
    )  # fmt: skip
    queue(store, at("04-10"))  # the answer is due on 04-15 too
    assert reminders(store, "step_due", "correction_due") == [
        ("correction_due", "5", DRAFTER),
        ("step_due", "5", DRAFTER),
    ]
    act(store, cast.drafter, filing_id, Move.ANSWER, "04-10", "已研究")
    queue(store, at("04-14"))
    assert reminders(store, "correction_due") == [("correction_due", "1", DRAFTER)]
    act(store, cast.lead, filing_id, Move.ACCEPT, "04-14", "说明成立")
    send(store, at("04-14", "12:00"))
    correction = [row for row in notices(store) if row.kind == "correction_due"][-1]
    assert (correction.state, correction.outcome) == (CANCELLED, "改正情况已经确认或不再需要改正，无需提醒。")


def test_an_extension_tells_the_old_and_the_new_day_to_who_was_told_the_old(store: Store, cast: Cast) -> None:
    filing_id = reviewed(store, cast)
    queue(store, at("04-03"))
    act(store, cast.lead, filing_id, Move.EXTEND, "04-03", "须征求意见")
    (moved,) = [row for row in notices(store) if row.kind == "filing_recomputed"]
    assert (moved.user_id, moved.facts["before"], moved.facts["is_step"]) == (CLERK, "2026-04-08", "yes")
    assert moved.due_on == date(2026, 4, 28)
    assert [row.user_id for row in notices(store) if row.kind == "filing_extended"] == [DRAFTER]


def test_a_clock_that_runs_again_says_on_which_day_it_would_have_ended(store: Store, cast: Cast) -> None:
    filing_id = reviewed(store, cast)
    act(store, cast.clerk, filing_id, Move.ASK_SUPPLEMENT, "03-16", "补充依据")
    queue(store, at("03-26"))
    assert reminders(store, *STEPS) == [("step_due", "5", DRAFTER)]
    assert notices(store)[-1].facts["task"] == "补充材料"
    act(store, cast.drafter, filing_id, Move.SUPPLEMENT, "03-26")
    (told_again,) = [
        row for row in notices(store) if row.kind == "filing_supplemented" and row.user_id == CLERK
    ]
    assert (told_again.facts["review_before"], told_again.due_on) == ("2026-04-08", date(2026, 4, 20))


def test_what_was_typed_in_late_is_not_reminded_of_days_before(store: Store, cast: Cast) -> None:
    filing_id = owed(store)
    move_filing(store, cast.clerk, filing_id, Move.SUBMIT, on=date(2026, 3, 6), now=at("03-16"))
    queue(store, at("03-16"))
    assert not reminders(store, *STEPS)
    queue(store, at("03-20"))
    assert reminders(store, *STEPS) == [("step_overdue", "late-7", CLERK)]
    assert not [row for row in told(store, SUPERSEDED) if row[0] == "step_due"]


def test_what_an_upper_reviewer_has_to_do_reminds_nobody(store: Store, cast: Cast) -> None:
    document_id = register_published(store, authority_id=1)
    with reading(store) as session:
        upward = session.exec(select(Filing.id).where(Filing.document_id == document_id)).all()
    for filing_id in upward:
        act(store, cast.clerk, filing_id or 0, Move.SUBMIT, "03-06")
    queue(store, at("04-30"))
    assert not reminders(store, *STEPS)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days_up=st.sets(st.integers(0, 45), min_size=1))
def test_each_threshold_and_person_once_on_whichever_days_the_job_runs(
    store: Store, cast: Cast, days_up: set[int]
) -> None:
    filing_id = owed(store, f"示范区第{next(NUMBERS)}号办法")
    act(store, cast.drafter, filing_id, Move.SUBMIT, "03-06")
    for day in sorted(days_up):
        queue(store, at("03-06") + timedelta(day))
    last = max(days_up)  # the formal check is due on 03-13, 7 days after the submission
    expected = {(str(left), CLERK) for left in (5, 1, 0) if last >= 7 - left}
    expected |= {(f"late-{late}", CLERK) for late in (7, 14, 21, 28, 35) if last >= 7 + late}
    expected |= {(f"late-{late}", LEAD) for late in (14, 21, 28, 35) if last >= 7 + late}
    rows = [notice for notice in notices(store) if notice.subject_id == filing_id and notice.kind in STEPS]
    assert sorted((row.threshold, row.user_id) for row in rows) == sorted(expected)
    pending = [row.user_id for row in rows if row.state == PENDING]
    assert sorted(pending) == sorted({person for _, person in expected})  # type: ignore[type-var]


@pytest.mark.parametrize("n_filings", [3, 12])
def test_the_number_of_statements_does_not_grow_with_what_is_due(
    store: Store, cast: Cast, n_filings: int
) -> None:
    for n in range(n_filings):
        act(store, cast.drafter, owed(store, f"示范区第{n}号办法"), Move.SUBMIT, "03-06")
    seen: list[str] = []
    sa.event.listen(store.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    queue(store, at("03-20"))
    queue(store, at("03-20", "11:00"))
    assert len(seen) < 60, len(seen)
    with reading(store) as session:
        query = select(sa.func.count()).where(col(Notice.kind) == "step_overdue")
        assert session.exec(query).one() == n_filings
