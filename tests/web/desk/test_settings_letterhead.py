"""The letterhead is shown on samples before it is saved, and stands on what is made and released after."""

import io
from collections.abc import Callable

from docx import Document
from flask.testing import FlaskClient

from registry.actions.cleanups.release_round import release_round
from registry.domain.cleanups import Outcome
from registry.domain.roles import OPERATOR
from registry.exports.plain_text import plain_text
from registry.storage import office
from registry.storage.engine import Store, reading, transaction
from registry.storage.releases import Release
from tests.building.documents import register_old
from tests.building.rounds import FACTS, NOW, decided_round

SignIn = Callable[[str], FlaskClient]
DOOR = "/desk/settings/letterhead"
TYPED = {
    "letterhead": "digital",
    "office_mark": "",
    "government_mark": "示范区人民政府公报",
    "reserve_mm": "120",
    "letter_reserve_mm": "55",
    "has_imprint": "y",
    "printed_by": "示范区人民政府办公室",
    "public_note": "此件公开发布",
}


def test_a_letterhead_is_shown_on_samples_before_it_is_saved(sign_in: SignIn) -> None:
    browser = sign_in("admin")
    assert "司法局文件</text>" not in browser.get(DOOR).text
    preview = browser.post(DOOR, data={**TYPED, "preview": "look", "office_mark": "示范区司法局函件"}).text
    assert "示范区司法局函件</text>" in preview
    assert 'class="red"' in preview
    assert "示范区司法局函件" not in browser.get(DOOR).text
    for kind, words in (("paper", "关于开展文件清理工作的通知"), ("letter", "关于商请提供有关材料的函")):
        sample = browser.post(DOOR, data={**TYPED, "preview": kind})
        assert words in plain_text(sample.data)


def test_a_saved_mark_without_a_name_breaks_neither_the_page_nor_the_letters(
    store: Store, sign_in: SignIn
) -> None:
    with transaction(store) as session:
        for name, value in (("letterhead", "digital"), ("office_mark", "文件")):
            office.set_setting(session, name, value)
    browser = sign_in("admin")
    assert browser.get(DOOR).status_code == 200
    refused = browser.post(DOOR, data={**TYPED, "office_mark": "文件"})
    assert (refused.status_code, "要写单位名称" in refused.text) == (422, True)


def test_a_saved_letterhead_stands_on_what_is_released_after(store: Store, sign_in: SignIn) -> None:
    saved = sign_in("admin").post(DOOR, data=TYPED, follow_redirects=True)
    assert "版头和版记已保存" in saved.text
    assert "由系统印出红头和红线；末页印版记" in saved.text
    body = Document(io.BytesIO(_docx(store, _released(store)))).element.xml
    assert "FF0000" in body
    assert "示范区人民政府办公室" in body
    assert "（此件公开发布）" in body


def test_what_was_released_before_stays_as_it_was(store: Store, sign_in: SignIn) -> None:
    release_id = _released(store)
    before = _docx(store, release_id)
    sign_in("admin").post(DOOR, data=TYPED)
    assert _docx(store, release_id) == before
    assert "FF0000" not in Document(io.BytesIO(before)).element.xml


def _released(store: Store) -> int:
    round_id = decided_round(store, {Outcome.REPEAL: register_old(store, "关于甲的通知")})
    return release_round(store, OPERATOR, round_id, FACTS, now=NOW)


def _docx(store: Store, release_id: int) -> bytes:
    with reading(store) as session:
        return session.get_one(Release, release_id).docx


def test_what_no_paper_could_be_drawn_with_is_said_at_its_field(sign_in: SignIn) -> None:
    browser = sign_in("admin")
    for name, value, said in (
        ("reserve_mm", "12", "版头预留高度应为85至160毫米的整数，从纸的上边量到红线；填的是“12”"),
        ("letter_reserve_mm", "六十", "填的是“六十”"),
        ("office_mark", "局" * 61, "最多60个字"),
    ):
        refused = browser.post(DOOR, data={**TYPED, name: value})
        assert refused.status_code == 422
        assert said in refused.text
    assert sign_in("clerk").get(DOOR).status_code == 403
    assert sign_in("clerk").post(DOOR, data=TYPED).status_code == 403
