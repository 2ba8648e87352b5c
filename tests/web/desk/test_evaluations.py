"""Evaluations before the last valid day in the browser: one's own list, the form that keeps what was typed."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from registry.actions.evaluations.open_evaluations import open_evaluations
from registry.storage.engine import Store
from tests.actions.evaluations.test_open_evaluations import evaluations, lapsing
from tests.jobs.office_days import at

SignIn = Callable[[str], FlaskClient]
ANSWERED = {
    "needed": "仍有必要",
    "lawful": "一致",
    "workable": "可行",
    "complaints": "没有",
    "conclusion": "extend",
    "extend_until": "2031-09-05",
    "reason": "工作仍在开展",
    "version": "1",
}


@pytest.fixture(autouse=True)
def _opened(store: Store) -> None:
    lapsing(store, date(2026, 9, 5))
    lapsing(store, date(2026, 9, 6), "关于乙的通知", authority_id=3)
    open_evaluations(store, now=at("03-20"))


def test_a_contact_sees_and_answers_its_own_alone(store: Store, sign_in: SignIn) -> None:
    browser = sign_in("drafter")
    page = browser.get("/desk/evaluations").text
    assert "关于甲的通知" in page
    assert "关于乙的通知" not in page
    assert browser.get("/desk/evaluations/2").status_code == 404
    assert browser.post("/desk/evaluations/2", data=ANSWERED).status_code == 404
    assert browser.post("/desk/evaluations/1", data=ANSWERED).status_code == 303
    assert evaluations(store)[0].extend_until == date(2031, 9, 5)
    assert browser.post("/desk/evaluations/1/settle", data={"words": "好", "version": "2"}).status_code == 403


def test_a_refused_answer_keeps_what_was_typed(sign_in: SignIn) -> None:
    browser = sign_in("drafter")
    answer = browser.post("/desk/evaluations/1", data={**ANSWERED, "extend_until": ""})
    assert answer.status_code == 422
    assert "请填写建议延长到的日期，须晚于2026年9月5日。" in answer.text
    assert "工作仍在开展" in answer.text


def test_the_office_filters_exports_and_settles(store: Store, sign_in: SignIn) -> None:
    sign_in("drafter").post("/desk/evaluations/1", data=ANSWERED)
    browser = sign_in("clerk")
    assert "关于甲的通知" not in browser.get("/desk/evaluations").text
    assert "关于甲的通知" in browser.get("/desk/evaluations?scope=answered&conclusion=extend").text
    assert "关于甲的通知" not in browser.get("/desk/evaluations?scope=answered&conclusion=lapse").text
    sheet = load_workbook(io.BytesIO(browser.get("/desk/evaluations/export.xlsx?scope=all").data)).active
    assert sheet is not None
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["关于甲的通知", "关于乙的通知"]
    page = browser.get("/desk/evaluations/1").text
    assert "new_valid_until=2031-09-05" in page
    record = browser.get("/desk/documents/1/record_event?kind=extended&new_valid_until=2031-09-05")
    assert record.status_code == 404 or 'value="2031-09-05"' in record.text
    browser.post("/desk/evaluations/1/settle", data={"words": "列入2026年计划", "version": "2"})
    assert evaluations(store)[0].settled_as == "列入2026年计划"
    assert "已办结：列入2026年计划" in browser.get("/desk/evaluations/1").text
