"""The printed answer whether a document was in force on a day."""

import io
from collections.abc import Callable
from datetime import date, datetime

import docx
import pytest
from flask.testing import FlaskClient
from lxml import html

from registry.actions.documents.record_event import record_event
from registry.actions.documents.relate_documents import relate_documents
from registry.domain.documents import Disclosure, RelationKind
from registry.domain.papers.kinds import PaperKind, SubjectKind
from registry.domain.validity import EventKind
from registry.storage.engine import Store, reading
from registry.storage.papers import papers_of
from tests.building.documents import register
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]


def _said(client: FlaskClient, document_id: int, on: str) -> str:
    answer = client.get(f"/desk/documents/{document_id}/proof.docx?on={on}")
    assert answer.status_code == 200
    return "\n".join(one.text for one in docx.Document(io.BytesIO(answer.data)).paragraphs)


def test_it_answers_for_the_day_with_what_happened_and_who_recorded_it(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    one = register(store, cast.clerk, now)
    relate_documents(
        store, cast.clerk, one, RelationKind.BASED_ON,
        other_text="《农业机械化促进法》", clause="根据《农业机械化促进法》，制定本办法。", now=now,
    )  # fmt: skip
    record_event(
        store, cast.clerk, one, EventKind.REPEALED, effective_on=date(2026, 3, 4), source="甲决定", now=now
    )
    clerk = sign_in("clerk")
    before = _said(clerk, one, "2026-03-03")
    assert "在2026年3月3日有效（时效性：继续有效）" in before
    assert "公布2026年2月2日，施行2026年3月1日，有效期至2031年2月28日" in before
    assert "根据《农业机械化促进法》" in before
    assert "废止——甲决定；陈经办于2026年3月5日 10:00记录" in before
    assert "在2026年3月4日不具有效力（时效性：废止）" in _said(clerk, one, "2026-03-04")
    assert "失效" not in before  # the repeal came first


def test_it_is_the_authority_s_own_and_never_of_a_secret_or_a_draft(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    one = register(store, cast.clerk, now)
    draft = register(store, cast.clerk, now, is_published=False, title="草案", doc_no="")
    secret = register(
        store, cast.clerk, now, title="", doc_no="", text="", disclosure=Disclosure.SECRET, local_serial="密1"
    )
    assert sign_in("drafter").get(f"/desk/documents/{one}/proof.docx").status_code == 200
    assert sign_in("stranger").get(f"/desk/documents/{one}/proof.docx").status_code == 404
    for other in (draft, secret):
        assert sign_in("clerk").get(f"/desk/documents/{other}/proof.docx").status_code == 404


@pytest.mark.parametrize("on", ["", "nonsense", "0001-01-01", "9999-12-31"])
def test_any_day_has_an_answer(store: Store, cast: Cast, now: datetime, sign_in: SignIn, on: str) -> None:
    assert "经查，该文件在" in _said(sign_in("clerk"), register(store, cast.clerk, now), on)


def test_the_office_keeps_it_as_a_paper_and_others_do_not(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    document_id = register(store, cast.clerk, now)
    for name in ("drafter", "auditor"):
        assert sign_in(name).post(f"/desk/documents/{document_id}/proof?on=2026-03-03").status_code == 403
    answer = sign_in("clerk").post(f"/desk/documents/{document_id}/proof?on=2026-03-03", data={"after": "0"})
    assert answer.status_code == 303
    with reading(store) as session:
        (paper,) = papers_of(session, SubjectKind.DOCUMENT, document_id)
        lines = [line.text for line in docx.Document(io.BytesIO(paper.docx or b"")).paragraphs if line.text]
    assert (paper.number, paper.authority_id, paper.kind) == ("", cast.authority_id, PaperKind.STATUS_PROOF)
    assert lines[:7] == [
        "规范性文件时效性查询结果",
        "文件名称：《示范区农机购置补贴办法》（示农〔2026〕3号）",
        "制定机关：示范区农业农村局",
        "登记的各项日期：成文2026年2月1日，公布2026年2月2日，施行2026年3月1日，有效期至2031年2月28日",
        "查询日期：2026年3月3日",
        "经查，该文件在2026年3月3日有效（时效性：继续有效）。",
        "理由：自2026年3月1日起施行；有效期至2031年2月28日。",
    ]
    assert "以上结果根据行政规范性文件登记系统2026年3月5日10:00的登记情况得出。" in lines
    assert "时效性查询结果" in sign_in("drafter").get(f"/desk/papers/{paper.id}").text


def test_no_answer_for_a_day_to_come_is_kept(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    document_id = register(store, cast.clerk, now)
    clerk = sign_in("clerk")
    for on in ("2026-03-06", "9999-12-31"):
        answer = clerk.post(f"/desk/documents/{document_id}/proof?on={on}")
        assert answer.status_code == 409
        assert "晚于今天（2026年3月5日）" in answer.text
        assert "出具这一天的时效性查询结果" not in clerk.get(f"/desk/documents/{document_id}?on={on}").text
    assert "出具这一天的时效性查询结果" in clerk.get(f"/desk/documents/{document_id}?on=2026-03-05").text
    with reading(store) as session:
        assert papers_of(session, SubjectKind.DOCUMENT, document_id) == []


def test_what_is_drawn_without_keeping_it_says_so(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    document_id = register(store, cast.clerk, now)
    assert "网上查询，不编号。" in _said(sign_in("clerk"), document_id, "2026-03-03")


def test_a_draft_and_a_secret_have_no_proof_to_keep(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    draft = register(store, cast.clerk, now, is_published=False, title="草案", doc_no="")
    assert sign_in("clerk").post(f"/desk/documents/{draft}/proof").status_code == 404


def test_a_button_pressed_twice_keeps_a_single_paper(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    document_id = register(store, cast.clerk, now)
    clerk = sign_in("clerk")
    page = html.fromstring(clerk.get(f"/desk/documents/{document_id}?on=2026-03-03").text)
    (form,) = page.xpath("//form[contains(@action, '/proof?')]")
    assert clerk.post(form.action, data=dict(form.form_values())).status_code == 303
    again = clerk.post(form.action, data=dict(form.form_values()))
    assert again.status_code == 409
    assert "没有再出具一份" in again.text
    with reading(store) as session:
        assert len(papers_of(session, SubjectKind.DOCUMENT, document_id)) == 1
    page = html.fromstring(clerk.get(f"/desk/documents/{document_id}?on=2026-03-04").text)
    (form,) = page.xpath("//form[contains(@action, '/proof?')]")
    assert clerk.post(form.action, data=dict(form.form_values())).status_code == 303
