"""The secret address of a calendar: what it shows to whom, and when it ends."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.actions.cleanups.decide_outcomes import Decision
from registry.actions.cleanups.propose_outcome import propose_outcome
from registry.actions.filings.move_filing import move_filing
from registry.domain.cleanups import Answer, Outcome
from registry.domain.filings import Move
from registry.storage.engine import Store, reading, transaction
from registry.storage.people import User
from registry.storage.preferences import Preference
from registry.web import limits
from tests.building.documents import register_old
from tests.building.rounds import items, start_round
from tests.cast import Cast
from tests.jobs.office_days import at, filing_of, register_published

SignIn = Callable[[str], FlaskClient]
MINE, THEIRS = "示范区秸秆综合利用管理办法", "示范区青石镇集市管理办法"


@pytest.fixture
def register(store: Store) -> int:
    """A filing of the drafter's authority, and one of another authority; both documents lapse in the year."""
    mine = register_published(store, MINE, valid_until=date(2026, 9, 1))
    register_published(store, THEIRS, authority_id=3, valid_until=date(2026, 9, 2))
    return filing_of(store, mine).id or 0


def _address(sign_in: SignIn, login: str) -> str:
    page = sign_in(login).post("/account/channels/calendar").text
    found = re.search(r"(/calendar/[\w-]{40,}\.ics)", page)
    assert found, page
    return found[1]


def _events(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    return answer.get_data(as_text=True).replace("\r\n ", "")


def test_a_contact_sees_its_own_authority_s_days_and_no_other_s(
    app: Flask, sign_in: SignIn, register: int
) -> None:
    events = _events(app.test_client(), _address(sign_in, "drafter"))
    assert f"SUMMARY:报送备案：《{MINE}》" in events
    assert "DTSTART;VALUE=DATE:20260320" in events
    assert f"SUMMARY:有效期届满：《{MINE}》" in events
    assert THEIRS not in events
    assert events.count("BEGIN:VEVENT") == 2


def test_the_office_sees_what_it_waits_for_and_the_admin_nothing(
    app: Flask, sign_in: SignIn, register: int
) -> None:
    events = _events(app.test_client(), _address(sign_in, "clerk"))
    assert f"SUMMARY:等制定机关报送备案：《{THEIRS}》" in events
    assert "BEGIN:VEVENT" not in _events(app.test_client(), _address(sign_in, "admin"))


def test_a_step_that_is_done_is_gone_and_a_moved_day_has_a_higher_sequence(
    app: Flask, store: Store, cast: Cast, sign_in: SignIn, register: int
) -> None:
    address = _address(sign_in, "clerk")
    before = _events(app.test_client(), address)
    assert f"UID:filing-{register}-owed@" in before
    move_filing(store, cast.drafter, register, Move.SUBMIT, on=date(2026, 3, 10), now=at("03-10"))
    after = _events(app.test_client(), address)
    assert f"UID:filing-{register}-owed@" not in after
    assert f"UID:filing-{register}-submitted@" in after
    assert f"SUMMARY:形式审查：《{MINE}》" in after
    assert "SEQUENCE:2" in after


def test_the_answer_to_a_cleanup_is_asked_of_each_authority_that_has_documents_in_it(
    app: Flask, store: Store, cast: Cast, sign_in: SignIn
) -> None:
    register_old(store, "示范区旧办法")
    round_id = start_round(store, answers_due_on=date(2026, 4, 30))
    mine = _events(app.test_client(), _address(sign_in, "drafter"))
    assert "SUMMARY:报送清理意见：2025年度集中清理" in mine
    assert "DTSTART;VALUE=DATE:20260430" in mine
    assert "2025年度集中清理" not in _events(app.test_client(), _address(sign_in, "stranger"))
    assert "制定机关报送清理意见" in _events(app.test_client(), _address(sign_in, "clerk"))
    (item,) = items(store, round_id)
    propose_outcome(
        store, cast.drafter, round_id, [Decision(item.id or 0, Answer(Outcome.RETAIN))], now=at("03-06")
    )
    assert "2025年度集中清理" not in _events(app.test_client(), _address(sign_in, "drafter"))


def test_the_address_is_kept_by_nobody_else(app: Flask, store: Store, sign_in: SignIn, register: int) -> None:
    address = _address(sign_in, "drafter")
    answer = app.test_client().get(address)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    with reading(store) as session:
        kept = session.get_one(Preference, 1).calendar_hash or ""
    assert len(kept) == 64
    assert kept not in address
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    assert token not in sign_in("drafter").get("/account/channels").text, "it is shown once"


@pytest.mark.parametrize("how", ["withdrawn", "replaced", "account off", "wrong", "long"])
def test_an_address_that_ended_is_not_found(
    app: Flask, store: Store, sign_in: SignIn, register: int, how: str
) -> None:
    address = _address(sign_in, "drafter")
    if how == "withdrawn":
        assert (
            "已停用"
            in sign_in("drafter").post("/account/channels/calendar/withdraw", follow_redirects=True).text
        )
        page = sign_in("drafter").post("/account/channels/calendar/withdraw", follow_redirects=True)
        assert "没有在用的日历地址" in page.text
    elif how == "replaced":
        assert _address(sign_in, "drafter") != address
    elif how == "account off":
        with transaction(store) as session:
            session.get_one(User, 1).is_active = False
    else:
        address = f"/calendar/{'x' * (43 if how == 'wrong' else 5000)}.ics"
    assert app.test_client().get(address).status_code == 404


def test_a_calendar_is_not_asked_for_without_end(app: Flask, sign_in: SignIn, register: int) -> None:
    address = _address(sign_in, "drafter")
    limits.limiter.reset()
    answers = [app.test_client().get(address).status_code for _ in range(31)]
    limits.limiter.reset()
    assert answers == [200] * 30 + [429]
