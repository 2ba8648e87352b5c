"""The page on which a person chooses how to be told."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.config import Settings
from registry.delivery import posting
from registry.domain.deliveries import Channel
from registry.jobs import run_job
from registry.jobs.office import office_of
from registry.storage.engine import Store, reading, transaction
from registry.storage.office import set_setting
from registry.storage.people import User
from registry.storage.preferences import Hook, hooks_of, preference_of
from registry.web import limits
from tests.building.filings import submitted_filing
from tests.cast import Cast
from tests.hook_server import hook_server

SignIn = Callable[[str], FlaskClient]
PAGE = "/account/channels"
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=geheim"


@pytest.fixture(autouse=True)
def fresh(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "CONNECT_S", 0.4)
    monkeypatch.setattr(posting, "WHOLE_S", 0.4)
    limits.limiter.reset()


def _hook(store: Store, url: str, now: datetime) -> None:
    with transaction(store) as session:
        session.add(Hook(user_id=1, channel=Channel.WEBHOOK, url=url, secret="s", changed_at=now))


def test_a_person_chooses_and_finds_it_again(sign_in: SignIn, store: Store) -> None:
    browser = sign_in("drafter")
    assert "drafter@example.cn" in browser.get(PAGE).text
    form = {
        "wants_mail": "y",
        "digest_hour": "8",
        "wecom_url": WECOM,
        "webhook_url": "https://oa.example.cn/x",
    }
    assert "通知方式已保存" in browser.post(PAGE, data=form, follow_redirects=True).text
    text = browser.get(PAGE).text
    assert WECOM in text
    assert '<option selected value="8">' in text
    with reading(store) as session:
        assert hooks_of(session, 1)[Channel.WEBHOOK].secret in text
    browser.post(PAGE, data={"digest_hour": "", "wecom_url": "", "dingtalk_url": "", "webhook_url": ""})
    with reading(store) as session:
        assert not hooks_of(session, 1)
        assert (preference_of(session, 1).wants_mail, preference_of(session, 1).digest_hour) == (False, None)


def test_what_is_refused_stands_at_its_field_with_everything_typed(sign_in: SignIn) -> None:
    form = {
        "wants_mail": "y",
        "digest_hour": "9",
        "wecom_url": "https://evil.example.cn/",
        "webhook_url": "http://127.0.0.1/",
    }
    answer = sign_in("drafter").post(PAGE, data=form)
    assert answer.status_code == 422
    assert "这不是企业微信机器人的地址" in answer.text
    assert "地址须以 https:// 开头" in answer.text, "everything at once"
    assert "https://evil.example.cn/" in answer.text
    assert "http://127.0.0.1/" in answer.text
    answer = sign_in("drafter").post(PAGE, data={"wants_mail": "y", "digest_hour": "99"})
    assert answer.status_code == 422


def test_a_trial_shows_what_the_server_answered(
    app: Flask, sign_in: SignIn, store: Store, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings: Settings = app.extensions["registry.settings"]
    allowing = settings.model_copy(update={"webhooks_may_be_private": True})
    monkeypatch.setitem(app.extensions, "registry.settings", allowing)
    with hook_server() as server:
        _hook(store, server.url(), now)
        browser = sign_in("drafter")
        assert "发一条试试：网络钩子" in browser.get(PAGE).text
        for mood, words in (
            ("ok", "网络钩子已接收（服务器答200）"),
            ("500", "没有发出：服务器答500"),
            ("hang", "没有在限定的时间内"),
        ):
            server.moods["/hook"] = mood
            page = browser.post(f"{PAGE}/try", data={"channel": "webhook"}, follow_redirects=True).text
            assert words in page
        assert server.taken[0].content["kind"] == "try"


def test_a_webhook_is_chosen_called_fails_and_comes_back_as_the_log_tells(
    app: Flask, sign_in: SignIn, store: Store, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings: Settings = app.extensions["registry.settings"]
    allowing = settings.model_copy(update={"webhooks_may_be_private": True})
    monkeypatch.setitem(app.extensions, "registry.settings", allowing)
    office = office_of(allowing, store)
    clerk = sign_in("clerk")
    with hook_server(hook="500") as server:
        form = {"wants_mail": "y", "digest_hour": "", "webhook_url": server.url()}
        assert clerk.post(PAGE, data=form).status_code == 303
        submitted_filing(store)
        for minutes, words in ((1, "第1次失败，服务器答500"), (3, "第2次失败，服务器答500")):
            assert not run_job(office, "send_messages", now + timedelta(minutes=minutes)).error
            assert words in clerk.get("/desk/notices/sending").text
            assert words in clerk.get("/desk/notices/").text
        server.moods.clear()
        run_job(office, "send_messages", now + timedelta(minutes=10))
        assert (
            "网络钩子：已发送（10:10）（第3次发送，服务器答200）" in clerk.get("/desk/notices/sending").text
        )
        assert len({message.headers["X-Registry-Delivery"] for message in server.taken}) == 1
        assert server.taken[-1].content["subject"].startswith("收到报送备案")
    assert "选择通知方式" in sign_in("lead").get("/desk/audit/").text
    assert str(server.port) not in sign_in("lead").get("/desk/audit/").text


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        ("webhook", "是本机或内部网络的地址"),
        ("wecom", "还没有保存企业微信的地址"),
        ("mail", "没有设置邮件服务器"),
        ("digest", "还没有保存每日汇总的地址"),
        ("nonsense", "没有这种通知方式"),
    ],
)
def test_a_trial_that_cannot_be_says_why(
    sign_in: SignIn, store: Store, now: datetime, channel: str, words: str
) -> None:
    _hook(store, "http://127.0.0.1:9/", now)
    page = sign_in("drafter").post(f"{PAGE}/try", data={"channel": channel}, follow_redirects=True).text
    assert words in page.replace("须以 https:// 开头", "是本机或内部网络的地址")


@pytest.mark.parametrize("setting", ["is_demonstration", "sending_paused_because"])
def test_no_trial_leaves_when_nothing_may(
    app: Flask, sign_in: SignIn, store: Store, now: datetime, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    settings: Settings = app.extensions["registry.settings"]
    allowing = settings.model_copy(update={"webhooks_may_be_private": True})
    monkeypatch.setitem(app.extensions, "registry.settings", allowing)
    with hook_server() as server:
        _hook(store, server.url(), now)
        with transaction(store) as session:
            set_setting(session, setting, "yes")
        page = sign_in("drafter").post(f"{PAGE}/try", data={"channel": "webhook"}, follow_redirects=True).text
        assert "演示系统不向外发送" in page or "发送已暂停" in page
        assert not server.taken


def test_trials_have_a_limit(sign_in: SignIn) -> None:
    browser = sign_in("drafter")
    answers = [browser.post(f"{PAGE}/try", data={"channel": "wecom"}).status_code for _ in range(7)]
    assert answers == [303] * 6 + [429]


def test_an_admin_sees_the_choice_and_no_key(
    sign_in: SignIn, store: Store, cast: Cast, now: datetime
) -> None:
    with transaction(store) as session:
        session.add(Hook(user_id=1, channel=Channel.WECOM, url=WECOM, changed_at=now))
    text = sign_in("admin").get("/desk/people/1/edit").text
    assert "qyapi.weixin.qq.com" in text
    assert "geheim" not in text
    assert sign_in("clerk").get("/desk/people/1/edit").status_code == 403


def test_a_visitor_has_no_such_page(client: FlaskClient) -> None:
    for address in (PAGE,):
        assert client.get(address).status_code == 302
    assert client.post(f"{PAGE}/try", data={"channel": "webhook"}).status_code == 303


def test_without_an_address_the_page_says_who_helps(sign_in: SignIn, store: Store) -> None:
    with transaction(store) as session:
        session.get_one(User, 1).email = ""
    assert "没有登记电子邮箱" in sign_in("drafter").get(PAGE).text
