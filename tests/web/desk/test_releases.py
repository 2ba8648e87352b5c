"""The frozen list on the desk: the page, and the same bytes for ever."""

import hashlib
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from registry.actions.cleanups.release_round import release_round
from registry.domain.cleanups import Outcome
from registry.domain.papers.printing import MOST_TRIES
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store, transaction
from registry.storage.pdfs import add_pdf, note_failed_pdf
from registry.storage.releases import ReleasePdf
from registry.web.desk.releases import show
from tests.building.documents import register_old, register_secret
from tests.building.rounds import FACTS, NOW, decide, start_round

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def release_id(store: Store) -> int:
    kept, ended, secret = (
        register_old(store, "关于甲的通知"),
        register_old(store, "关于乙的通知"),
        register_secret(store),
    )
    round_id = start_round(store)
    decide(
        store, round_id, {kept: Outcome.RETAIN, ended: Outcome.REPEAL, secret: Outcome.REPEAL}, "依据已废止"
    )
    return release_round(store, OPERATOR, round_id, FACTS, now=NOW)


def test_the_page_shows_every_printed_row_the_counts_and_the_hashes(sign_in: SignIn, release_id: int) -> None:
    browser = sign_in("drafter")
    page = browser.get(f"/desk/releases/{release_id}").text
    for words in ("关于甲的通知", "另有1件不予公开的文件", "2028-03-05"):
        assert words in page
    ended = browser.get(f"/desk/releases/{release_id}?outcome=repeal").text
    assert "关于乙的通知" in ended
    assert "依据已废止" in ended
    docx = browser.get(f"/desk/releases/{release_id}/list.docx").data
    assert hashlib.sha256(docx).hexdigest() in page
    assert docx == browser.get(f"/desk/releases/{release_id}/list.docx").data
    assert "示范区人民政府关于公布2025年度" in browser.get("/desk/releases").text


def test_the_rows_come_as_tables_and_unknown_kinds_are_not_found(sign_in: SignIn, release_id: int) -> None:
    browser = sign_in("auditor")
    table = browser.get(f"/desk/releases/{release_id}/list.csv")
    assert "关于乙的通知" in table.data.decode("utf-8-sig")
    assert "attachment" in table.headers["Content-Disposition"]
    assert browser.get(f"/desk/releases/{release_id}/list.xlsx").data.startswith(b"PK")
    for door in (f"/desk/releases/{release_id}/list.pdf", "/desk/releases/9", "/desk/releases/9/list.csv"):
        assert browser.get(door).status_code == 404


def test_the_pdf_is_offered_or_the_page_says_why_there_is_none(
    sign_in: SignIn, release_id: int, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, browser = f"/desk/releases/{release_id}", sign_in("drafter")
    for is_there, words in ((True, "PDF 正在生成"), (False, "清理目录只提供 Word 文档")):
        monkeypatch.setattr(show, "is_installed", lambda is_there=is_there: is_there)
        assert words in browser.get(address).text
    monkeypatch.setattr(show, "is_installed", lambda: True)
    assert f"{address}/list.pdf" not in browser.get(address).text
    with transaction(store) as session:
        note_failed_pdf(session, ReleasePdf, release_id, "转换用了120秒还没有完，已停止", NOW)
    page = browser.get(address).text
    assert "没有 PDF：转换用了120秒还没有完，已停止。已试1次，2026年3月5日 10:02以后自动再试。" in page
    assert "重新生成 PDF" not in page
    assert browser.post(f"{address}/pdf").status_code == 403
    chief = sign_in("lead")
    assert "重新生成 PDF" in chief.get(address).text
    assert chief.post(f"{address}/pdf").status_code == 303
    assert "PDF 正在生成" in chief.get(address).text
    assert chief.post(f"{address}/pdf").status_code == 409
    with transaction(store) as session:
        add_pdf(session, ReleasePdf, release_id, b"%PDF kept")
    assert f"{address}/list.pdf" in browser.get(address).text
    assert browser.get(f"{address}/list.pdf").data == b"%PDF kept"


def test_a_pdf_that_was_tried_often_enough_says_so(sign_in: SignIn, release_id: int, store: Store) -> None:
    with transaction(store) as session:
        for _ in range(MOST_TRIES):
            note_failed_pdf(session, ReleasePdf, release_id, "转换时出错中断", NOW)
    page = sign_in("drafter").get(f"/desk/releases/{release_id}").text
    assert f"没有 PDF：转换时出错中断。试了{MOST_TRIES}次，不再自动重试；可以改用 Word 文档。" in page
