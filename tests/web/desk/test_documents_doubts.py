"""The queue of doubts, page and files: everybody's own, each with its reason and what to do."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from registry.domain.documents import Disclosure
from registry.storage.authorities import Authority
from registry.storage.changes import touch
from registry.storage.engine import Store, transaction
from tests.building.documents import DATES, register
from tests.building.ledgers import import_ledger, ledger
from tests.building.prepared_registers import Prepare
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]
PATH = "/desk/documents/doubts"


def _register_doubtful(store: Store, cast: Cast, now: datetime) -> tuple[int, int]:
    """Of the drafter's authority one without 公布日期, of the stranger's one with an odd number."""
    undated = register(store, cast.clerk, now, title="缺日期的办法", dates=replace(DATES, published_on=None))
    odd = register(store, cast.clerk, now, title="养犬旧规定", doc_no="青政20123号", authority_ids=(3,))
    return undated, odd


@pytest.fixture
def queue(prepared: Prepare, cast: Cast, now: datetime) -> tuple[int, int]:
    return prepared(_register_doubtful, cast, now)


def test_each_row_says_what_why_and_what_to_do(sign_in: SignIn, queue: tuple[int, int]) -> None:
    page = sign_in("clerk").get(PATH).text
    for words in (
        "缺公布日期",
        "备案期限从公布之日起算",
        "补录公布日期",
        "文号无法识别",
        "更正文号",
        "共2处",
    ):
        assert words in page
    assert f"/desk/documents/{queue[0]}/edit?back=/desk/documents/doubts#published_on" in page
    assert page.index("缺日期的办法</a>") < page.index("养犬旧规定</a>")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("doubt=odd_number", {"养犬旧规定"}),
        ("authority=2", {"缺日期的办法"}),
        ("q=养犬", {"养犬旧规定"}),
        ("q=青政2012", {"养犬旧规定"}),
        ("q=没有的", set()),
        ("doubt=nonsense&authority=x&page=99", {"养犬旧规定", "缺日期的办法"}),
    ],
)
def test_each_filter_narrows_the_queue(
    sign_in: SignIn, queue: tuple[int, int], asked: str, found: set[str]
) -> None:
    page = sign_in("clerk").get(f"{PATH}?{asked}").text
    assert {title for title in ("养犬旧规定", "缺日期的办法") if f"{title}</a>" in page} == found


def test_an_authority_sees_its_own_and_settles_nothing(sign_in: SignIn, queue: tuple[int, int]) -> None:
    drafter = sign_in("drafter")
    page = drafter.get(PATH).text
    assert "缺日期的办法" in page
    assert "养犬旧规定" not in page
    assert "共1处" in page
    assert "核对无误" not in page
    assert "/edit#" not in page
    assert drafter.get(f"{PATH}/settle?doubt=odd_number&document={queue[1]}").status_code == 403
    rows = load_workbook(io.BytesIO(drafter.get(f"{PATH}/export.xlsx").data)).active.iter_rows(
        values_only=True
    )
    assert [row[1] for row in rows] == ["文件名称", "缺日期的办法"]


def test_the_files_hold_what_is_shown(sign_in: SignIn, queue: tuple[int, int]) -> None:
    clerk = sign_in("clerk")
    table = clerk.get(f"{PATH}/export.csv?doubt=odd_number").data.decode("utf-8-sig")
    assert table.count("\n") == 2
    assert "养犬旧规定" in table
    assert clerk.get(f"{PATH}/export.docx").status_code == 200


def test_an_empty_queue_says_something_kind(sign_in: SignIn) -> None:
    page = sign_in("clerk").get(PATH).text
    assert "没有待核的疑点" in page
    assert "辛苦了" in page


def test_twins_name_and_link_each_other_but_never_to_another_authority(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    mine = register(store, cast.clerk, now, disclosure=Disclosure.WITHHELD)
    theirs = register(
        store, cast.clerk, now, title="青石内部办法", authority_ids=(3,), disclosure=Disclosure.WITHHELD,
        duplicate_reason="当年编号有误",
    )  # fmt: skip
    page = sign_in("clerk").get(PATH).text
    assert f'同号的是<a href="/desk/documents/{theirs}">《青石内部办法》</a>' in page
    assert f'同号的是<a href="/desk/documents/{mine}">' in page
    assert "青石内部办法" in sign_in("clerk").get(f"/desk/documents/{mine}").text
    drafter = sign_in("drafter")
    for address in (PATH, f"/desk/documents/{mine}", f"{PATH}/export.csv"):
        told = drafter.get(address).data.decode()
        assert "青石内部办法" not in told
        assert "其他机关的" in told


def test_what_mends_a_doubt_is_one_step_away_with_its_field_chosen(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    old = register(store, cast.clerk, now)
    new = register(store, cast.clerk, now, doc_no="示农〔2026〕9号")
    clerk = sign_in("clerk")
    address = f"/desk/documents/{new}/relate?other=%23{old}&amp;back=/desk/documents/doubts#kind"
    assert address in clerk.get(PATH).text
    assert f'value="#{old}"' in clerk.get(address.replace("&amp;", "&")).text
    with transaction(store) as session:
        session.get_one(Authority, 2).is_issuer = False
        touch(session, [new], now)
    assert "/desk/authorities/2/edit?back=/desk/documents/doubts#is_issuer" in clerk.get(PATH).text


def test_what_a_ledger_left_unclear_is_quoted_in_the_queue(store: Store, sign_in: SignIn) -> None:
    rows = [
        ("青溪区第1号水渠管理办法", "国办发〔2016〕1号", "青溪区水利局", "2016-03-01", "废止或失效"),
        ("青溪区第2号水渠管理办法", "青水规〔2016〕2号", "青溪区水利局", "2016-03-01", "有效"),
    ]
    headings = ("文件名称", "发文字号", "制定机关", "公布日期", "时效性")
    import_ledger(store, ("台账.csv", ledger(*rows, headings=headings)))
    page = sign_in("clerk").get(PATH).text
    assert "台账写的是“废止或失效”" in page
    assert "“国办发〔2016〕1号”的机关代字是国务院、中央及其办公厅的" in page
