"""A cleanup round in the browser: opened with a preview, decided in batches, never over somebody's fresh decision."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from registry.actions.authorities.add_authority import insert_authority
from registry.actions.cleanups._release_paper import issuer_of
from registry.actions.cleanups.decide_outcomes import Decision, decide_outcomes
from registry.actions.cleanups.prepare_round import prepare_due_rounds
from registry.actions.cleanups.propose_outcome import propose_outcome
from registry.actions.office.edit_settings import edit_settings
from registry.domain.authorities import AuthorityKind
from registry.domain.cleanups import Answer, Outcome
from registry.domain.errors import Refusal
from registry.domain.roles import CLOCK, OPERATOR
from registry.storage.authorities import Authority
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.engine import Store, reading, transaction
from registry.storage.papers import Paper
from tests.building.documents import register_old, register_secret
from tests.building.prepared_registers import Prepare
from tests.building.rounds import CUT_OFF, NOW, decide_all, item_of, items, start_round
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]


def _register_documents(store: Store) -> list[int]:
    """Two documents of the drafter's authority, one of the stranger's, one secret stub."""
    return [
        register_old(store, "关于甲的通知", doc_no="示农〔2020〕1号"),
        register_old(store, "关于乙的通知"),
        register_old(store, "关于丙的通知", authority_id=3),
        register_secret(store),
    ]


@pytest.fixture
def documents(prepared: Prepare) -> list[int]:
    return prepared(_register_documents)


@pytest.fixture
def round_id(store: Store, documents: list[int]) -> int:
    return start_round(store)


def fields(page: str, item_id: int, **typed: str) -> dict[str, str]:
    """The fields of one item as the page sends them, some typed over."""
    fields = {}
    for name in ("version", "was", "outcome", "reason", "responsible", "deadline"):
        match = re.search(rf'name="{name}-{item_id}" value="([^"]*)"', page)
        fields[f"{name}-{item_id}"] = match[1] if match else ""
    return fields | {f"{name}-{item_id}": value for name, value in typed.items()}


def test_a_round_is_offered_over_an_abolished_authority_only_while_documents_are_left_with_it(
    store: Store, sign_in: SignIn
) -> None:
    register_old(store, "关于甲的通知", authority_id=2)
    with transaction(store) as session:
        for authority_id in (2, 3):
            session.get_one(Authority, authority_id).abolished_on = CUT_OFF
    page = sign_in("lead").get("/desk/cleanups/open").text
    assert "示范区农业农村局" in page
    assert "示范区青石镇人民政府" not in page


def test_the_preview_counts_and_opens_nothing(store: Store, sign_in: SignIn, documents: list[int]) -> None:
    typed = {"name": "集中清理", "kind": "periodic", "cut_off_on": "2025-12-31"}
    browser = sign_in("clerk")
    page = browser.post("/desk/cleanups/open", data={**typed, "preview": "1"})
    assert "共<strong>4件</strong>文件（其中涉密1件）" in page.text
    assert 'value="集中清理"' in page.text
    with reading(store) as session:
        assert session.get(CleanupRound, 1) is None
    opened = browser.post("/desk/cleanups/open", data=typed, follow_redirects=True)
    assert "清理范围共4件文件" in opened.text
    assert "集中清理" in browser.get("/desk/cleanups").text


@pytest.mark.parametrize(("tick", "n_papers"), [({}, 1), ({"notice_elsewhere": "y"}, 0)])
def test_a_round_is_opened_with_its_notice_unless_it_is_issued_elsewhere(
    store: Store, sign_in: SignIn, documents: list[int], tick: dict[str, str], n_papers: int
) -> None:
    typed = {
        "name": "集中清理",
        "kind": "periodic",
        "cut_off_on": "2025-12-31",
        "answers_due_on": "2026-12-31",
    }
    browser = sign_in("clerk")
    assert "清理通知另行印发，不在系统出具" in browser.get("/desk/cleanups/open").text
    assert browser.post("/desk/cleanups/open", data=typed | tick).status_code == 303
    with reading(store) as session:
        assert len(session.exec(select(Paper)).all()) == n_papers


def test_a_prepared_round_is_opened_with_its_notice(
    store: Store, sign_in: SignIn, documents: list[int]
) -> None:
    edit_settings(store, OPERATOR, {"first_cleanup_due_on": "2026-05-01"}, now=NOW)
    prepare_due_rounds(store, CLOCK, NOW)
    browser = sign_in("clerk")
    assert "清理通知另行印发，不在系统出具" in browser.get("/desk/cleanups/1/draft").text
    typed = {"name": "集中清理", "cut_off_on": "2025-12-31", "answers_due_on": "2026-12-31", "open": "1"}
    assert browser.post("/desk/cleanups/1/draft", data=typed).status_code == 303
    with reading(store) as session:
        assert len(session.exec(select(Paper)).all()) == 1


def test_what_was_typed_stays_when_a_round_is_refused(sign_in: SignIn, documents: list[int]) -> None:
    typed = {"name": "集中清理", "kind": "periodic", "cut_off_on": "1950-01-01"}
    answer = sign_in("clerk").post("/desk/cleanups/open", data=typed)
    assert answer.status_code == 422
    assert 'value="集中清理"' in answer.text


def test_only_what_was_changed_on_the_page_is_saved(store: Store, sign_in: SignIn, round_id: int) -> None:
    browser = sign_in("clerk")
    address = f"/desk/cleanups/{round_id}/items?outcome=undecided"
    page = browser.get(address).text
    first, second, *_ = items(store, round_id)
    sent = fields(page, first.id or 0, outcome="repeal", reason="依据已废止") | fields(page, second.id or 0)
    answer = browser.post(address, data=sent)
    assert (answer.status_code, answer.location) == (303, address)
    assert "已保存1件" in browser.get(address).text
    assert item_of(store, round_id, first.document_id).outcome is Outcome.REPEAL
    assert item_of(store, round_id, second.document_id).outcome is None


def test_an_item_somebody_else_decided_is_named_and_what_was_typed_is_kept(
    store: Store, cast: Cast, sign_in: SignIn, round_id: int
) -> None:
    browser = sign_in("clerk")
    address = f"/desk/cleanups/{round_id}/items?outcome=undecided"
    page = browser.get(address).text
    first, second, *_ = items(store, round_id)
    decide_outcomes(store, cast.lead, round_id, [Decision(first.id or 0, Answer(Outcome.RETAIN))], now=NOW)
    sent = fields(page, first.id or 0, outcome="lapse", reason="期限已满") | fields(
        page, second.id or 0, outcome="retain"
    )
    answer = browser.post(address, data=sent)
    assert answer.status_code == 409
    assert f"《关于甲的通知》刚被{cast.lead.name}改动" in answer.text
    assert 'value="期限已满"' in answer.text
    assert re.search(r'<option value="lapse" selected>', answer.text)
    assert "关于乙的通知" not in answer.text
    assert item_of(store, round_id, first.document_id).outcome is Outcome.RETAIN
    assert item_of(store, round_id, second.document_id).outcome is Outcome.RETAIN
    again = browser.post(address, data=fields(answer.text, first.id or 0, outcome="lapse", reason="期限已满"))
    assert again.status_code == 303
    assert item_of(store, round_id, first.document_id).outcome is Outcome.LAPSE


def test_a_deadline_that_is_no_date_is_said_at_its_item(store: Store, sign_in: SignIn, round_id: int) -> None:
    browser = sign_in("clerk")
    address = f"/desk/cleanups/{round_id}/items"
    item_id = items(store, round_id)[0].id or 0
    sent = fields(browser.get(address).text, item_id, outcome="to_amend", deadline_on="六月")
    answer = browser.post(address, data=sent)
    assert answer.status_code == 409
    assert "完成时限“六月”不是日期" in answer.text


def test_the_office_has_its_pages_alone(store: Store, sign_in: SignIn, round_id: int) -> None:
    browser = sign_in("drafter")
    answer = browser.get(f"/desk/cleanups/{round_id}/items")
    assert (answer.status_code, answer.location) == (302, f"/desk/cleanups/{round_id}/answers")
    assert "示范区青石镇人民政府" not in browser.get(f"/desk/cleanups/{round_id}").text
    for door in ("check", "release", "draft.docx"):
        assert browser.get(f"/desk/cleanups/{round_id}/{door}").status_code == 403
    for door in ("adopt", "extend", "accept"):
        assert browser.post(f"/desk/cleanups/{round_id}/{door}").status_code == 403


def test_proposals_are_adopted_at_once(store: Store, cast: Cast, sign_in: SignIn, round_id: int) -> None:
    item_id = items(store, round_id)[0].id or 0
    lapse = Answer(Outcome.LAPSE, "期满", successor="依据已失效")
    propose_outcome(store, cast.drafter, round_id, [Decision(item_id, lapse)], now=NOW)
    clerk = sign_in("clerk")
    assert "按自查意见确定1件" in clerk.get(f"/desk/cleanups/{round_id}").text
    answer = clerk.post(f"/desk/cleanups/{round_id}/adopt", follow_redirects=True)
    assert "已按自查意见确定1件" in answer.text
    assert "目前没有待采用的自查意见" in answer.text
    assert items(store, round_id)[0].reason == "期满"


def test_a_document_registered_later_is_added_from_the_gate(
    store: Store, sign_in: SignIn, round_id: int
) -> None:
    decide_all(store, round_id)
    register_old(store, "关于迟来的通知")
    browser = sign_in("clerk")
    assert "关于迟来的通知" in browser.get(f"/desk/cleanups/{round_id}/check").text
    answer = browser.post(f"/desk/cleanups/{round_id}/extend", follow_redirects=True)
    assert "补入1件，移出0件" in answer.text
    assert len(items(store, round_id)) == 5


def test_a_round_that_is_not_there_is_not_found(sign_in: SignIn) -> None:
    browser = sign_in("lead")
    for door in ("", "/items", "/check", "/release", "/workbook.xlsx", "/draft.docx"):
        assert browser.get(f"/desk/cleanups/9{door}").status_code == 404


def test_a_lead_accepts_with_a_reason_confirms_in_numbers_and_releases(
    store: Store, cast: Cast, sign_in: SignIn, round_id: int
) -> None:
    decide_all(store, round_id)
    first = items(store, round_id)[0]
    decide_outcomes(store, OPERATOR, round_id, [Decision(first.id or 0, Answer(Outcome.REPEAL))], now=NOW)
    browser = sign_in("lead")
    check = browser.get(f"/desk/cleanups/{round_id}/check").text
    (finding,) = re.findall(r'name="finding" value="([^"]+)"', check)
    assert "没有写明理由" in check
    release = f"/desk/cleanups/{round_id}/release"
    assert "还有1个问题没有解决" in browser.get(release).text
    accepted = browser.post(
        f"/desk/cleanups/{round_id}/accept",
        data={"finding": finding, "reason": "见会议纪要"},
        follow_redirects=True,
    )
    assert "接受理由：见会议纪要" in accepted.text
    assert browser.get(f"/desk/cleanups/{round_id}/draft.docx").data.startswith(b"PK")
    typed = {
        "authority_id": "1",
        "doc_no": "",
        "meeting": "区政府第3次常务会议",
        "decided_on": "2026-02-27",
        "published_on": "2026-03-05",
    }
    asked = browser.post(release, data=typed).text
    assert "为4件文件各写入一条效力记录" in asked
    assert "3件文件记为继续有效，效力不变" in asked
    assert "1件文件自2026年3月5日起列为废止" in asked
    version = re.search(r'name="version" value="(\d+)"', asked)
    assert version
    done = browser.post(
        release, data={**typed, "confirmed": "1", "version": version[1]}, follow_redirects=True
    )
    assert done.request.path == "/desk/releases/1"
    assert browser.get(release).status_code == 302
    assert "本轮已于2026年3月5日发布" in browser.get(f"/desk/cleanups/{round_id}").text
    assert 'name="outcome-' not in browser.get(f"/desk/cleanups/{round_id}/items").text


def test_no_list_is_published_by_who_waits_for_review_or_was_abolished(
    store: Store, sign_in: SignIn, round_id: int
) -> None:
    decide_all(store, round_id)
    with transaction(store) as session:
        session.get_one(Authority, 2).needs_review = True
        session.get_one(Authority, 3).abolished_on = CUT_OFF
    page = sign_in("lead").get(f"/desk/cleanups/{round_id}/release").text
    assert '<option selected value="1">示范区人民政府</option>' in page
    assert "示范区农业农村局</option>" not in page
    assert "青石镇人民政府</option>" not in page
    with reading(store) as session, pytest.raises(Refusal, match="示范区农业农村局还没有核对"):
        issuer_of(session, session.get_one(CleanupRound, round_id), 2)


def test_each_document_of_a_finding_is_a_link_with_one_way_to_mend(
    store: Store, sign_in: SignIn, round_id: int
) -> None:
    decide_all(store, round_id)
    first = items(store, round_id)[0]
    decide_outcomes(store, OPERATOR, round_id, [Decision(first.id or 0, Answer(Outcome.REPEAL))], now=NOW)
    page = sign_in("lead").get(f"/desk/cleanups/{round_id}/check").text
    assert f'href="/desk/documents/{first.document_id}"' in page
    assert "办法：在“文件与意见”页逐件写明理由" in page


def test_a_missing_deadline_is_asked_for_with_the_facts_of_the_release(
    store: Store, sign_in: SignIn, round_id: int
) -> None:
    decide_all(store, round_id, Outcome.TO_AMEND)
    browser = sign_in("lead")
    assert "只剩修改的完成时限没有写" in browser.get(f"/desk/cleanups/{round_id}/check").text
    typed = {
        "authority_id": "1",
        "meeting": "区政府第3次常务会议",
        "decided_on": "2026-02-27",
        "published_on": "2026-03-05",
    }
    door = f"/desk/cleanups/{round_id}/release"
    assert "请在这里统一写明" in browser.post(door, data=typed).text
    assert "确认发布" in browser.post(door, data={**typed, "amend_by": "2026-09-30"}).text


def test_what_comes_from_outside_this_level_is_named_on_the_round_and_at_its_gate(
    store: Store, sign_in: SignIn, round_id: int
) -> None:
    with transaction(store) as session:
        outside = insert_authority(
            session, name="示例省司法厅", kind=AuthorityKind.OUTSIDE, code="province", needs_review=False
        )
    document_id = register_old(store, "关于省里的通知", authority_id=outside.id or 0)
    browser = sign_in("clerk")
    preview = {"name": "又一轮", "kind": "special", "cut_off_on": "2025-12-31", "preview": "1"}
    pages = [browser.get(f"/desk/cleanups/{round_id}{part}").text for part in ("", "/check")]
    previewed = browser.post("/desk/cleanups/open", data=preview).text
    assert "另有1件文件不在清理范围内</strong>：非本级1件" in previewed
    assert f'<a href="/desk/documents/{document_id}">' in previewed
    for page in pages:
        assert "非本级机关的文件1件" in page
        assert f'href="/desk/documents/{document_id}"' in page
    assert "非本级机关的文件" not in sign_in("drafter").get(f"/desk/cleanups/{round_id}").text


def test_a_contact_sees_no_own_round_of_another_authority(
    store: Store, sign_in: SignIn, documents: list[int]
) -> None:
    own = start_round(store, name="农业农村局自己的清理", owner_id=2)
    owner, other = sign_in("drafter"), sign_in("stranger")
    assert "农业农村局自己的清理" in owner.get("/desk/cleanups").text
    assert owner.get(f"/desk/cleanups/{own}").status_code == 200
    assert "农业农村局自己的清理" not in other.get("/desk/cleanups").text
    assert other.get(f"/desk/cleanups/{own}").status_code == 404
    refused = other.post(f"/desk/cleanups/{own}/adopt")
    assert refused.status_code in (403, 404, 409)
    assert "农业农村局自己的清理" not in refused.text


def test_the_list_counts_for_a_contact_its_own_documents(sign_in: SignIn, round_id: int) -> None:
    assert ">4件<" in sign_in("clerk").get("/desk/cleanups").text
    assert ">1件<" in sign_in("stranger").get("/desk/cleanups").text
