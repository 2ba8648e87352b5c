"""How a document ends, is said to end again, and is brought back: each as a clerk records it and reads it."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient
from time_machine import Traveller

from tests.journeys.paperwork import STEPS, at, paper, read_paper, save, text_of, typed

Enter = Callable[[str], FlaskClient]

OLD = {
    "title": "示范区旧农机办法",
    "doc_no": "示农〔2026〕1号",
    "published_on": "2026-01-10",
    "effective_on": "2026-01-10",
}


def _register(clerk: FlaskClient, **given: str) -> int:
    form = typed(clerk.get("/desk/documents/new").text, "title")
    own = {"lead_authority": "示范区农业农村局", "disclosure": "public"}
    return save(clerk, {**form, **STEPS, **own, **given}, "published")


def _new_one(clerk: FlaskClient) -> int:
    """A document registered from its file, which repeals the old one from April; the clerk ticks that."""
    content = paper(
        "示范区农机管理办法",
        "示农〔2026〕2号",
        "第一条　本办法适用于本区。",
        "第二条　本办法自2026年4月1日起施行。《示范区旧农机办法》（示农〔2026〕1号）同时废止。",
        "示范区农业农村局",
        "2026年3月4日",
    )
    form = read_paper(clerk, "办法.docx", content)
    given = {"lead_authority": "示范区农业农村局", "published_on": "2026-03-05", "disclosure": "public"}
    return save(clerk, {**form, **STEPS, **given, "relation": "0"}, "published")


def _status(browser: FlaskClient, document_id: int, on: str = "") -> str:
    page = browser.get(f"/desk/documents/{document_id}?on={on}").text
    found = re.search(r"status-banner.*?<strong>(.*?)</strong>", page, re.S)
    assert found
    return found[1]


def _record(clerk: FlaskClient, document_id: int, **given: str) -> None:
    address = f"/desk/documents/{document_id}/record-event"
    form = typed(clerk.get(address).text, "kind")
    answer = clerk.post(address, data={**form, **given, "do": "record"})
    assert answer.status_code == 303, text_of(answer)


def test_a_repeal_to_come_is_written_on_both_and_takes_effect_on_its_day(
    enter: Enter, clock: Traveller
) -> None:
    clerk = enter("clerk")
    old = _register(clerk, **OLD)
    new = _new_one(clerk)
    assert [_status(clerk, old), _status(clerk, old, "2026-04-01")] == ["继续有效", "废止"]
    assert "废止《示范区旧农机办法》" in text_of(clerk.get(f"/desk/documents/{new}"))
    assert "被其废止" in text_of(clerk.get(f"/desk/documents/{old}"))
    clock.move_to(at("2026-04-01"))
    assert _status(enter("clerk"), old) == "废止"


def test_a_mistaken_repeal_is_taken_back_by_a_new_event_and_both_stay_to_be_read(
    enter: Enter, clock: Traveller
) -> None:
    clerk = enter("clerk")
    old = _register(clerk, **OLD)
    new = _new_one(clerk)
    event = re.search(r"/desk/events/(\d+)/void", clerk.get(f"/desk/documents/{old}").text)
    assert event
    clerk.post(f"/desk/events/{event[1]}/void", data={"reason": "施行日期已推迟"})
    assert _status(clerk, old, "2026-04-01") == "继续有效"
    _record(clerk, old, kind="repealed", effective_on="2026-05-01", by_document="示农〔2026〕2号")
    assert [_status(clerk, old, "2026-04-30"), _status(clerk, old, "2026-05-01")] == ["继续有效", "废止"]
    assert "施行日期已推迟" in text_of(clerk.get(f"/desk/documents/{old}"))
    told = text_of(clerk.get(f"/desk/documents/{new}")).partition("与其他文件的关系")[2]
    assert told.count("废止《示范区旧农机办法》") == 1
    assert "自2026年5月1日起" in told


def test_an_extension_after_the_end_leaves_its_gap_and_the_page_says_so(
    enter: Enter, clock: Traveller
) -> None:
    clerk = enter("clerk")
    old = _register(clerk, **OLD, valid_until="2026-02-28")
    assert _status(clerk, old) == "失效"
    _record(
        clerk,
        old,
        kind="extended",
        effective_on="2026-03-05",
        source="局务会议",
        new_valid_until="2027-02-28",
    )
    assert [_status(clerk, old, "2026-03-02"), _status(clerk, old)] == ["失效", "继续有效"]
    assert "自2026年3月1日至2026年3月5日前已失效" in text_of(clerk.get(f"/desk/documents/{old}"))


def test_the_repeal_of_a_part_leaves_the_rest(enter: Enter, clock: Traveller) -> None:
    clerk = enter("clerk")
    old = _register(clerk, **OLD)
    _register(clerk, title="示范区农机管理办法", doc_no="示农〔2026〕2号", published_on="2026-03-05")
    _record(clerk, old, kind="partly_repealed", effective_on="2026-03-05", by_document="示农〔2026〕2号")
    assert _status(clerk, old) == "继续有效"
    assert "被其废止（部分）" in text_of(clerk.get(f"/desk/documents/{old}"))
