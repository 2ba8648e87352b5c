"""The pages of bases: listed, searched, downloaded, and declared changed."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from registry.actions.documents.record_event import record_event
from registry.domain.roles import OPERATOR
from registry.domain.validity import EventKind
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.documents.tables import Relation
from registry.storage.engine import Store, reading, transaction
from tests.building.bases import LAW_KEY, base_on, register_based
from tests.building.documents import register_old
from tests.building.rounds import CUT_OFF, NOW

SignIn = Callable[[str], FlaskClient]
ONE = f"basis={quote(LAW_KEY)}"
ASKED = {"change": "repealed", "on": "2026-03-01", "source": "公告第9号", "name": "条例废止即时清理"}


@pytest.fixture
def documents(store: Store) -> list[int]:
    """Two documents that rest on the law, one of them repealed."""
    documents = [
        register_based(store, "关于甲的通知", doc_no="示农〔2020〕1号"),
        register_based(store, "关于乙的通知"),
    ]
    record_event(
        store, OPERATOR, documents[1], EventKind.REPEALED, effective_on=CUT_OFF, source="某决定", now=NOW
    )
    return documents


def test_the_list_counts_and_is_searched(store: Store, sign_in: SignIn, documents: list[int]) -> None:
    base = register_old(store, "示范区甲办法")
    base_on(store, documents[0], base)
    auditor = sign_in("auditor")
    page = auditor.get("/desk/bases").text
    assert page.index("《示例省促进条例》") < page.index("《示范区甲办法》")
    assert "2件" in page
    assert "不在登记簿中" in page
    assert "示范区甲办法" not in auditor.get("/desk/bases?q=促进").text
    assert "没有找到这样的依据" in auditor.get("/desk/bases?q=没有").text


def test_a_basis_lists_its_documents_with_their_quotes(
    store: Store, sign_in: SignIn, documents: list[int]
) -> None:
    with transaction(store) as session:
        for relation in session.exec(select(Relation)):
            relation.is_confirmed = False
    auditor = sign_in("auditor")
    page = auditor.get(f"/desk/bases/show?{ONE}").text
    for words in ("关于甲的通知", "根据《示例省促进条例》", "自动识别", "继续有效1件", "废止1件"):
        assert words in page
    assert "依据有变化" not in page
    lines = auditor.get(f"/desk/bases/export.csv?{ONE}").get_data().decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert lines[1].endswith("继续有效,根据《示例省促进条例》，制定本办法。")
    assert auditor.get(f"/desk/bases/export.xlsx?{ONE}").data.startswith(b"PK")


def test_a_document_s_page_shows_how_many_documents_rest_on_it(
    store: Store, sign_in: SignIn, documents: list[int]
) -> None:
    base = register_old(store, "示范区甲办法")
    for document_id in documents:
        base_on(store, document_id, base)
    page = sign_in("clerk").get(f"/desk/documents/{base}").text
    assert f'<a href="/desk/bases/show?basis=document:{base}">2件文件以它为依据</a>。' in page
    record_event(store, OPERATOR, base, EventKind.REPEALED, effective_on=CUT_OFF, source="某决定", now=NOW)
    assert "请看这些文件是否需要即时清理" in sign_in("clerk").get(f"/desk/documents/{base}").text
    assert "件文件以它为依据" not in sign_in("drafter").get(f"/desk/documents/{base}").text


def test_a_change_is_declared_after_its_numbers_are_shown(
    store: Store, sign_in: SignIn, documents: list[int]
) -> None:
    clerk = sign_in("clerk")
    assert "依据有变化" in clerk.get(f"/desk/bases/show?{ONE}").text
    assert clerk.post(f"/desk/bases/declare?{ONE}", data=ASKED | {"source": ""}).status_code == 422
    page = clerk.post(f"/desk/bases/declare?{ONE}", data=ASKED).text
    for words in ("1件现行文件列入即时清理", "1件不列入", "已经废止", "两年期限不受影响"):
        assert words in page
    with reading(store) as session:
        assert session.get(CleanupRound, 1) is None
    done = clerk.post(
        f"/desk/bases/declare?{ONE}", data=ASKED | {"confirmed": "1"}, follow_redirects=True
    ).text
    assert "《示例省促进条例》自2026年3月1日起废止（公告第9号）" in done
    assert "共1件文件" in done
    again = clerk.post(f"/desk/bases/declare?{ONE}", data=ASKED | {"confirmed": "1"})
    assert (again.status_code, "请换一个名称" in again.text) == (422, True)


def test_only_the_office_sees_bases_and_an_unknown_basis_is_not_found(
    sign_in: SignIn, documents: list[int]
) -> None:
    assert sign_in("drafter").get("/desk/bases").status_code == 403
    assert sign_in("auditor").get(f"/desk/bases/declare?{ONE}").status_code == 403
    clerk = sign_in("clerk")
    for asked in ("", "?basis=title:没有", "?basis=document:77", "?basis=x"):
        assert clerk.get(f"/desk/bases/show{asked}").status_code == 404
