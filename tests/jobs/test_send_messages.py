"""Robots and webhooks: once each, signed, retried at growing pauses, and never in each other's or the mail's way."""

import time
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest

from registry.actions.filings.move_filing import move_filing
from registry.actions.office.verify_register import verify_register
from registry.delivery import posting
from registry.delivery.mail import Smtp
from registry.domain.deliveries import Channel, DeliveryState
from registry.domain.filings import Move
from registry.domain.notices import NoticeState
from registry.jobs import JobReport, Office, run_job, send_messages
from registry.storage.deliveries import Delivery
from registry.storage.engine import Store, transaction
from registry.storage.notices import Notice
from registry.storage.office import set_setting
from registry.storage.people import User
from registry.storage.preferences import Hook, Preference
from tests.cast import Cast
from tests.hook_server import hook_server
from tests.jobs.office_days import (
    PUBLIC_URL,
    at,
    deliveries,
    filing_of,
    notices,
    queue,
    register_published,
    send,
)  # fmt: skip
from tests.mail_server import mail_server

SENT, PENDING, FAILED, CANCELLED = (
    DeliveryState.SENT,
    DeliveryState.PENDING,
    DeliveryState.FAILED,
    DeliveryState.CANCELLED,
)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "CONNECT_S", 0.4)
    monkeypatch.setattr(posting, "WHOLE_S", 0.4)


def hook(store: Store, user_id: int, url: str, channel: Channel = Channel.WEBHOOK) -> None:
    with transaction(store) as session:
        session.add(Hook(user_id=user_id, channel=channel, url=url, secret="geheim", changed_at=at("03-01")))


def post(store: Store, now: datetime, smtp: Smtp | None = None, *, is_private: bool = True) -> JobReport:
    report = run_job(Office(store, PUBLIC_URL, smtp, is_private), "send_messages", now)
    assert not report.error, report.error
    return report


def owe(store: Store, n: int = 1) -> None:
    """Filings of the drafter's authority, one reminder each on 03-15."""
    for number in range(n):
        register_published(store, f"示范区第{number}号办法")
    queue(store, at("03-15"))


def test_a_notice_goes_by_mail_and_webhook_each_with_its_result(store: Store) -> None:
    owe(store)
    with hook_server() as server, mail_server() as mail:
        hook(store, 1, server.url())
        assert send(store, at("03-15"), mail.smtp).counts == {"n_sent": 1}
        assert post(store, at("03-15", "09:01"), mail.smtp).counts == {"n_sent": 1}
        assert not post(store, at("03-15", "09:02"), mail.smtp).counts
        (message,) = server.taken
    assert len(mail.letters) == 1
    assert {(row.channel, row.state) for row in deliveries(store)} == {("mail", SENT), ("webhook", SENT)}
    (notice,) = notices(store)
    assert (notice.state, message.content["notice_id"]) == (NoticeState.SENT, notice.id)
    assert verify_register(store) == []
    assert message.content["url"] == f"{PUBLIC_URL}/desk/filings/1"


@pytest.mark.parametrize("lie", [NoticeState.SENT, NoticeState.INBOX, NoticeState.FAILED])
def test_what_is_said_of_a_notice_is_verified_by_its_deliveries(store: Store, lie: NoticeState) -> None:
    owe(store)
    with hook_server(hook="500") as server:
        hook(store, 1, server.url())
        post(store, at("03-15"))
    assert verify_register(store) == []
    with transaction(store) as session:
        session.get_one(Notice, 1).state = lie
    (difference,) = verify_register(store)
    assert (difference.what, difference.subject) == ("notice", "notice:1")


def test_a_webhook_is_called_at_night_and_a_robot_waits_for_the_morning(store: Store) -> None:
    register_published(store)
    queue(store, at("03-15", "03:00"))
    with hook_server() as server:
        hook(store, 1, server.url())
        hook(store, 1, server.url("/robot"), Channel.WECOM)
        assert post(store, at("03-15", "03:00")).counts == {"n_sent": 1, "n_postponed": 1}
        waiting = deliveries(store, PENDING)
    assert [(row.channel, row.next_attempt_at) for row in waiting] == [("wecom", at("03-15", "08:30"))]


def test_a_server_that_answers_500_is_tried_ten_times_at_growing_pauses_with_one_id(store: Store) -> None:
    owe(store)
    now, waits = at("03-15"), []
    with hook_server(hook="500") as server:
        hook(store, 1, server.url())
        for _ in range(10):
            post(store, now)
            (row,) = deliveries(store)
            if row.state is PENDING and row.next_attempt_at:
                waits.append((row.next_attempt_at - now) // timedelta(minutes=1))
                now = row.next_attempt_at
        ids = {message.headers["X-Registry-Delivery"] for message in server.taken}
        assert (len(server.taken), len(ids)) == (10, 1)
    assert waits == [1, 5, 15, 60, 180, 360, 360, 360, 360]
    assert (row.state, row.outcome) == (FAILED, "已尝试10次，不再重发。服务器答500。")
    assert notices(store, NoticeState.FAILED)


def test_a_server_that_comes_back_gets_what_it_missed_once_each(store: Store) -> None:
    owe(store, 3)
    with hook_server(hook="500") as server:
        hook(store, 1, server.url())
        post(store, at("03-15"))
        assert len(server.taken) == 1, "the others wait until it is well"
        server.moods.clear()
        server.taken.clear()
        post(store, at("03-15", "09:02"))
        assert len({message.content["notice_id"] for message in server.taken}) == 3
        assert len(server.taken) == 3
    outcomes = [row.outcome for row in deliveries(store, SENT)]
    assert sorted(outcomes) == ["", "", "（第2次发送，服务器答200）"]


def test_servers_that_hang_hold_neither_the_mail_nor_the_other_hooks(store: Store) -> None:
    owe(store, 4)
    register_published(store, "示范区镇办法", authority_id=3)
    queue(store, at("03-15"))
    with (
        hook_server(hang="hang") as server,
        mail_server() as mail,
    ):
        hook(store, 1, server.url("/hang"))
        hook(store, 1, server.url("/robot"), Channel.WECOM)
        hook(store, 2, server.url("/well"))
        began = time.monotonic()
        post(store, at("03-15"), mail.smtp)
        assert time.monotonic() - began < 4
        assert len(server.to("/hang")) == 1, "it stops at the first that fails"
        assert len(server.to("/well")) == 1
        assert send(store, at("03-15", "09:01"), mail.smtp).counts == {"n_sent": 5}
    assert {row.outcome for row in deliveries(store, PENDING) if row.channel is Channel.WEBHOOK} == {
        f"127.0.0.1:{server.port}没有在限定的时间内答复，是否收到不明。",
        "",
    }


def test_hooks_out_of_order_let_those_that_work_pass_first(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(send_messages, "HOOKS_A_TICK", 1)
    owe(store)
    register_published(store, "示范区镇办法", authority_id=3)
    queue(store, at("03-15"))
    with hook_server(sick="500") as server:
        hook(store, 1, server.url("/sick"))
        hook(store, 2, server.url("/well"))
        post(store, at("03-15"))
        post(store, at("03-15", "09:05"))
        assert [message.path for message in server.taken] == ["/sick", "/well"]


def test_an_address_inside_the_net_is_refused_at_the_moment_of_sending(store: Store) -> None:
    owe(store)
    with hook_server() as server:
        hook(store, 1, server.url())
        assert post(store, at("03-15"), is_private=False).counts == {"n_failed": 1}
        hook(store, 2, f"https://127.0.0.1:{server.port}/hook")
        register_published(store, "示范区镇办法", authority_id=3)
        queue(store, at("03-15", "10:00"))
        assert post(store, at("03-15", "10:00"), is_private=False).counts == {"n_failed": 1}
        assert not server.taken
    assert any("本机或内部网络" in row.outcome for row in deliveries(store, FAILED))


def test_what_is_settled_meanwhile_is_not_posted(store: Store, cast: Cast) -> None:
    owe(store)
    with hook_server(hook="500") as server:
        hook(store, 1, server.url())
        post(store, at("03-15"))
        filing = filing_of(store, 1)
        assert filing.id
        move_filing(
            store, cast.drafter, filing.id, Move.SUBMIT, on=at("03-15").date(), now=at("03-15", "09:01")
        )
        post(store, at("03-15", "09:05"))
        assert len(server.taken) == 1
    (row,) = (row for row in deliveries(store) if row.user_id == 1)
    assert (row.state, row.outcome) == (CANCELLED, "备案已报送或不再需要报送，无需提醒。")
    assert notices(store)[0].state == NoticeState.CANCELLED


def test_a_hook_that_was_removed_leaves_the_notice_in_the_inbox(store: Store) -> None:
    owe(store)
    with hook_server(hook="500") as server:
        hook(store, 1, server.url())
        post(store, at("03-15"))
    with transaction(store) as session:
        session.delete(session.get_one(Hook, (1, Channel.WEBHOOK)))
    post(store, at("03-15", "09:05"))
    assert deliveries(store)[0].state is CANCELLED
    assert (notices(store)[0].state, notices(store)[0].outcome) == (NoticeState.INBOX, "仅站内")


@pytest.mark.parametrize("reason", ["demonstration", "paused", "account off"])
def test_nothing_leaves_when_nothing_may(store: Store, reason: str) -> None:
    owe(store)
    with hook_server() as server:
        hook(store, 1, server.url())
        with transaction(store) as session:
            if reason == "demonstration":
                set_setting(session, "is_demonstration", "yes")
            elif reason == "paused":
                set_setting(session, "sending_paused_because", "刚从备份恢复")
            else:
                session.get_one(User, 1).is_active = False
        post(store, at("03-15"))
        assert not server.taken


def test_who_wants_no_mail_gets_none(store: Store) -> None:
    owe(store)
    with transaction(store) as session:
        session.add(Preference(user_id=1, wants_mail=False))
    with mail_server() as mail:
        assert send(store, at("03-15"), mail.smtp).counts == {"n_inbox_only": 1}
        assert not mail.letters


def test_two_jobs_at_once_never_post_a_message_twice(store: Store) -> None:
    owe(store, 5)
    barrier = Barrier(3)
    with hook_server() as server:
        hook(store, 1, server.url())

        def tick() -> None:
            barrier.wait()
            post(store, at("03-15"))

        threads = [Thread(target=tick) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(server.taken) == 5
        assert len({message.content["id"] for message in server.taken}) == 5


def test_a_job_killed_before_it_recorded_posts_again_with_the_same_id(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    owe(store)

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with hook_server() as server:
        hook(store, 1, server.url())
        with monkeypatch.context() as killing:
            killing.setattr(send_messages, "_record", die)
            with pytest.raises(KeyboardInterrupt):
                run_job(Office(store, PUBLIC_URL, None, True), "send_messages", at("03-15"))
        assert not post(store, at("03-15", "09:09")).counts, "the claim still holds"
        post(store, at("03-15", "09:11"))
        first, second = (message.headers["X-Registry-Delivery"] for message in server.taken)
    assert first == second
    (row,) = deliveries(store)
    assert isinstance(row, Delivery)
    assert "第2次发送" in row.outcome
