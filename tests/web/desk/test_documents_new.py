"""Registering a document, by hand and from its file."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import docx
import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from registry.storage.documents.tables import Document, Relation, issuers_of, steps_of, text_of
from registry.storage.documents.timelines import events_of
from registry.storage.engine import Store, reading
from registry.storage.files import attachments_of
from tests.kept import kept_hashes

SignIn = Callable[[str], FlaskClient]
FORM = {
    "kind": "",
    "title": "示范区农机购置补贴办法",
    "doc_no": "示农〔2026〕3号",
    "lead_authority": "示范区农业农村局",
    "disclosure": "public",
    "published_on": "2026-02-02",
    "effective_on": "2026-03-01",
    "public_consultation-done_on": "2025-12-01",
    "public_consultation-body": "示范区农业农村局",
    "legality_review-done_on": "2025-12-20",
    "legality_review-body": "示范区司法局",
    "collective_decision-not_applicable_because": "委托制定",
    "text": "第一条 甲\r\n第二条 乙",
    "save": "published",
}


def _only(store: Store) -> Document:
    with reading(store) as session:
        return session.exec(select(Document)).one()


def _is_empty(store: Store) -> bool:
    with reading(store) as session:
        return session.exec(select(Document)).first() is None


def _docx(*lines: str) -> bytes:
    paper = docx.Document()
    for line in lines:
        paper.add_paragraph(line)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _upload(client: FlaskClient, content: bytes, name: str) -> Any:
    return client.post(
        "/desk/documents/read-file",
        data={"file": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
    )


def _token(page: str) -> str:
    found = re.search(r'name="kept"[^>]*value="([^"]*)"', page)
    assert found
    return found[1]


def test_every_field_of_the_form_is_saved(store: Store, sign_in: SignIn) -> None:
    answer = sign_in("clerk").post("/desk/documents/new", data={**FORM, "co_issuers": "示范区人民政府"})
    document = _only(store)
    assert answer.headers["Location"] == f"/desk/documents/{document.id}"
    assert (document.kind, document.is_published, document.effective_on) == (
        "measures",
        True,
        date(2026, 3, 1),
    )
    with reading(store) as session:
        assert document.id
        assert [row.authority_id for row in issuers_of(session, document.id)] == [2, 1]
        assert len(steps_of(session, document.id)) == 3
        assert text_of(session, document.id) == "第一条 甲\n第二条 乙"


def test_dates_may_be_typed_as_offices_write_them(store: Store, sign_in: SignIn) -> None:
    sign_in("clerk").post("/desk/documents/new", data={**FORM, "published_on": "2026年2月2日"})
    assert _only(store).published_on == date(2026, 2, 2)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": " "}, "请填写文件标题"),
        ({"lead_authority": "某某局"}, "不在制定机关名单中"),
        ({"co_issuers": "示范区人民政府、某某局"}, "“某某局”不在制定机关名单中"),
        ({"published_on": "2026-02-30"}, "日期"),
        ({"effective_on": "2026-03-01", "valid_until": "2020-01-01"}, "早于施行日期"),
        ({"has_no_expiry": "y", "valid_until": "2030-01-01"}, "只能填一项"),
        ({"legality_review-done_on": ""}, "缺少合法性审核"),
    ],
)
def test_what_is_refused_is_said_and_what_was_typed_is_kept(
    store: Store, sign_in: SignIn, changes: dict[str, str], words: str
) -> None:
    answer = sign_in("clerk").post("/desk/documents/new", data={**FORM, **changes})
    assert answer.status_code == 422
    assert words in answer.text
    assert "示农〔2026〕3号" in answer.text
    assert _is_empty(store)


def test_a_duplicate_number_asks_for_its_reason(store: Store, sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    assert "重号说明" not in clerk.get("/desk/documents/new").text
    clerk.post("/desk/documents/new", data=FORM)
    again = {**FORM, "title": "另一办法", "doc_no": "示农(2026)03号"}
    answer = clerk.post("/desk/documents/new", data=again)
    assert answer.status_code == 422
    assert 'name="duplicate_reason"' in answer.text
    assert clerk.post("/desk/documents/new", data={**again, "duplicate_reason": "误编"}).status_code == 303


def test_an_unreadable_number_is_a_warning_and_no_block(store: Store, sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    answer = clerk.post("/desk/documents/new", data={**FORM, "doc_no": "泉政20223号", "title": ""})
    assert "疑为" in answer.text
    assert clerk.post("/desk/documents/new", data={**FORM, "doc_no": "泉政20223号"}).status_code == 303


def test_the_proposed_validity_is_filled_in_only_when_asked(store: Store, sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    answer = clerk.post("/desk/documents/new", data={**FORM, "save": "propose"})
    assert 'value="2031-02-28"' in answer.text
    assert _is_empty(store)
    clerk.post("/desk/documents/new", data=FORM)
    assert _only(store).valid_until is None


def test_a_contact_drafts_for_its_own_authority(store: Store, sign_in: SignIn) -> None:
    drafter = sign_in("drafter")
    page = drafter.get("/desk/documents/new").text
    assert 'value="示范区农业农村局"' in page
    assert "登记为已公布" not in page
    assert drafter.post("/desk/documents/new", data=FORM).status_code == 403
    answer = sign_in("stranger").post("/desk/documents/new", data={**FORM, "save": "draft"})
    assert answer.status_code == 422
    assert "只能登记本机关牵头制定的文件" in answer.text
    assert "示农〔2026〕3号" in answer.text
    refused = drafter.post("/desk/documents/new", data={**FORM, "save": "draft"})
    assert refused.status_code == 422
    assert "打开这份文件的“合法性审核”送审" in refused.text, (
        "an authority does not type in what the office says"
    )
    assert _is_empty(store)
    reviewed_later = FORM | {"legality_review-done_on": "", "legality_review-body": "", "save": "draft"}
    assert drafter.post("/desk/documents/new", data=reviewed_later).status_code == 303
    assert not _only(store).is_published


def test_a_file_fills_the_form_and_is_attached_when_it_is_saved(store: Store, sign_in: SignIn) -> None:
    content = _docx(
        "示范区人民政府关于印发《示范区养犬管理办法》的通知",
        "示政规〔2026〕3号",
        "各镇人民政府：",
        "现印发给你们，请认真贯彻执行。",
        "示范区人民政府",
        "2026年2月1日",
        "第一条　为了规范养犬行为，制定本办法。",
        "第二条　本办法自2026年3月1日起施行，有效期5年。",
    )
    clerk = sign_in("clerk")
    page = _upload(clerk, content, "养犬办法.docx").text
    for words in (
        "示政规〔2026〕3号",
        'value="2026-03-01"',
        'value="示范区人民政府"',
        "未核对",
        "养犬办法.docx",
    ):
        assert words in page
    assert f"{page.count('核对无误</label>')}项已填入" in page
    form = {**FORM, "title": "示范区养犬管理办法", "lead_authority": "示范区人民政府", "kept": _token(page)}
    assert clerk.post("/desk/documents/new", data={**form, "title": ""}).text.count("养犬办法.docx")
    clerk.post("/desk/documents/new", data=form)
    with reading(store) as session:
        (file,) = attachments_of(session, _only(store).id or 0)
    assert (file.name, file.role, file.size) == ("养犬办法.docx", "text", len(content))


def test_a_secret_file_is_refused_and_its_bytes_are_not_kept(store: Store, sign_in: SignIn) -> None:
    answer = _upload(sign_in("clerk"), _docx("机密★1年", "示范区人民政府文件", "关于某事的通知"), "甲.docx")
    assert answer.status_code == 422
    assert "密级" in answer.text
    assert kept_hashes(store) == []


def test_a_bomb_is_refused_and_its_bytes_are_not_kept(store: Store, sign_in: SignIn) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 30_000_000)
    answer = _upload(sign_in("clerk"), out.getvalue(), "甲.docx")
    assert answer.status_code == 422
    assert "可能有害" in answer.text
    assert kept_hashes(store) == []


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [(b"", "空.docx", "空文件"), (b"", "", "请选择要上传的文件")],
)
def test_nothing_to_read_is_said(sign_in: SignIn, content: bytes, name: str, words: str) -> None:
    answer = _upload(sign_in("clerk"), content, name)
    assert answer.status_code == 422
    assert words in answer.text


def test_a_picture_in_disguise_is_registered_by_hand_with_the_file_attached(
    store: Store, sign_in: SignIn
) -> None:
    clerk = sign_in("clerk")
    answer = _upload(clerk, b"\xff\xd8\xff\xe0" + b"0" * 100, "扫描件.docx")
    assert answer.status_code == 200
    assert "图片" in answer.text
    clerk.post("/desk/documents/new", data={**FORM, "kept": _token(answer.text)})
    with reading(store) as session:
        assert [file.name for file in attachments_of(session, _only(store).id or 0)] == ["扫描件.docx"]


def test_a_forged_or_another_person_s_file_is_not_attached(store: Store, sign_in: SignIn) -> None:
    token = _token(_upload(sign_in("lead"), _docx("正文"), "甲.docx").text)
    for kept in ("forged", token):
        answer = sign_in("clerk").post("/desk/documents/new", data={**FORM, "kept": kept})
        assert answer.status_code == 422
        assert "没有附上" in answer.text
        assert _token(answer.text) == ""
    assert _is_empty(store)


def test_everything_that_speaks_against_saving_is_said_at_once(store: Store, sign_in: SignIn) -> None:
    wrong = {
        **FORM, "lead_authority": "无此局", "co_issuers": "无此委", "published_on": "2026-03-06",
        "effective_on": "2026-03-09", "valid_until": "2026-03-01", "legality_review-done_on": "",
    }  # fmt: skip
    answer = sign_in("clerk").post("/desk/documents/new", data=wrong)
    assert answer.status_code == 422
    for words in ("“无此局”不在", "“无此委”不在", "晚于今天", "缺少合法性审核", "早于施行日期"):
        assert words in answer.text
    assert '<a href="#steps">尚不能标记为公布' in answer.text
    assert 'id="steps"' in answer.text
    assert _is_empty(store)


def test_a_value_that_could_be_two_things_is_offered_and_not_chosen(store: Store, sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    lines = ("示范区农机购置补贴办法", "示农〔2026〕3号", "此件公开发布", "第一条 甲", "此件不予公开")
    page = _upload(clerk, _docx(*lines), "办法.docx").text
    assert "有多个可能" in page
    assert 'name="choice-disclosure" value="public"' in page
    assert 'name="choice-disclosure" value="public" checked' not in page
    sent = {**FORM, "kept": _token(page), "disclosure": ""}
    assert "请选择公开属性" in clerk.post("/desk/documents/new", data=sent).text
    clerk.post("/desk/documents/new", data={**sent, "choice-disclosure": "withheld"})
    assert _only(store).disclosure == "withheld"


def test_only_a_relation_that_was_ticked_is_confirmed(store: Store, sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    old = {
        "title": "示范区旧办法",
        "doc_no": "示农〔2012〕1号",
        "published_on": "2012-05-01",
        "effective_on": "",
    }
    clerk.post("/desk/documents/new", data={**FORM, **old})
    first = _only(store).id
    page = _upload(
        clerk,
        _docx(
            "示范区农机购置补贴办法",
            "示农〔2026〕3号",
            "第一条　根据《中华人民共和国农业机械化促进法》，制定本办法。",
            "第二条　本办法自2026年3月1日起施行。《示范区旧办法》（示农〔2012〕1号）同时废止。",
        ),
        "办法.docx",
    ).text
    assert "已登记" in page
    assert "继续有效" in page
    assert "正文提到2件其他文件（" in page
    assert "废止1件" in page
    repeal = re.search(r'name="relation" value="(\d)"[^>]*> <strong>废止', page)
    assert repeal
    clerk.post("/desk/documents/new", data={**FORM, "kept": _token(page), "relation": repeal[1]})
    with reading(store) as session:
        relations = {one.kind: one for one in session.exec(select(Relation))}
        assert (relations["repeals"].other_id, relations["repeals"].is_confirmed) == (first, True)
        assert not relations["based_on"].is_confirmed
        assert [event.kind for event in events_of(session, first or 0)] == ["repealed"]
