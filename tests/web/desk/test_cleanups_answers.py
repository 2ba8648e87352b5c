"""The return of an authority in the browser: saved as typed, whole or in part, never over what somebody else wrote."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from registry.actions.cleanups.decide_outcomes import Decision, decide_outcomes
from registry.actions.cleanups.propose_outcome import propose_outcome
from registry.domain.cleanups import Answer, Outcome
from registry.domain.documents import Dates
from registry.domain.roles import Actor, Role
from registry.storage.cleanups.tables import CleanupItem, CleanupReturn, CleanupRound
from registry.storage.engine import Store, transaction
from tests.building.documents import register_old, register_secret
from tests.building.prepared_registers import Prepare
from tests.building.rounds import NOW, items, start_round
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]
OLD = date(2020, 5, 1)


def _register_documents(store: Store) -> list[int]:
    """Two documents of the drafter's authority, the second past its last day, one of the stranger's, a secret stub."""
    past = Dates(published_on=OLD, effective_on=OLD, valid_until=date(2026, 1, 31))
    return [
        register_old(store, "关于甲的通知", doc_no="示农〔2020〕1号"),
        register_old(store, "关于乙的通知", dates=past),
        register_old(store, "关于丙的通知", authority_id=3),
        register_secret(store),
    ]


@pytest.fixture
def documents(prepared: Prepare) -> list[int]:
    return prepared(_register_documents)


@pytest.fixture
def round_id(store: Store, documents: list[int]) -> int:
    return start_round(store, answers_due_on=date(2026, 4, 30))


@pytest.fixture
def address(round_id: int) -> str:
    return f"/desk/cleanups/{round_id}/answers"


def nth(store: Store, round_id: int, n: int) -> CleanupItem:
    return items(store, round_id)[n]


def sent(page: str, item_id: int, **typed: str) -> dict[str, str]:
    """The fields of a document as the page sends them, some typed over."""
    found = re.findall(rf'name="([a-z_]+)-{item_id}" value="([^"]*)"', page)
    fields = {f"{name}-{item_id}": value for name, value in found if name != "outcome"}
    chosen = re.search(rf'name="outcome-{item_id}" value="([^"]*)" checked', page)
    fields[f"outcome-{item_id}"] = chosen[1] if chosen else ""
    return fields | {f"{name}-{item_id}": value for name, value in typed.items()}


def test_a_contact_answers_for_its_own_documents_only(
    store: Store, sign_in: SignIn, round_id: int, address: str
) -> None:
    browser = sign_in("drafter")
    page = browser.get(address).text
    assert "关于甲的通知" in page
    assert "密-1" in page
    assert "关于丙的通知" not in page
    assert '请于<time datetime="2026-04-30">2026年4月30日</time>前报送' in page
    foreign = nth(store, round_id, 2).id or 0
    fields = {f"version-{foreign}": "1", f"was-{foreign}": "x", f"outcome-{foreign}": "repeal"}
    assert browser.post(address, data=fields).status_code == 404
    assert browser.post(f"{address}/{foreign}", data=fields).status_code == 404
    assert browser.post(f"{address}/{foreign}").status_code == 404
    assert nth(store, round_id, 2).proposed_outcome is None
    assert sign_in("auditor").get(address).status_code == 403
    assert sign_in("clerk").get(address).location == f"/desk/cleanups/{round_id}/items"
    assert "本轮没有需要本机关填报的文件" not in sign_in("stranger").get(address).text


def test_a_draft_round_is_not_there_for_a_contact(
    store: Store, sign_in: SignIn, round_id: int, address: str
) -> None:
    with transaction(store) as session:
        session.get_one(CleanupRound, round_id).is_draft = True
    browser = sign_in("drafter")
    for door in (
        address,
        f"{address}/report",
        f"/desk/cleanups/{round_id}",
        f"/desk/cleanups/{round_id}/cosign",
    ):
        assert browser.get(door).status_code == 404
    assert browser.post(address, data={}).status_code == 404


def test_one_document_is_saved_as_it_is_typed_with_what_still_lacks(
    store: Store, sign_in: SignIn, round_id: int, address: str
) -> None:
    browser = sign_in("drafter")
    item = nth(store, round_id, 0)
    item_id = item.id or 0
    page = browser.get(address).text
    assert "<strong>0/3</strong> 已填报" in page
    part = browser.post(f"{address}/{item_id}", data=sent(page, item_id, outcome="to_amend", clause="第三条"))
    assert part.status_code == 200
    assert "还缺：理由、责任单位、完成时限" in part.text
    assert "请写明完成修改的期限。" in part.text
    assert "<strong>0/3</strong> 已填报" in part.text
    assert nth(store, round_id, 0).proposal == Answer(Outcome.TO_AMEND, clause="第三条")
    whole = {"reason": "依据已修改", "responsible": "区农业农村局", "deadline_on": "2026-09-30"}
    done = browser.post(f"{address}/{item_id}", data=sent(part.text, item_id, **whole))
    assert "已填报</span>" in done.text
    assert "<strong>1/3</strong> 已填报" in done.text
    assert nth(store, round_id, 0).is_answered
    assert 'value="第三条"' in browser.get(address).text


def test_a_document_past_its_last_day_needs_a_new_one_to_stay(
    store: Store, sign_in: SignIn, round_id: int, address: str
) -> None:
    browser = sign_in("drafter")
    item_id = nth(store, round_id, 1).id or 0
    page = browser.get(address).text
    answer = browser.post(f"{address}/{item_id}", data=sent(page, item_id, outcome="retain"))
    assert "有效期已于2026年1月31日届满，继续有效须填写延长后的有效期。" in answer.text
    assert not nth(store, round_id, 1).is_answered


def test_what_somebody_else_wrote_stands_beside_what_was_typed(
    store: Store, cast: Cast, sign_in: SignIn, round_id: int, address: str
) -> None:
    browser = sign_in("drafter")
    item_id = nth(store, round_id, 0).id or 0
    page = browser.get(address).text
    colleague = Actor("李同事", Role.CONTACT, 99, cast.authority_id)
    theirs = Answer(Outcome.REPEAL, "过时", successor="新办法")
    propose_outcome(store, colleague, round_id, [Decision(item_id, theirs)], now=NOW)
    mine = sent(page, item_id, outcome="lapse", reason="任务已经完成")
    answer = browser.post(f"{address}/{item_id}", data=mine)
    assert answer.status_code == 409
    assert "刚被李同事改动（现为“废止”）" in answer.text
    assert "<td>任务已经完成</td><td>过时</td>" in answer.text
    assert nth(store, round_id, 0).proposal == theirs
    page = browser.post(address, data=mine)
    assert page.status_code == 409
    assert 'value="任务已经完成"' in page.text
    assert "关于乙的通知" not in page.text
    kept = browser.post(address, data=sent(page.text, item_id) | {"keep": str(item_id)})
    assert kept.status_code == 303
    assert nth(store, round_id, 0).proposal == theirs
    again = sent(answer.text, item_id, outcome="lapse", reason="任务已经完成")
    assert browser.post(f"{address}/{item_id}", data=again).status_code == 200
    assert nth(store, round_id, 0).proposed_outcome is Outcome.LAPSE


def test_a_day_that_is_none_is_said_and_stays(
    store: Store, sign_in: SignIn, round_id: int, address: str
) -> None:
    browser = sign_in("drafter")
    item_id = nth(store, round_id, 0).id or 0
    fields = sent(browser.get(address).text, item_id, outcome="to_amend", deadline_on="六月")
    answer = browser.post(address, data=fields)
    assert answer.status_code == 409
    assert "完成时限“六月”不是日期" in answer.text
    assert 'value="六月"' in answer.text


def test_a_suggestion_fills_in_the_form_and_saves_nothing(
    store: Store, sign_in: SignIn, round_id: int, address: str
) -> None:
    browser = sign_in("drafter")
    first, second = (nth(store, round_id, n).id or 0 for n in (0, 1))
    page = browser.get(address).text
    assert "有效期已于2026年1月31日届满。" in page
    fields = sent(page, second) | sent(page, first, outcome="retain", reason="仍有必要")
    taken = browser.post(address, data=fields | {"take": f"{second}-0"}).text
    assert re.search(rf'name="outcome-{second}" value="lapse" checked', taken)
    assert f'name="reason-{second}" value="有效期已于2026年1月31日届满"' in taken
    assert f'name="reason-{first}" value="仍有必要"' in taken
    assert [item.proposed_outcome for item in items(store, round_id)] == [None] * 4
    saved = browser.post(address, data=sent(taken, first) | sent(taken, second))
    assert saved.status_code == 303
    assert [item.is_answered for item in items(store, round_id)] == [True, True, False, False]
    assert browser.post(address, data=fields | {"take": "99-7"}).status_code == 200


def test_many_are_filled_in_at_once(store: Store, sign_in: SignIn, round_id: int, address: str) -> None:
    browser = sign_in("drafter")
    first, second, secret = (nth(store, round_id, n).id or 0 for n in (0, 1, 3))
    page = browser.get(address).text
    fields = sent(page, first, reason="甲的任务已经完成") | sent(page, second) | sent(page, secret)
    common = {"many": "1", "outcome-many": "lapse", "successor-many": "示政〔2026〕1号"}
    nothing = browser.post(address, data=fields | common)
    assert nothing.status_code == 422
    assert "没有勾选文件" in nothing.text
    assert 'value="甲的任务已经完成"' in nothing.text
    assert 'value="示政〔2026〕1号"' in nothing.text
    answer = browser.post(address, data=fields | common | {"tick": [str(first), str(second)]})
    assert answer.status_code == 303
    kept = items(store, round_id)
    assert [item.proposed_outcome for item in kept] == [Outcome.LAPSE, Outcome.LAPSE, None, None]
    assert kept[0].proposed_reason == "甲的任务已经完成"
    assert kept[0].proposed_successor == kept[1].proposed_successor == "示政〔2026〕1号"
    assert [item.is_answered for item in kept] == [True, False, False, False]


def test_what_was_sent_back_stands_first_with_the_reason(
    store: Store, sign_in: SignIn, round_id: int, address: str
) -> None:
    with transaction(store) as session:
        session.get_one(CleanupItem, nth(store, round_id, 1).id).sent_back_because = "请写明依据"
    page = sign_in("drafter").get(address).text
    assert page.index("关于乙的通知") < page.index("关于甲的通知")
    assert "<strong>法制机构退回：</strong>请写明依据" in page
    assert "退回1件" in page
    only = sign_in("drafter").get(f"{address}?which=sent_back").text
    assert "关于甲的通知" not in only


def test_the_report_names_what_still_lacks(
    store: Store, sign_in: SignIn, round_id: int, address: str
) -> None:
    browser = sign_in("drafter")
    page = browser.get(address).text
    ids = [item.id or 0 for item in items(store, round_id) if item.answering_id == 2]
    fields = sent(page, ids[0], outcome="retain") | sent(page, ids[1], outcome="repeal", reason="过时")
    answer = browser.post(address, data=fields | {"finish": "1"}, follow_redirects=True)
    assert answer.request.path == f"{address}/report"
    assert "3件中还有2件没有填报齐全" in answer.text
    assert "关于乙的通知" in answer.text
    assert "请写明替代它的文件，或者据以终止的依据。" in answer.text
    assert "关于甲的通知" not in answer.text
    page = browser.get(f"{address}?which=lacking").text
    fields = sent(page, ids[1], successor="新办法") | sent(page, ids[2], outcome="retain")
    answer = browser.post(address, data=fields | {"finish": "1"}, follow_redirects=True)
    assert "报送完成：3件文件全部填报齐全" in answer.text


def test_what_the_office_decided_is_shown_and_not_changed(
    store: Store, cast: Cast, sign_in: SignIn, round_id: int, address: str
) -> None:
    browser = sign_in("drafter")
    item_id = nth(store, round_id, 0).id or 0
    before = browser.get(address).text
    decide_outcomes(store, cast.clerk, round_id, [Decision(item_id, Answer(Outcome.RETAIN))], now=NOW)
    page = browser.get(address).text
    assert "法制机构已确定：" in page
    assert f'name="outcome-{item_id}"' not in page
    answer = browser.post(f"{address}/{item_id}", data=sent(before, item_id, outcome="repeal"))
    assert answer.status_code == 409
    assert "已由法制机构确定" in answer.text
    with transaction(store) as session:
        session.get_one(CleanupRound, round_id).released_at = NOW
        session.get_one(CleanupRound, round_id).published_on = NOW.date()
    assert 'name="outcome-' not in browser.get(address).text
    answer = browser.post(f"{address}/{item_id}", data=sent(before, item_id, outcome="repeal"))
    assert (answer.status_code, "本轮已于2026年3月5日发布" in answer.text) == (409, True)


def test_a_signed_return_is_shown_and_not_changed(
    store: Store, sign_in: SignIn, round_id: int, address: str
) -> None:
    browser = sign_in("drafter")
    item_id = nth(store, round_id, 0).id or 0
    before = browser.get(address).text
    with transaction(store) as session:
        session.add(
            CleanupReturn(
                round_id=round_id, authority_id=2, signed_on=NOW.date(), signer="王局长", recorded_at=NOW
            )
        )
    page = browser.get(address).text
    assert "2026年3月5日</time>签字报送，不能再改" in page
    assert 'name="outcome-' not in page
    answer = browser.post(f"{address}/{item_id}", data=sent(before, item_id, outcome="retain"))
    assert (answer.status_code, "由王局长签字报送，不能再改" in answer.text) == (409, True)
    assert nth(store, round_id, 0).proposed_outcome is None


def test_every_field_has_its_label_and_what_is_saved_is_read_out(sign_in: SignIn, address: str) -> None:
    page = sign_in("drafter").get(address).text
    labelled = set(re.findall(r'<label for="([^"]+)"', page))
    fields = set(re.findall(r'<input id="([a-z_]+-(?:\d+|many))"', page))
    assert fields
    assert fields <= labelled
    described = set(re.findall(r'aria-describedby="(lack-[^"]+)"', page))
    assert described >= {f"lack-{name}" for name in fields}
    assert 'data-live="state" aria-live="polite"' in page
    assert '<p id="tally" class="tally" role="status">' in page


def test_the_office_sees_what_the_register_suggests(sign_in: SignIn, round_id: int) -> None:
    page = sign_in("clerk").get(f"/desk/cleanups/{round_id}/items").text
    assert "有效期已于2026年1月31日届满。" in page
    assert "采用这条提示" not in page
