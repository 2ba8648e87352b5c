"""A cleanup round: opened, answered by the authorities, decided, held at the gate, mended, released and frozen."""

import hashlib
import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from time_machine import Traveller

from registry.domain.documents import Dates
from registry.storage.cleanups.rounds import next_cleanup_due
from registry.storage.engine import Store, reading
from tests.building.documents import register_old
from tests.journeys.paperwork import at, inbox, run, text_of, typed

Enter = Callable[[str], FlaskClient]

OPEN = {
    "name": "2026年度集中清理",
    "kind": "periodic",
    "cut_off_on": "2025-12-31",
    "answers_due_on": "2026-03-20",
}
RELEASE = {
    "authority_id": "1",
    "doc_no": "示政〔2026〕9号",
    "meeting": "区政府第8次常务会议",
    "decided_on": "2026-03-30",
    "published_on": "2026-04-01",
}


@pytest.fixture
def documents(store: Store) -> dict[str, int]:
    """Two of the drafter's authority, one of the stranger's, and one whose dates nobody knows."""
    return {
        "养蜂": register_old(store, "示范区养蜂管理办法", doc_no="示农〔2020〕1号"),
        "禁渔": register_old(store, "示范区禁渔期通告", doc_no="示农〔2020〕2号"),
        "集市": register_old(store, "青石镇集市管理办法", doc_no="青政〔2020〕3号", authority_id=3),
        "古桥": register_old(store, "青石镇古桥保护办法", authority_id=3, dates=Dates()),
    }


def _answer(browser: FlaskClient, round_id: int, *answers: tuple[str, str, str]) -> str:
    """Fills in outcome and reason for the documents whose titles hold these words; returns the page after."""
    address = f"/desk/cleanups/{round_id}/items"
    asked = browser.get(address, follow_redirects=True)  # a contact has a page of its own
    address, page = asked.request.path, asked.text
    form = typed(page, f"version-{_item(page, answers[0][0])}")
    form = {
        name: "" if value == "on" else value for name, value in form.items()
    }  # lxml's word for a radio's ""
    for word, outcome, reason in answers:
        item = _item(page, word)
        form |= {f"outcome-{item}": outcome, f"reason-{item}": reason, f"successor-{item}": reason}
    answer = browser.post(address, data=form, follow_redirects=True)
    assert answer.status_code == 200, text_of(answer)
    return answer.text


def _item(page: str, word: str) -> str:
    """The item in whose row a title with this word stands."""
    (row,) = [row for row in re.split('<tr|<li class="answer', page)[1:] if word in row]
    (item,) = set(re.findall(r'name="version-(\d+)"', row))
    return str(item)


def test_from_opening_to_the_frozen_list(
    store: Store, enter: Enter, clock: Traveller, documents: dict[str, int]
) -> None:
    drafter, stranger, clerk, lead = (enter(name) for name in ("drafter", "stranger", "clerk", "lead"))
    opened = clerk.post("/desk/cleanups/open", data=OPEN, follow_redirects=True)
    assert "清理范围共4件文件" in opened.text
    one = int(opened.request.path.rpartition("/")[2])
    here = f"/desk/cleanups/{one}"

    _answer(drafter, one, ("养蜂", "retain", ""), ("禁渔", "repeal", "已被新通告替代"))
    _answer(stranger, one, ("集市", "lapse", "集市已经撤除"))
    assert "养蜂" not in stranger.get(f"{here}/items").text
    assert "已按自查意见确定3件" in clerk.post(f"{here}/adopt", follow_redirects=True).text

    assert lead.get(f"{here}/release").text.count("没有解决") == 1
    gate = text_of(lead.get(f"{here}/check"))
    assert "暂不能发布" in gate
    assert "古桥" in gate
    refused = lead.post(f"{here}/release", data={**RELEASE, "confirmed": "1"})
    assert refused.status_code == 422
    assert enter("visitor").get("/releases/1").status_code == 404

    edit = f"/desk/documents/{documents['古桥']}/edit"
    dated = {"published_on": "2019-06-01", "effective_on": "2019-06-01", "reason": "查档补录"}
    assert clerk.post(edit, data={**typed(clerk.get(edit).text, "title"), **dated}).status_code == 303
    _answer(clerk, one, ("古桥", "retain", ""))

    clock.move_to(at("2026-04-01"))
    lead = enter("lead")
    assert "校核通过" in lead.get(f"{here}/check").text
    asked = lead.post(f"{here}/release", data=RELEASE)
    assert "为4件文件各写入一条效力记录" in asked.text
    confirmed = {**typed(asked.text, "confirmed"), "confirmed": "1"}
    done = lead.post(f"{here}/release", data=confirmed, follow_redirects=True)
    assert done.request.path == "/desk/releases/1"
    again = lead.post(f"{here}/release", data=confirmed, follow_redirects=True)
    assert "本轮已于2026年4月1日发布" in text_of(again)
    assert "目录已冻结" in text_of(done)
    assert "目录已冻结" not in text_of(again)

    visitor = enter("visitor")
    page = text_of(visitor.get("/releases/1"))
    assert "本次清理共4件：继续有效2件，失效1件，废止1件" in page
    with visitor.get("/releases/1/list.docx") as answer:
        assert hashlib.sha256(answer.data).hexdigest() in page
    assert visitor.get("/releases/2").status_code == 404
    assert "本文件已不再执行" in visitor.get(f"/documents/{documents['禁渔']}").text
    run(store, "send_notices", at("2026-04-01"))
    assert any("清理" in subject for subject in inbox(enter("drafter")))
    with reading(store) as session:
        assert next_cleanup_due(session) == date(2028, 4, 1)
    assert "2028-04-01" in lead.get("/desk/cleanups").text
