"""Notices: which reminders are owed by a day, their keys, when mail leaves, and when a reminder is cancelled."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from registry.domain.notices import (
    NoticeKind,
    Threshold,
    cancellation_reason,
    cleanup_thresholds,
    expiry_thresholds,
    is_urgent,
    may_leave,
    next_attempt,
    next_opening,
    notice_key,
    split,
)
from registry.domain.places import DEFAULT_PROFILES

PROFILE = DEFAULT_PROFILES[-1]
DUE = date(2026, 11, 20)
LONG_AGO = date(2000, 1, 1)
CLOCK = (
    NoticeKind.FILING_DUE,
    NoticeKind.FILING_OVERDUE,
    NoticeKind.STEP_DUE,
    NoticeKind.STEP_OVERDUE,
    NoticeKind.CORRECTION_DUE,
    NoticeKind.CORRECTION_OVERDUE,
    NoticeKind.PROPOSAL_DUE,
    NoticeKind.PROPOSAL_OVERDUE,
    NoticeKind.AMEND_DUE,
    NoticeKind.AMEND_OVERDUE,
    NoticeKind.EXPIRY_DUE,
    NoticeKind.CONDITION_DUE,
    NoticeKind.CLEANUP_DUE,
    NoticeKind.CLEANUP_OVERDUE,
    NoticeKind.EVALUATION_DUE,
    NoticeKind.RETURN_DUE,
    NoticeKind.RETURN_OVERDUE,
    NoticeKind.EVALUATION_OVERDUE,
)


def labels(thresholds: list[Threshold]) -> list[str]:
    return [threshold.label for threshold in thresholds]


def test_an_expiry_is_reminded_four_times_and_never_late() -> None:
    assert labels(expiry_thresholds(DUE, PROFILE, DUE, since=LONG_AGO)) == ["180", "60", "30", "7"]
    assert expiry_thresholds(DUE, PROFILE, DUE + timedelta(days=1), since=LONG_AGO) == []


def test_a_cleanup_is_reminded_twice_and_monthly_when_late() -> None:
    today = DUE + timedelta(days=61)
    reached = cleanup_thresholds(DUE, PROFILE, today, since=LONG_AGO)
    assert labels(reached) == ["90", "30", "late-30", "late-60"]
    assert [threshold.kind for threshold in reached[1:3]] == [
        NoticeKind.CLEANUP_DUE,
        NoticeKind.CLEANUP_OVERDUE,
    ]


def test_after_days_off_only_the_newest_is_sent() -> None:
    newest, superseded = split(expiry_thresholds(DUE, PROFILE, DUE - timedelta(20), since=LONG_AGO))
    assert newest is not None
    assert (newest.label, labels(superseded)) == ("30", ["180", "60"])
    assert split([]) == (None, [])


def test_a_key_has_the_kind_the_subject_the_day_and_the_person() -> None:
    key = notice_key(NoticeKind.FILING_DUE, "filing-12", DUE, "5", "person-3")
    assert key == "filing_due:filing-12:2026-11-20:5:person-3"
    assert notice_key(NoticeKind.JOB_FAILED, "send_notices", None, "", "person-1") == (
        "job_failed:send_notices:::person-1"
    )


def test_a_moved_date_is_a_new_notice() -> None:
    moved = DUE + timedelta(days=1)
    keys = {
        notice_key(NoticeKind.FILING_DUE, "filing-12", due_on, "5", "person-3") for due_on in (DUE, moved)
    }
    assert len(keys) == 2


@pytest.mark.parametrize(
    "parts", [("filing:12", "5", "p"), ("filing-12", "5:1", "p"), ("filing-12", "5", "p:3")]
)
def test_a_colon_inside_a_key_is_an_error(parts: tuple[str, str, str]) -> None:
    subject, threshold, recipient = parts
    with pytest.raises(ValueError, match="colon"):
        notice_key(NoticeKind.FILING_DUE, subject, DUE, threshold, recipient)


@pytest.mark.parametrize(
    ("kind", "threshold", "urgent"),
    [
        (NoticeKind.FILING_DUE, "0", True),
        (NoticeKind.FILING_DUE, "1", True),
        (NoticeKind.FILING_DUE, "5", False),
        (NoticeKind.FILING_OVERDUE, "late-1", True),
        (NoticeKind.FILING_OVERDUE, "late-7", False),
        (NoticeKind.FILING_REGISTERED, "1", False),
        (NoticeKind.JOB_FAILED, "", True),
    ],
)
def test_only_near_deadlines_and_failed_jobs_are_urgent(
    kind: NoticeKind, threshold: str, urgent: bool
) -> None:
    assert is_urgent(kind, threshold) is urgent


@pytest.mark.parametrize(
    ("clock", "leaves"),
    [("08:29", False), ("08:30", True), ("17:59", True), ("18:00", False), ("00:00", False)],
)
def test_mail_leaves_in_office_hours_unless_it_is_urgent(clock: str, leaves: bool) -> None:
    now = datetime.fromisoformat(f"2026-11-22T{clock}").replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    assert may_leave(now, urgent=False) is leaves
    assert may_leave(now, urgent=True)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-22T00:00", "2026-11-22T08:30"),
        ("2026-11-22T08:29", "2026-11-22T08:30"),
        ("2026-11-22T08:30", "2026-11-23T08:30"),
        ("2026-12-31T18:00", "2027-01-01T08:30"),
    ],
)
def test_after_hours_the_next_opening_is_in_the_morning(now: str, opens: str) -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    instant = datetime.fromisoformat(now).replace(tzinfo=shanghai)
    assert next_opening(instant) == datetime.fromisoformat(opens).replace(tzinfo=shanghai)


def test_the_wait_between_attempts_grows_up_to_six_hours() -> None:
    now = datetime(2026, 11, 22, 1, tzinfo=UTC)
    waits = [(next_attempt(n, now) - now) // timedelta(minutes=1) for n in range(1, 9)]
    assert waits == [1, 5, 15, 60, 180, 360, 360, 360]


@pytest.mark.parametrize("kind", CLOCK)
def test_a_reminder_is_cancelled_when_its_matter_is_closed_or_moved(kind: NoticeKind) -> None:
    moved = DUE + timedelta(days=5)
    assert cancellation_reason(kind, is_open=True, due_on=DUE, notice_due_on=DUE) is None
    closed = cancellation_reason(kind, is_open=False, due_on=DUE, notice_due_on=DUE)
    assert closed is not None
    assert "无需提醒" in closed
    assert cancellation_reason(kind, is_open=True, due_on=moved, notice_due_on=DUE) == (
        "期限由2026年11月20日改为2026年11月25日，原提醒作废。"
    )
    assert cancellation_reason(kind, is_open=True, due_on=None, notice_due_on=DUE) == (
        "期限2026年11月20日已取消，原提醒作废。"
    )


@pytest.mark.parametrize("kind", sorted(set(NoticeKind) - set(CLOCK)))
def test_the_notice_of_an_act_stays_true(kind: NoticeKind) -> None:
    assert cancellation_reason(kind, is_open=False, due_on=None, notice_due_on=DUE) is None


def test_every_kind_has_its_chinese_name() -> None:
    labels = [kind.label for kind in NoticeKind]
    assert all(labels)
    assert len(set(labels)) == len(labels)
