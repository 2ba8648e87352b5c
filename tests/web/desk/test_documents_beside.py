"""The documents beside a document, and two of them side by side."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from registry.domain.documents import Dates, Disclosure
from registry.search.index import follow
from registry.storage.engine import Store
from tests.building.documents import register, register_old, register_secret
from tests.building.worksheets import examined_filing
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]

RULES = (
    "第一条　农机购置补贴资金由区财政局和区农业农村局共同管理，分批拨付到合作社账户。\n"
    "第二条　购置拖拉机、插秧机、烘干机的农户凭购机发票和人机合影申领补贴。\n"
    "第三条　同一农户一个年度内享受补贴的机具不超过三台，烘干机按吨位折算。\n"
    "第四条　经销企业虚开发票套取补贴资金的，列入黑名单，三年内不得参与补贴销售。\n"
)


@pytest.fixture
def two(store: Store, cast: Cast, now: datetime) -> tuple[int, int]:
    """(a new document, an older one on the same subject that it does not repeal)."""
    old = register_old(store, "示范区农机购置补贴实施办法", text=RULES.replace("三台", "两台"))
    new = register(store, cast.clerk, now, text=RULES)
    follow(store)
    return new, old


def test_an_older_document_on_the_subject_that_is_not_repealed_is_pointed_out(
    sign_in: SignIn, two: tuple[int, int]
) -> None:
    new, old = two
    page = sign_in("clerk").get(f"/desk/documents/{new}/beside").text
    assert "示范区农机购置补贴实施办法" in page
    assert "标题相近、仍然有效，本文没有废止它" in page
    assert f"kind=repeals&amp;other=%23{old}" in page
    assert "<mark>" in page
    assert f"/desk/documents/{new}/beside/{old}" in page
    form = sign_in("clerk").get(f"/desk/documents/{new}/relate?kind=repeals&other=%23{old}").text
    assert 'selected value="repeals"' in form


def test_the_hint_is_gone_once_the_relation_is_registered(sign_in: SignIn, two: tuple[int, int]) -> None:
    new, old = two
    clerk = sign_in("clerk")
    clerk.post(f"/desk/documents/{new}/relate", data={"kind": "repeals", "other": f"#{old}"})
    page = clerk.get(f"/desk/documents/{new}/beside").text
    assert "没有废止它" not in page
    assert "已登记关系：废止" in page


def test_the_list_is_filtered_and_exported(sign_in: SignIn, two: tuple[int, int]) -> None:
    clerk, address = sign_in("clerk"), f"/desk/documents/{two[0]}/beside"
    assert "没有符合条件的文件" in clerk.get(f"{address}?nearness=same_basis").text
    assert "实施办法" in clerk.get(f"{address}?nearness=nonsense&status=x&hint=1&page=99").text
    lines = clerk.get(f"{address}/export.csv").text
    assert "实施办法" in lines
    assert "没有废止它" in lines


def test_two_documents_stand_side_by_side(sign_in: SignIn, two: tuple[int, int]) -> None:
    new, old = two
    page = sign_in("clerk").get(f"/desk/documents/{new}/beside/{old}").text
    assert "相同3句，相近1句" in page
    assert "<mark>三</mark>" in page
    assert "<mark>两</mark>" in page
    assert "第四条" not in sign_in("clerk").get(f"/desk/documents/{new}/beside/{new}x").text


def test_nobody_sees_more_than_they_may(
    store: Store, sign_in: SignIn, two: tuple[int, int], cast: Cast
) -> None:
    new, _ = two
    withheld = register_old(
        store, "示范区农机购置补贴管理办法", authority_id=1, text=RULES, disclosure=Disclosure.WITHHELD
    )
    secret = register_secret(store)
    follow(store)
    assert "购置补贴管理办法" in sign_in("clerk").get(f"/desk/documents/{new}/beside").text
    drafter = sign_in("drafter")
    page = drafter.get(f"/desk/documents/{new}/beside").text
    assert "购置补贴实施办法" in page
    assert "购置补贴管理办法" not in page
    assert drafter.get(f"/desk/documents/{new}/beside/{withheld}").status_code == 404
    assert drafter.get(f"/desk/documents/{new}/beside/999").status_code == 404
    assert sign_in("clerk").get(f"/desk/documents/{new}/beside/{secret}").status_code == 404
    assert "没有可比对的内容" in sign_in("clerk").get(f"/desk/documents/{secret}/beside").text
    for path in ("beside", f"beside/{two[1]}", "beside/export.csv"):
        assert sign_in("stranger").get(f"/desk/documents/{new}/{path}").status_code == 404


def test_without_texts_there_is_a_sentence(store: Store, sign_in: SignIn, cast: Cast) -> None:
    one = register_old(store, "示范区防汛预案")
    later = Dates(published_on=date(2021, 5, 1))
    other = register_old(store, "示范区防汛预案（修订）", dates=later)
    clerk = sign_in("clerk")
    assert "无法对照" in clerk.get(f"/desk/documents/{one}/beside/{other}").text
    page = clerk.get(f"/desk/documents/{one}/beside").text
    assert "没有正文" in page
    assert "索引还没有建好" in page
    assert "示范区防汛预案（修订）" in page


def test_a_place_that_is_not_ours_is_pointed_out(store: Store, sign_in: SignIn, cast: Cast) -> None:
    one = register_old(
        store, "示范区犬类管理办法", text="第一条　为加强我县犬类管理，结合碧湖县实际，制定本办法。"
    )
    page = sign_in("clerk").get(f"/desk/documents/{one}/beside").text
    assert "“我县”" in page
    assert "“碧湖县实际”" in page


def test_the_worksheet_shows_the_nearest(store: Store, sign_in: SignIn, cast: Cast) -> None:
    filing_id = examined_filing(store)
    page = sign_in("clerk").get(f"/desk/filings/{filing_id}/worksheet").text
    assert 'id="beside"' in page


def test_a_page_does_not_ask_more_of_the_database_for_more_neighbours(
    store: Store, sign_in: SignIn, two: tuple[int, int]
) -> None:
    asked: list[str] = []
    sa.event.listen(store.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    few = _asked_for(sign_in("clerk"), two[0], asked)
    for n in range(12):
        dates = Dates(published_on=date(2021, 1, n + 1))
        register_old(store, f"示范区农机购置补贴办法之{n}", text=RULES, dates=dates)
    follow(store)
    assert _asked_for(sign_in("clerk"), two[0], asked) == few


def _asked_for(clerk: FlaskClient, document_id: int, asked: list[str]) -> int:
    clerk.get("/desk/")
    asked.clear()
    assert clerk.get(f"/desk/documents/{document_id}/beside").status_code == 200
    return len(asked)
