"""A basis is repealed: what rests on it is found, cleaned up at once, and released, and the two years run on."""

import io
from collections.abc import Callable

import docx
from flask.testing import FlaskClient
from time_machine import Traveller

from registry.storage.cleanups.rounds import next_cleanup_due
from registry.storage.engine import Store, reading
from tests.building.bases import register_based
from tests.building.documents import register_old
from tests.building.rounds import item_of
from tests.journeys.paperwork import at, text_of, typed

Enter = Callable[[str], FlaskClient]
ONE = "basis=document:{}"
DECLARED = {
    "change": "repealed",
    "on": "2026-03-01",
    "source": "示政〔2026〕4号",
    "name": "养蜂办法废止即时清理",
}
RELEASE = {
    "authority_id": "1",
    "doc_no": "示政〔2026〕9号",
    "meeting": "区政府第8次常务会议",
    "decided_on": "2026-03-30",
    "published_on": "2026-04-01",
}


def _decide(browser: FlaskClient, store: Store, round_id: str, outcomes: dict[int, str]) -> None:
    address = f"/desk/cleanups/{round_id}/items"
    items = {one: item_of(store, int(round_id), one).id for one in outcomes}
    form = typed(browser.get(address).text, f"version-{next(iter(items.values()))}")
    for one, outcome in outcomes.items():
        form |= {f"outcome-{items[one]}": outcome, f"reason-{items[one]}": "所依据的办法已经废止"}
    assert "已保存" in browser.post(address, data=form, follow_redirects=True).text


def test_what_rests_on_a_repealed_document_is_cleaned_up_and_released(
    store: Store, enter: Enter, clock: Traveller
) -> None:
    base = register_old(store, "示范区养蜂管理办法", doc_no="示农〔2018〕1号")
    kept, ended = (
        register_based(store, title, base) for title in ("关于蜂场补助的通知", "关于蜂种登记的通知")
    )
    untouched = register_old(store, "示范区禁渔期通告")
    clerk, lead = enter("clerk"), enter("lead")
    assert "2件" in clerk.get("/desk/bases?q=养蜂").text
    address = f"/desk/bases/declare?{ONE.format(base)}"
    assert "2件现行文件列入即时清理" in text_of(clerk.post(address, data=DECLARED))
    opened = clerk.post(address, data=DECLARED | {"confirmed": "1"})
    round_id = opened.headers["Location"].rsplit("/", 1)[1]
    late = register_based(store, "关于蜂蜜检验的通知", base)
    _decide(clerk, store, round_id, {kept: "retain", ended: "repeal"})
    clock.move_to(at("2026-04-01"))
    lead = enter("lead")
    check = text_of(lead.get(f"/desk/cleanups/{round_id}/check"))
    assert "开展清理后才登记" not in check
    assert "一件自查意见也没有报送" not in check, "nobody was asked to answer by a day"
    with reading(store) as session:
        due = next_cleanup_due(session)
    page = lead.post(f"/desk/cleanups/{round_id}/release", data=RELEASE)
    form = typed(page.text, "confirmed") | {"confirmed": "1"}
    done = lead.post(f"/desk/cleanups/{round_id}/release", data=form, follow_redirects=True)
    assert "清理结果已发布" in done.text
    with reading(store) as session:
        assert next_cleanup_due(session) == due
    for one, word in ((kept, "继续有效"), (ended, "废止"), (untouched, "继续有效"), (late, "继续有效")):
        assert word in text_of(lead.get(f"/desk/documents/{one}"))
    visitor = enter("visitor")
    listed = text_of(visitor.get("/releases", follow_redirects=True))
    assert "养蜂办法废止即时清理" in listed
    paper = visitor.get("/releases/1/list.docx").data
    words = "".join(one.text for one in docx.Document(io.BytesIO(paper)).paragraphs)
    assert "《示范区养蜂管理办法》（示农〔2018〕1号）自2026年3月1日起废止" in words
