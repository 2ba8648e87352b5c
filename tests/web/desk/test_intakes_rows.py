"""The buttons for single rows of an import."""

import io
from collections.abc import Callable

from flask.testing import FlaskClient
from lxml import html

from registry.domain.intakes import Options
from registry.storage.engine import Store, reading
from registry.storage.intakes import rows_of
from tests.building.ledgers import import_ledger, ledger, stage_ledger

SignIn = Callable[[str], FlaskClient]
HEADINGS = ("文件名称", "发文字号", "制定机关", "公布日期", "主题分类")
OLD = ("示范区农业农村局关于春耕的通知", "示农〔2019〕3号", "示范区农业农村局", "2019-05-06", "农业")
STRAY = "示范区农业农村局关于农机补贴的通知\n示农〔2019〕9号\n各镇人民政府：\n现将农机补贴有关事项通知如下，请遵照执行。"


def test_a_value_is_kept_with_one_button_and_taken_with_another(store: Store, sign_in: SignIn) -> None:
    import_ledger(store, ("旧.csv", ledger(OLD, headings=HEADINGS)))
    new = stage_ledger(
        store, ("新.csv", ledger((*OLD[:4], "林业"), headings=HEADINGS)), options=Options(True)
    )
    clerk, address = sign_in("clerk"), f"/desk/intakes/{new.id}"
    assert "主题分类：这一列全部保留原值" in clerk.get(address).text
    form = {"field": "subject", "choice": "keep", "position": "1", "verdict": "updated", "page": "1"}
    answer = clerk.post(f"/desk/intake_rows/{new.id}/choose", data=form)
    assert answer.location == f"{address}?verdict=updated#row-1"
    page = clerk.get(address).text
    assert "已选择保留原值" in page
    assert "改为本次的" in page


def test_a_stray_file_is_shown_with_what_it_may_belong_to(store: Store, sign_in: SignIn) -> None:
    import_ledger(store, ("旧.csv", ledger(OLD, headings=HEADINGS)))
    result = stage_ledger(store, ("农机.txt", STRAY.encode()))
    clerk = sign_in("clerk")
    assert "未配上的文件（1）" in clerk.get(f"/desk/intakes/{result.id}").text
    address = f"/desk/intake_rows/{result.id}/match/1"
    assert OLD[0] in clerk.get(f"{address}?q=春耕").text
    pane = html.fromstring(clerk.get(address).text).find_class("paper-pane")[0]
    assert "现将农机补贴有关事项通知如下" in pane.text_content()
    assert ("发文字号 ", "示农〔2019〕9号") in [(mark.get("title"), mark.text) for mark in pane.iter("mark")]
    assert clerk.post(address, data={"belongs": "document:1"}).status_code == 303
    with reading(store) as session:
        assert [row.document_id for row in rows_of(session, result.id)] == [1]
    assert clerk.get(f"/desk/intake_rows/{result.id}/match/9").status_code == 404


def test_all_stray_files_are_left_out_at_once(store: Store, sign_in: SignIn) -> None:
    result = stage_ledger(store, ("农机.txt", STRAY.encode()))
    clerk = sign_in("clerk")
    assert clerk.post(f"/desk/intake_rows/{result.id}/place", data={"belongs": "nowhere"}).status_code == 303
    assert "已选择不导入" in clerk.get(f"/desk/intakes/{result.id}").text


def test_the_apply_page_says_how_many_files_become_documents_and_how_many_wait(
    store: Store, sign_in: SignIn
) -> None:
    result = stage_ledger(
        store, ("农机.txt", STRAY.encode()), ("农机二.txt", STRAY.replace("9号", "8号").encode())
    )
    clerk, address = sign_in("clerk"), f"/desk/intakes/{result.id}"
    assert "说明2个未配上的文件是哪一件" in clerk.get(address).text
    assert "2个未配上的文件没有说明是哪一件" in clerk.get(f"{address}/apply").text
    assert "待定" in clerk.get(f"{address}?verdict=lacks_row").text
    clerk.post(f"/desk/intake_rows/{result.id}/place", data={"belongs": "anew"})
    assert "其中2件是没有配上台账的文件" in clerk.get(f"{address}/apply").text
    assert "文件2个：按文件内容新登记（已选定）2个。" in clerk.get(address).text


def test_the_upload_takes_a_package(sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    answer = clerk.post("/desk/intakes/upload", data={"files": (io.BytesIO(b"PK\x03\x04"), "全部.zip")})
    assert answer.status_code == 303
    assert "等待读取" in clerk.get(str(answer.location)).text
