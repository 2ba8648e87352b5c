"""The inbox and the sending log."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlmodel import Session

from registry.actions.filings.move_filing import move_filing
from registry.domain.deliveries import Channel, DeliveryState
from registry.domain.filings import Move
from registry.domain.notices import NoticeKind, NoticeState
from registry.jobs import run_job
from registry.storage.deliveries import Delivery
from registry.storage.engine import Store, reading, transaction
from registry.storage.notices import Notice, count_unread
from tests.building.filings import TODAY, submitted_filing
from tests.cast import Cast
from tests.jobs.office_days import at, office

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def told(store: Store) -> int:
    """A submission that the clerk (notice 1) and the lead (notice 2) were told of."""
    return submitted_filing(store)


def test_the_inbox_holds_ones_own_in_words(sign_in: SignIn, told: int) -> None:
    text = sign_in("clerk").get("/desk/notices/").text
    assert "收到报送备案：《示范区农机购置补贴办法之3》" in text
    assert "未读" in text
    assert "还没有通知" in sign_in("stranger").get("/desk/notices/").text


def test_a_notice_is_read_in_full_by_its_recipient_only(sign_in: SignIn, told: int) -> None:
    text = sign_in("clerk").get("/desk/notices/1").text
    assert "示范区农业农村局" in text
    assert f"/desk/filings/{told}" in text
    for name in ("lead", "stranger", "admin"):
        assert sign_in(name).get("/desk/notices/1").status_code == 404
        assert sign_in(name).post("/desk/notices/1/mark-read").status_code == 404


def test_going_to_the_matter_marks_it_read(sign_in: SignIn, store: Store, cast: Cast, told: int) -> None:
    browser = sign_in("clerk")
    assert browser.post("/desk/notices/1/mark-read").location == f"/desk/filings/{told}"
    assert "没有未读的通知" in browser.get("/desk/notices/?unread=yes").text
    with reading(store) as session:
        assert count_unread(session, cast.lead.user_id or 0) == 1


def test_a_notice_leads_to_the_paper_of_its_step(
    sign_in: SignIn, store: Store, cast: Cast, told: int, now: datetime
) -> None:
    move_filing(store, cast.clerk, told, Move.REGISTER, on=TODAY, now=now)
    browser = sign_in("drafter")
    (address,) = re.findall(r'"(/desk/notices/\d+)">予以备案登记', browser.get("/desk/notices/").text)
    text = browser.get(address).text
    assert "文书：备案登记通知（备登〔2026〕1号）" in text
    (paper,) = re.findall(r'<a href="(/desk/papers/\d+)">查看文书</a>', text)
    assert "备登〔2026〕1号" in browser.get(paper).text


def test_all_are_marked_read_at_once(sign_in: SignIn, store: Store, told: int) -> None:
    submitted_filing(store, 9)
    answer = sign_in("clerk").post("/desk/notices/mark-all-read", follow_redirects=True)
    assert "2条通知已标为已读" in answer.text


def test_what_was_taken_back_is_not_in_the_inbox(sign_in: SignIn, store: Store, told: int) -> None:
    with transaction(store) as session:
        session.get_one(Notice, 1).state = NoticeState.CANCELLED
    assert "还没有通知" in sign_in("clerk").get("/desk/notices/").text


def test_a_notice_whose_facts_are_older_than_its_texts_still_shows(
    sign_in: SignIn, store: Store, told: int
) -> None:
    with transaction(store) as session:
        session.get_one(Notice, 1).facts = {"title": "旧文件"}
    browser = sign_in("clerk")
    assert "收到报送备案" in browser.get("/desk/notices/").text
    assert "旧文件" in browser.get("/desk/notices/1").text


def test_the_log_tells_the_office_what_was_sent_to_whom(sign_in: SignIn, store: Store, told: int) -> None:
    with transaction(store) as session:
        session.get_one(Notice, 1).state = NoticeState.FAILED
        _deliver(session, 1, Channel.MAIL, DeliveryState.FAILED, outcome="邮件服务器拒收")
    text = sign_in("clerk").get("/desk/notices/sending?state=failed").text
    for words in ("陈经办", "clerk@example.cn", "发送失败", "邮件服务器拒收"):
        assert words in text
    assert "重发" not in text
    assert sign_in("drafter").get("/desk/notices/sending").status_code == 403
    assert sign_in("clerk").post("/desk/notices/1/retry").status_code == 403
    admin = sign_in("admin")
    assert "重发" in admin.get("/desk/notices/sending").text
    assert "已重新排队" in admin.post("/desk/notices/1/retry", follow_redirects=True).text
    with reading(store) as session:
        assert session.get_one(Notice, 1).state == NoticeState.PENDING


def _deliver(
    session: Session, notice_id: int, channel: Channel, state: DeliveryState, **values: object
) -> None:
    row = Delivery(notice_id=notice_id, user_id=3, channel=channel, state=state, **values)  # type: ignore[arg-type]
    session.add(row)


def test_the_inbox_and_the_log_tell_what_came_of_each_channel(
    sign_in: SignIn, store: Store, told: int
) -> None:
    with transaction(store) as session:
        notice = session.get_one(Notice, 1)
        notice.state, notice.sent_at = NoticeState.SENT, at("03-15", "10:02")
        _deliver(session, 1, Channel.WECOM, DeliveryState.SENT, sent_at=at("03-15", "10:02"))
        _deliver(
            session,
            1,
            Channel.WEBHOOK,
            DeliveryState.PENDING,
            n_attempts=3,
            next_attempt_at=at("03-15", "11:30"),
            outcome="服务器答500。",
        )
    with time_machine.travel(at("03-15", "10:30"), tick=False):
        browser = sign_in("clerk")
        for page in ("/desk/notices/", "/desk/notices/1", "/desk/notices/sending"):
            text = browser.get(page).text
            assert "企业微信：已发送（10:02）" in text
            assert "网络钩子：第3次失败，服务器答500，11:30再试" in text


def test_what_is_told_in_the_inbox_alone_is_never_called_sent(
    sign_in: SignIn, store: Store, told: int
) -> None:
    run_job(office(store), "send_notices", at("03-15", "10:02"))
    browser = sign_in("clerk")
    log = browser.get("/desk/notices/sending?state=inbox").text
    assert log.count("仅站内") == 2
    for page in (log, browser.get("/desk/notices/1").text):
        assert "已发送" not in page.replace(">已发送</option>", "")
        assert "发出" not in page
    rows = browser.get("/desk/notices/sending/export.csv").data.decode("utf-8-sig").splitlines()
    assert all(",站内," in row for row in rows[1:])


def test_the_log_finds_a_notice_that_failed_by_one_channel_alone(
    sign_in: SignIn, store: Store, told: int
) -> None:
    with transaction(store) as session:
        session.get_one(Notice, 1).state = NoticeState.SENT
        _deliver(session, 1, Channel.MAIL, DeliveryState.SENT, sent_at=at("03-15"))
        _deliver(session, 1, Channel.WEBHOOK, DeliveryState.FAILED, outcome="服务器答500。")
    text = sign_in("admin").get("/desk/notices/sending?state=failed").text
    assert "服务器答500" in text
    assert "重发" in text


def test_only_a_notice_that_asks_for_something_says_that_it_is_to_be_dealt_with(
    sign_in: SignIn, store: Store, told: int
) -> None:
    browser = sign_in("clerk")
    assert "去办理" in browser.get("/desk/notices/1").text
    with transaction(store) as session:
        session.get_one(Notice, 1).kind = NoticeKind.FILING_WITHDRAWN
    text = browser.get("/desk/notices/").text
    assert "去办理" not in text
    assert "查看" in text


def test_the_log_is_narrowed_to_a_kind_or_a_person_and_exported(
    store: Store, sign_in: Callable[[str], FlaskClient]
) -> None:
    clerk = sign_in("clerk")
    everything = clerk.get("/desk/notices/sending/export.csv").data.decode("utf-8-sig").splitlines()
    assert everything[0].startswith("通知,文件或事项,收件人")
    nobody = clerk.get("/desk/notices/sending/export.csv?person=没有这个人").data.decode("utf-8-sig")
    assert len(nobody.splitlines()) == 1
    assert "没有符合条件" in clerk.get("/desk/notices/sending?kind=job_failed&person=没有这个人").text
    assert clerk.get("/desk/notices/sending/export.xlsx?state=nonsense").data.startswith(b"PK")
