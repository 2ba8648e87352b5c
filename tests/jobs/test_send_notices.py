"""Sending notices: once each, in office hours, only while they are true, and at least once when a sender dies."""

import socket
from collections import Counter
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from sqlmodel import select

from registry.actions.documents.record_event import record_event
from registry.actions.filings.move_filing import move_filing
from registry.delivery.mail import Smtp
from registry.delivery.messages import render
from registry.domain.deliveries import DeliveryState
from registry.domain.filings import Move
from registry.domain.notices import NoticeKind, NoticeState
from registry.domain.validity import EventKind
from registry.jobs import run_job, send_notices
from registry.storage.engine import Store, transaction
from registry.storage.notices import Notice
from registry.storage.office import set_setting
from registry.storage.people import User
from tests.cast import Cast
from tests.jobs.office_days import (
    PUBLIC_URL,
    at,
    deliveries,
    filing_of,
    notices,
    office,
    queue,
    register_published,
    send,
)  # fmt: skip
from tests.mail_server import mail_server

PENDING, SENT, INBOX, CANCELLED, FAILED, SUPERSEDED = (
    NoticeState.PENDING,
    NoticeState.SENT,
    NoticeState.INBOX,
    NoticeState.CANCELLED,
    NoticeState.FAILED,
    NoticeState.SUPERSEDED,
)


def owe_three(store: Store) -> None:
    """Three filings of the drafter's authority, one reminder each on 03-15."""
    for n in range(3):
        register_published(store, f"示范区第{n}号办法")
    queue(store, at("03-15"))


def test_a_reminder_is_mailed_and_says_where_it_went(store: Store) -> None:
    register_published(store)
    queue(store, at("03-15"))
    with mail_server() as server:
        report = send(store, at("03-15"), server.smtp)
    (notice,), (delivery,) = notices(store), deliveries(store)
    assert report.counts == {"n_sent": 1}
    assert (notice.state, delivery.state, delivery.outcome) == (SENT, "sent", "至drafter@example.cn")
    assert notice.sent_at
    assert at("03-15") <= notice.sent_at < at("03-15", "09:01")
    assert "（还剩5日）" in server.letters[0]["Subject"]


def test_an_earlier_version_s_word_of_trouble_is_gone_from_a_notice_that_is_sent(store: Store) -> None:
    register_published(store)
    queue(store, at("03-15"))
    with transaction(store) as session:
        notice = session.exec(select(Notice)).one()
        notice.outcome = "邮件服务器连接不上。"
        session.add(notice)
    with mail_server() as server:
        send(store, at("03-15"), server.smtp)
    (notice,) = notices(store)
    assert (notice.state, notice.outcome) == (SENT, "")


def test_a_week_without_the_server_sends_each_notice_once_when_it_returns(store: Store) -> None:
    for n in range(3):
        register_published(store, f"示范区第{n}号办法", valid_until=date(2026, 4, 20))
    with mail_server() as server:
        for day in (14, 15, 23, 24, 25):  # down from the 16th to the 22nd
            for clock in ("09:00", "12:00", "17:59"):
                queue(store, at(f"03-{day}", clock))
                send(store, at(f"03-{day}", clock), server.smtp)
    to = Counter(to for to, _ in server.sent())
    # drafter: 5 days, 0 days and (30 days before expiry, on 03-21) per document; the office: the expiry alone
    assert to == {"drafter@example.cn": 9, "clerk@example.cn": 3, "lead@example.cn": 3}
    assert len({message_id for _, message_id in server.sent()}) == 15
    assert Counter(notice.state for notice in notices(store)) == {SENT: 15, SUPERSEDED: 3}


@pytest.mark.parametrize("reason", ["no address", "no server", "demonstration"])
def test_without_mail_the_notice_is_only_in_the_inbox_and_at_once(store: Store, reason: str) -> None:
    register_published(store)
    queue(store, at("03-15", "00:01"))
    with transaction(store) as session:
        if reason == "no address":
            session.get_one(User, 1).email = ""
        if reason == "demonstration":
            set_setting(session, "is_demonstration", "yes")
    with mail_server() as server:
        report = send(store, at("03-15", "00:01"), None if reason == "no server" else server.smtp)
        assert not server.letters
    assert report.counts == {"n_inbox_only": 1}
    (notice,) = notices(store)
    assert (notice.state, notice.outcome, notice.sent_at) == (INBOX, "仅站内", None), "no server took it"
    assert not deliveries(store)


def test_mail_waits_for_the_morning_unless_it_is_urgent(store: Store) -> None:
    register_published(store)
    with mail_server() as server:
        queue(store, at("03-15", "00:00"))
        assert send(store, at("03-15", "00:00"), server.smtp).counts == {"n_postponed": 1}
        assert not send(store, at("03-15", "08:29"), server.smtp).counts
        assert deliveries(store)[0].next_attempt_at == at("03-15", "08:30")
        assert send(store, at("03-15", "08:30"), server.smtp).counts == {"n_sent": 1}
        queue(store, at("03-19", "00:00"))
        assert send(store, at("03-19", "00:00"), server.smtp).counts == {"n_sent": 1}, "tomorrow is the day"


def test_while_sending_is_paused_nothing_leaves_and_nothing_is_lost(store: Store) -> None:
    owe_three(store)
    with transaction(store) as session:
        set_setting(session, "sending_paused_because", "刚从备份恢复")
    with mail_server() as server:
        assert send(store, at("03-15"), server.smtp).sentence == "通知已暂停发送：刚从备份恢复"
        with transaction(store) as session:
            set_setting(session, "sending_paused_because", "")
        assert send(store, at("03-15", "10:00"), server.smtp).counts == {"n_sent": 3}


def test_the_reminder_of_a_filing_submitted_meanwhile_is_cancelled_with_the_reason(
    store: Store, cast: Cast
) -> None:
    filing = filing_of(store, register_published(store))
    assert filing.id
    queue(store, at("03-15"))
    move_filing(store, cast.drafter, filing.id, Move.SUBMIT, on=date(2026, 3, 15), now=at("03-15", "09:10"))
    with mail_server() as server:
        send(store, at("03-15", "09:20"), server.smtp)
    reminder = notices(store)[0]
    assert (reminder.state, reminder.outcome) == (CANCELLED, "备案已报送或不再需要报送，无需提醒。")
    assert [to for to, _ in server.sent()] == ["clerk@example.cn", "lead@example.cn"], "收到报送备案"


def test_a_moved_date_cancels_the_old_reminder(store: Store) -> None:
    filing = filing_of(store, register_published(store))
    queue(store, at("03-15"))
    with transaction(store) as session:
        filing.due_on = date(2026, 3, 23)
        session.add(filing)
    send(store, at("03-15", "10:00"))
    assert notices(store)[0].outcome == "期限由2026年3月20日改为2026年3月23日，原提醒作废。"


def test_an_expiry_or_a_cleanup_that_is_settled_is_cancelled(store: Store, cast: Cast) -> None:
    with transaction(store) as session:
        set_setting(session, "first_cleanup_due_on", "2026-04-10")
    for title in ("示范区甲办法", "示范区乙办法"):
        register_published(store, title, published_on=date(2025, 6, 1), valid_until=date(2026, 4, 30))
    queue(store, at("04-01"))
    with transaction(store) as session:
        set_setting(session, "first_cleanup_due_on", "2026-05-10")
    for document_id, kind, until in (
        (1, EventKind.REPEALED, None),
        (2, EventKind.EXTENDED, date(2028, 4, 30)),
    ):
        record_event(
            store,
            cast.lead,
            document_id,
            kind,
            effective_on=date(2026, 4, 1),
            source="示政〔2026〕1号",
            new_valid_until=until,
            now=at("04-01", "09:30"),
        )
    send(store, at("04-01", "10:00"))
    assert {(notice.subject, notice.subject_id, notice.outcome) for notice in notices(store, CANCELLED)} == {
        ("document", 1, "文件已不在有效状态，无需提醒。"),
        ("document", 2, "期限由2026年4月30日改为2028年4月30日，原提醒作废。"),
        ("cleanup", 0, "期限由2026年4月10日改为2026年5月10日，原提醒作废。"),
    }


def test_a_person_whose_account_is_off_gets_no_letter(store: Store) -> None:
    register_published(store)
    queue(store, at("03-15"))
    with transaction(store) as session:
        session.get_one(User, 1).is_active = False
    assert send(store, at("03-15")).counts == {"n_cancelled": 1}
    assert notices(store)[0].outcome == "收件人的账号已停用。"


def test_two_senders_at_once_never_send_a_letter_twice(store: Store) -> None:
    for n in range(12):
        register_published(store, f"示范区第{n}号办法")
    queue(store, at("03-15"))
    barrier = Barrier(3)
    with mail_server() as server:

        def tick() -> None:
            barrier.wait()
            send(store, at("03-15"), server.smtp)

        threads = [Thread(target=tick) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(server.sent()) == 12
    assert len(set(server.sent())) == 12
    assert {delivery.n_attempts for delivery in deliveries(store)} == {1}


def test_a_sender_killed_before_it_recorded_sends_again_with_the_same_id(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    register_published(store)
    queue(store, at("03-15"))

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with mail_server() as server:
        with monkeypatch.context() as killing:
            killing.setattr(send_notices, "_record", die)
            with pytest.raises(KeyboardInterrupt):
                run_job(office(store, server.smtp), "send_notices", at("03-15"))
        assert notices(store)[0].state == PENDING
        send(store, at("03-15", "09:09"), server.smtp)
        assert len(server.letters) == 1, "the claim still holds"
        send(store, at("03-15", "09:11"), server.smtp)
    first, second = server.sent()
    assert first == second
    assert deliveries(store)[0].outcome == "至drafter@example.cn（第2次发送）"


def test_a_server_that_dies_after_it_took_the_letter_gets_it_again_with_the_same_id(store: Store) -> None:
    register_published(store)
    queue(store, at("03-15"))
    with mail_server(DATA="take and die") as server:
        assert send(store, at("03-15"), server.smtp).counts == {"n_postponed": 1}
        assert "是否送达不明" in deliveries(store)[0].outcome
        assert notices(store)[0].state == PENDING
        server.answers.clear()
        assert send(store, at("03-15", "09:02"), server.smtp).counts == {"n_sent": 1}
    first, second = server.sent()
    assert first == second
    assert deliveries(store)[0].outcome == "至drafter@example.cn（第2次发送）"


def test_a_permanent_refusal_of_the_mail_server_is_the_outcome_of_the_notice(store: Store) -> None:
    owe_three(store)
    with mail_server(RCPT="550 no such user") as server:
        assert send(store, at("03-15"), server.smtp).counts == {"n_failed": 3}
        assert not send(store, at("03-16"), server.smtp).counts
    assert len(notices(store, FAILED)) == 3
    assert {delivery.outcome for delivery in deliveries(store)} == {
        "邮件服务器拒收（550 no such user），请核对收件地址drafter@example.cn。"
    }


def test_a_temporary_refusal_of_the_mail_server_is_tried_ten_times_at_growing_intervals(store: Store) -> None:
    register_published(store, published_on=date(2026, 6, 1), now=at("06-01"))
    queue(store, at("06-15", "08:30"))  # tomorrow is the day: urgent, at any hour
    now, waits = at("06-15", "08:30"), []
    with mail_server(RCPT="450 greylisted") as server:
        for _ in range(10):
            send(store, now, server.smtp)
            (letter,) = deliveries(store)
            if letter.state == "pending" and letter.next_attempt_at:
                waits.append((letter.next_attempt_at - now) // timedelta(minutes=1))
                now = letter.next_attempt_at
    assert waits == [1, 5, 15, 60, 180, 360, 360, 360, 360]
    assert (len(notices(store, FAILED)), letter.n_attempts) == (1, 10)
    assert letter.outcome == "已尝试10次，不再重发。邮件服务器暂不接收（450 greylisted）。"


def test_while_the_mail_server_is_away_letters_wait_uncounted_and_the_inbox_goes_on(store: Store) -> None:
    owe_three(store)
    register_published(store, "示范区镇办法", authority_id=3)
    with transaction(store) as session:
        session.get_one(User, 2).email = ""
    queue(store, at("03-15"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        away = Smtp("127.0.0.1", taken.getsockname()[1], "fazhi@example.gov.cn")
        for minute in range(20):
            report = run_job(office(store, away), "send_notices", at("03-15", f"09:{minute:02}"))
            assert "无法使用邮件服务器" in report.error
    waiting = deliveries(store)
    assert {letter.n_attempts for letter in waiting} == {0}
    assert all("无法使用邮件服务器" in letter.outcome for letter in waiting)
    assert len(notices(store, PENDING)) == 3
    assert len(notices(store, INBOX)) == 1
    with mail_server() as server:
        assert send(store, at("03-15", "10:05"), server.smtp).counts == {"n_sent": 3}


def test_a_run_ends_in_time_and_the_next_begins_with_what_is_urgent(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    owe_three(store)
    register_published(store, "示范区急件办法", published_on=date(2026, 3, 1))
    queue(store, at("03-15"))  # tomorrow is its day
    with mail_server() as server:
        monkeypatch.setattr(send_notices, "RUN_LASTS", timedelta(seconds=-1))
        assert not send(store, at("03-15"), server.smtp).counts
        monkeypatch.undo()
        send(store, at("03-15", "09:01"), server.smtp)
        assert len(server.letters) == 4
        assert "示范区急件办法" in server.letters[0]["Subject"]


def test_a_notice_that_cannot_be_worded_fails_alone(store: Store) -> None:
    owe_three(store)
    broken = notices(store)[0]
    with transaction(store) as session:
        broken.facts = {}
        session.add(broken)
    with mail_server() as server:
        assert send(store, at("03-15"), server.smtp).counts == {"n_failed": 1, "n_sent": 2}
    assert [notice.id for notice in notices(store, FAILED)] == [broken.id]
    assert "通知内容无法生成" in deliveries(store, DeliveryState.FAILED)[0].outcome


def test_every_notice_of_a_filing_s_whole_life_can_be_read(store: Store, cast: Cast) -> None:
    """Renders the notices that the actions queued: fails when a text names a fact that no action writes."""
    filing_id = filing_of(store, register_published(store)).id or 0
    on = date(2026, 3, 6)
    now = at("03-06")
    move_filing(store, cast.drafter, filing_id, Move.SUBMIT, on=on, now=now)
    move_filing(store, cast.clerk, filing_id, Move.REGISTER, on=on, now=now)
    move_filing(store, cast.clerk, filing_id, Move.START_REVIEW, on=on, now=now)
    move_filing(store, cast.lead, filing_id, Move.OPINE, on=on, reason="第六条超越权限", now=now)
    move_filing(store, cast.drafter, filing_id, Move.ANSWER, on=on, reason="已修改", now=now)
    move_filing(store, cast.lead, filing_id, Move.CORRECT, on=on, now=now)
    queued = notices(store)
    assert len({notice.kind for notice in queued}) == 5
    for notice in queued:
        message = render(NoticeKind(notice.kind), notice.facts, PUBLIC_URL)
        assert f"{PUBLIC_URL}/desk/filings/{filing_id}\n" in message.text
