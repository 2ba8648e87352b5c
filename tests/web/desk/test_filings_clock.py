"""The review clock on the page of a filing: running, stopped, extended, and the day of a correction."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from registry.domain.roles import OPERATOR
from registry.storage.engine import Store
from tests.building.filings import TODAY, answered_filing, make_move, stored_filing
from tests.cast import NOW

SignIn = Callable[[str], FlaskClient]


def send(browser: FlaskClient, store: Store, filing_id: int, move: str, **fields: str) -> str:
    form = {"on": TODAY.isoformat(), "version": str(stored_filing(store, filing_id).version), **fields}
    return browser.post(f"/desk/filings/{filing_id}/{move}", data=form, follow_redirects=True).text


def test_the_lead_extends_a_review_once_and_reads_both_days(sign_in: SignIn, store: Store) -> None:
    filing_id = answered_filing(store, upto="start_review")
    browser = sign_in("lead")
    assert "审查期限由2026年4月7日延至2026年4月24日" in browser.get(f"/desk/filings/{filing_id}/extend").text
    assert "须写明理由" in send(browser, store, filing_id, "extend")
    page = send(browser, store, filing_id, "extend", reason="涉及多个部门")
    assert "已延长" in page
    assert "涉及多个部门" in page
    assert f'href="/desk/filings/{filing_id}/extend"' not in page
    assert "只能“延长审查期限”一次" in send(browser, store, filing_id, "extend", reason="再延")


def test_a_stopped_clock_tells_since_when_and_what_is_left(sign_in: SignIn, store: Store) -> None:
    filing_id = answered_filing(store, upto="start_review")
    clerk = sign_in("clerk")
    page = send(clerk, store, filing_id, "ask_supplement", reason="成本测算")
    assert "起停止，还剩30日" in page
    assert "因补充材料停止计时，还剩30日" in page
    contact = sign_in("drafter")
    assert "补充材料" in contact.get(f"/desk/filings/{filing_id}").text
    page = send(contact, store, filing_id, "supplement")
    assert "起停止" not in page
    assert "审查期限" in page


def test_an_opinion_asks_for_the_day_of_the_correction(sign_in: SignIn, store: Store) -> None:
    filing_id = answered_filing(store, upto="start_review")
    browser = sign_in("lead")
    assert "改正期限" in browser.get(f"/desk/filings/{filing_id}/opine").text
    assert "改正期限" not in browser.get(f"/desk/filings/{filing_id}/pass").text
    early = send(browser, store, filing_id, "opine", reason="第三条不一致", correct_by="2026-03-01")
    assert "应晚于提出审查意见之日" in early
    assert "第三条不一致" in early  # what was typed stays
    page = send(browser, store, filing_id, "opine", reason="第三条不一致", correct_by="2026年5月1日")
    assert "改正期限" in page
    assert "2026-05-01" in page
    make_move(store, OPERATOR, filing_id, "answer", NOW)
    assert "此前定的改正期限为2026年5月1日" in browser.get(f"/desk/filings/{filing_id}/opine_again").text


@pytest.mark.parametrize("day", ["9999-12-31", "2150-01-01", "0001-01-01"])
def test_a_far_day_of_a_move_is_refused_and_what_was_typed_stays(
    sign_in: SignIn, store: Store, day: str
) -> None:
    filing_id = answered_filing(store, upto="start_review")
    page = send(sign_in("clerk"), store, filing_id, "ask_supplement", on=day, reason="成本测算")
    assert "成本测算" in page
    assert "没有保存" in page
    assert stored_filing(store, filing_id).clock_stopped_since is None
