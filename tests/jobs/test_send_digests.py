"""The daily digest: one a person and day, at the chosen hour, in the place of single mails, with nothing lost."""

import socket
from datetime import date, datetime
from threading import Barrier, Thread

import pytest
from sqlmodel import col, select

from registry.actions.filings.move_filing import move_filing
from registry.actions.office.retry_notice import retry_notice
from registry.delivery.mail import Smtp
from registry.domain.deliveries import Channel, DeliveryState, result_words
from registry.domain.filings import Move
from registry.domain.notices import NoticeState
from registry.jobs import JobReport, Office, run_job, send_digests
from registry.storage.digests import Digest
from registry.storage.engine import Store, reading, transaction
from registry.storage.office import set_setting
from registry.storage.people import User
from registry.storage.preferences import Preference
from tests.cast import Cast
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
from tests.mail_server import MailServer, mail_server

SENT, PENDING, FAILED, CANCELLED = (
    DeliveryState.SENT, DeliveryState.PENDING, DeliveryState.FAILED, DeliveryState.CANCELLED,
)  # fmt: skip
MINE = "示范区秸秆综合利用管理办法"


def want(store: Store, user_id: int = 1, hour: int | None = 8, *, wants_mail: bool = True) -> None:
    with transaction(store) as session:
        session.merge(Preference(user_id=user_id, digest_hour=hour, wants_mail=wants_mail))


def digest(store: Store, now: datetime, smtp: Smtp | None) -> JobReport:
    report = run_job(Office(store, PUBLIC_URL, smtp), "send_digests", now)
    assert not report.error, report.error
    return report


def tick(store: Store, now: datetime, server: MailServer) -> None:
    """What the scheduler does at an instant."""
    queue(store, now)
    send(store, now, server.smtp)
    digest(store, now, server.smtp)


def digests(store: Store) -> list[Digest]:
    with reading(store) as session:
        return list(session.exec(select(Digest).order_by(col(Digest.id))).all())


def text_of(server: MailServer, number: int = -1) -> str:
    letter = server.letters[number]
    (plain, page) = letter.iter_parts()
    assert page.get_content_type() == "text/html"
    return str(plain.get_content()).replace("\r\n", "\n")


def test_a_digest_takes_the_place_of_the_single_mails_of_its_day(store: Store, cast: Cast) -> None:
    want(store)
    filing = filing_of(store, register_published(store, MINE))
    register_published(store, "示范区第二号办法")
    now = at("03-15", "07:59")
    with mail_server() as server:
        tick(store, now, server)
        assert not server.letters
        tick(store, at("03-15", "08:00"), server)
        tick(store, at("03-15", "08:30"), server)
        tick(store, at("03-15", "23:59"), server)
        assert len(server.letters) == 1
        text = text_of(server)
        assert server.letters[0]["Subject"] == "3月15日汇总：快到期2件"
    assert text.count(f"报送备案：《{MINE}》（示范区农业农村局）\n   期限2026年3月20日，还有5日") == 1
    assert f"{PUBLIC_URL}/desk/filings/{filing.id}" in text
    told = deliveries(store)
    assert {(row.channel, row.state) for row in told} == {(Channel.DIGEST, SENT)}
    assert {notice.state for notice in notices(store)} == {NoticeState.SENT}


def test_what_is_urgent_is_still_sent_alone_and_at_once(store: Store) -> None:
    want(store, hour=17)
    register_published(store)
    with mail_server() as server:
        tick(store, at("03-19", "00:05"), server)  # tomorrow is the day
        assert len(server.letters) == 1
        assert "期限提醒" in server.letters[0]["Subject"]


def test_every_day_has_its_own_digest_with_what_happened_since(store: Store, cast: Cast) -> None:
    want(store)
    filing = filing_of(store, register_published(store, MINE))
    assert filing.id
    with mail_server() as server:
        tick(store, at("03-10"), server)
        move_filing(
            store, cast.drafter, filing.id, Move.SUBMIT, on=date(2026, 3, 10), now=at("03-10", "10:00")
        )
        move_filing(
            store,
            cast.clerk,
            filing.id,
            Move.DEFER,
            on=date(2026, 3, 10),
            reason="缺起草说明",
            now=at("03-10", "11:00"),
        )
        tick(store, at("03-11"), server)
        to_drafter = [n for n, letter in enumerate(server.letters) if letter["To"] == "drafter@example.cn"]
        assert len(to_drafter) == 2
        text = text_of(server, to_drafter[1])
    assert "· 通知补正：" in text
    assert text.count(MINE) == 2, "the matter, and what happened to it"


def test_a_day_without_anything_has_no_mail(store: Store) -> None:
    want(store)
    with mail_server() as server:
        tick(store, at("03-15"), server)
        tick(store, at("03-15", "12:00"), server)
        assert not server.letters
    (row,) = digests(store)
    assert (row.state, row.outcome) == (CANCELLED, "没有事项，或收件人不再要汇总，未发送。")


def test_after_days_off_there_is_one_digest(store: Store) -> None:
    want(store)
    register_published(store, MINE)
    with mail_server() as server:
        tick(store, at("03-14"), server)
        tick(store, at("03-24"), server)  # nothing ran for nine days
        tick(store, at("03-24", "10:00"), server)
        subjects = [str(letter["Subject"]) for letter in server.letters if "汇总" in str(letter["Subject"])]
    assert subjects == ["3月14日汇总：快到期1件", "3月24日汇总：逾期1件"]


def test_a_digest_that_the_server_refused_is_tried_again(store: Store) -> None:
    want(store)
    register_published(store, MINE)
    with mail_server(RCPT="450 greylisted") as server:
        tick(store, at("03-15"), server)
        tick(store, at("03-15", "09:00"), server)
        (row,) = digests(store)
        assert (row.state, row.n_attempts) == (PENDING, 1)
        assert "450 greylisted" in deliveries(store)[0].outcome
        server.answers.clear()
        tick(store, at("03-15", "09:02"), server)
        assert len(server.letters) == 1
    assert digests(store)[0].outcome == "至drafter@example.cn（第2次发送）"


def test_an_address_that_refuses_the_digest_for_good_fails_its_notices_until_they_are_sent_again(
    store: Store, cast: Cast
) -> None:
    want(store)
    register_published(store, MINE)
    with mail_server(RCPT="550 no such user") as server:
        tick(store, at("03-15"), server)
        assert digests(store)[0].state is FAILED
        (notice,) = notices(store)
        assert notice.state == NoticeState.FAILED
        (told,) = deliveries(store)
        assert (told.state, told.n_attempts) == (FAILED, 1)
        assert "550 no such user" in told.outcome
        server.answers.clear()
        assert notice.id
        retry_notice(store, cast.admin, notice.id, now=at("03-15", "10:00"))
        tick(store, at("03-16"), server)
        assert len(server.letters) == 1
    assert {row.state for row in deliveries(store)} == {SENT}
    assert notices(store)[0].state == NoticeState.SENT


def test_a_digest_refused_for_the_whole_day_leaves_its_notices_to_the_next(store: Store) -> None:
    want(store)
    register_published(store, MINE)
    with mail_server(RCPT="450 greylisted") as server:
        queue(store, at("03-15"))
        for hour in range(9, 24):
            digest(store, at("03-15", f"{hour:02}:00"), server.smtp)
        for day in ("03-16", "03-17"):
            digest(store, at(day, "08:00"), server.smtp)
        assert not server.letters
        (told,) = deliveries(store)
        assert told.state is PENDING
        assert result_words(
            told.channel, told.state, told.outcome, 0, told.next_attempt_at, at("03-17")
        ).endswith("，并入下一次汇总")
        server.answers.clear()
        digest(store, at("03-18", "08:00"), server.smtp)
        assert len(server.letters) == 1
    assert {row.state for row in deliveries(store)} == {SENT}


def test_while_the_mail_server_is_away_one_digest_waits_and_the_next_day_takes_it_in(store: Store) -> None:
    want(store)
    register_published(store, MINE)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        away = Smtp("127.0.0.1", taken.getsockname()[1], "fazhi@example.gov.cn")
        queue(store, at("03-15"))
        for clock in ("09:00", "12:00", "23:00"):
            report = run_job(Office(store, PUBLIC_URL, away), "send_digests", at("03-15", clock))
            assert "无法使用邮件服务器" in report.error
    with mail_server() as server:
        tick(store, at("03-16"), server)
        assert len(server.letters) == 1
    states = [(row.on_day.day, row.state, row.n_attempts) for row in digests(store)]
    assert states == [(15, CANCELLED, 0), (16, SENT, 1)]


def test_a_sender_killed_before_it_recorded_sends_the_day_s_digest_again_with_the_same_id(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    want(store)
    register_published(store, MINE)
    queue(store, at("03-15"))

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with mail_server() as server:
        with monkeypatch.context() as killing:
            killing.setattr(send_digests, "_record", die)
            with pytest.raises(KeyboardInterrupt):
                run_job(Office(store, PUBLIC_URL, server.smtp), "send_digests", at("03-15"))
        digest(store, at("03-15", "09:09"), server.smtp)
        assert len(server.letters) == 1, "the claim still holds"
        digest(store, at("03-15", "09:11"), server.smtp)
        first, second = server.sent()
    assert first == second
    assert "第2次发送" in digests(store)[0].outcome
    assert "第2次发送" in deliveries(store)[0].outcome


def test_several_schedulers_send_one_digest_a_person(store: Store) -> None:
    for user_id in (1, 2, 3, 4):
        want(store, user_id)
    register_published(store, MINE)
    register_published(store, "示范区镇办法", authority_id=3)
    queue(store, at("03-31"))  # late: the office is told too
    barrier = Barrier(3)
    with mail_server() as server:

        def run() -> None:
            barrier.wait()
            digest(store, at("03-31"), server.smtp)

        threads = [Thread(target=run) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(server.sent()) == len(set(server.sent()))
        assert {"drafter@example.cn", "stranger@example.cn"} <= {to for to, _ in server.sent()}
    assert len(digests(store)) == 4


@pytest.mark.parametrize("how", ["no digest", "no mail", "account off"])
def test_who_wants_no_digest_any_more_gets_what_waited_as_chosen_now(store: Store, how: str) -> None:
    want(store, hour=17)
    register_published(store, MINE)
    with mail_server() as server:
        tick(store, at("03-15"), server)
        assert deliveries(store, PENDING)[0].channel is Channel.DIGEST
        if how == "account off":
            with transaction(store) as session:
                session.get_one(User, 1).is_active = False
        else:
            want(store, hour=None, wants_mail=how == "no digest")
        digest(store, at("03-15", "10:00"), server.smtp)
        send(store, at("03-15", "10:01"), server.smtp)
        assert len(server.letters) == (1 if how == "no digest" else 0)
    (notice,) = notices(store)
    assert notice.state == {
        "no digest": NoticeState.SENT, "no mail": NoticeState.INBOX, "account off": NoticeState.CANCELLED,
    }[how]  # fmt: skip


@pytest.mark.parametrize("reason", ["demonstration", "paused", "no server"])
def test_no_digest_leaves_when_nothing_may(store: Store, reason: str) -> None:
    want(store)
    register_published(store, MINE)
    queue(store, at("03-15"))
    with transaction(store) as session:
        if reason == "demonstration":
            set_setting(session, "is_demonstration", "yes")
        if reason == "paused":
            set_setting(session, "sending_paused_because", "刚从备份恢复")
    with mail_server() as server:
        digest(store, at("03-15"), None if reason == "no server" else server.smtp)
        assert not server.letters
    assert not digests(store)


@pytest.mark.parametrize("reason", ["demonstration", "no server"])
def test_what_waits_for_a_digest_that_cannot_leave_any_more_is_told_in_the_inbox(
    store: Store, reason: str
) -> None:
    want(store, hour=17)
    register_published(store, MINE)
    with mail_server() as server:
        tick(store, at("03-15"), server)
        assert [row.channel for row in deliveries(store, PENDING)] == [Channel.DIGEST]
        if reason == "demonstration":
            with transaction(store) as session:
                set_setting(session, "is_demonstration", "yes")
        digest(store, at("03-15", "10:00"), None if reason == "no server" else server.smtp)
        assert not server.letters
    (notice,) = notices(store)
    assert (notice.state, notice.outcome) == (NoticeState.INBOX, "仅站内")
    assert not digests(store)


def test_who_is_away_behind_a_deputy_gets_one_digest_on_the_return(store: Store, cast: Cast) -> None:
    want(store, user_id=3)
    with transaction(store) as session:
        clerk = session.get_one(User, 3)
        clerk.absent_from, clerk.absent_until, clerk.deputy_id = date(2026, 3, 11), date(2026, 3, 13), 4
    filing = filing_of(store, register_published(store, MINE))
    assert filing.id
    move_filing(store, cast.drafter, filing.id, Move.SUBMIT, on=date(2026, 3, 10), now=at("03-10", "10:00"))
    with mail_server() as server:
        for day in (10, 11, 12, 13, 14):
            tick(store, at(f"03-{day}", "12:00"), server)
        days = [str(letter["Subject"])[:5] for letter in server.letters if letter["To"] == "clerk@example.cn"]
    assert days == ["3月10日", "3月14日"]


def test_what_waits_for_the_digest_of_somebody_who_goes_away_leaves_as_a_single_mail(
    store: Store, cast: Cast
) -> None:
    want(store)
    register_published(store, MINE)
    with mail_server() as server:
        tick(store, at("03-15", "07:00"), server)
        assert [row.channel for row in deliveries(store, PENDING)] == [Channel.DIGEST]
        with transaction(store) as session:
            drafter = session.get_one(User, 1)
            deputy = User(
                login="deputy",
                name="代理人",
                email="deputy@example.cn",
                role=drafter.role,
                authority_id=drafter.authority_id,
                password_hash="",
                created_at=at("03-01"),
            )
            session.add(deputy)
            session.flush()
            drafter.absent_from, drafter.absent_until = date(2026, 3, 15), date(2026, 4, 30)
            drafter.deputy_id = deputy.id
        for day in (15, 16, 18):
            tick(store, at(f"03-{day}", "09:00"), server)
            tick(store, at(f"03-{day}", "09:01"), server)
        mine = [letter for letter in server.letters if letter["To"] == "drafter@example.cn"]
        assert ["期限提醒" in letter["Subject"] for letter in mine] == [True]
    assert {notice.state for notice in notices(store)} == {NoticeState.SENT}
    assert not digests(store)


def test_a_digest_never_shows_another_authority_s_matter(store: Store) -> None:
    want(store)
    register_published(store, MINE)
    register_published(store, "示范区镇办法", authority_id=3)
    with mail_server() as server:
        tick(store, at("03-31"), server)
        (mine,) = (n for n, letter in enumerate(server.letters) if letter["To"] == "drafter@example.cn")
        assert "示范区镇办法" not in server.letters[mine].as_string() + text_of(server, mine)
