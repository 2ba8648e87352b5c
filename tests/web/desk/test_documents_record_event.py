"""Recording a change of effect."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient

from registry.storage.documents.timelines import events_of
from registry.storage.engine import Store, reading
from tests.building.amendments import register_act, register_dogs
from tests.building.documents import register
from tests.building.prepared_registers import Prepare
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]
FORM = {"kind": "repealed", "effective_on": "2026-03-10", "source": "局长办公会议决定", "do": "record"}


@pytest.fixture
def document_id(prepared: Prepare, cast: Cast, now: datetime) -> int:
    return prepared(register, cast.clerk, now)


def test_a_preview_shows_before_and_after_and_writes_nothing(
    store: Store, sign_in: SignIn, document_id: int
) -> None:
    page = (
        sign_in("clerk")
        .post(f"/desk/documents/{document_id}/record-event", data=FORM | {"do": "preview"})
        .text
    )
    after = page.partition("记录之后")[2]
    assert "自2026年3月10日起废止" in after
    with reading(store) as session:
        assert events_of(session, document_id) == []


def test_it_is_recorded_with_the_document_that_decided_it(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn, document_id: int
) -> None:
    decision = register(store, cast.clerk, now, title="废止决定", doc_no="示农〔2026〕9号")
    form = FORM | {"by_document": "示农[2026]9号", "source": ""}
    assert sign_in("clerk").post(f"/desk/documents/{document_id}/record-event", data=form).status_code == 303
    with reading(store) as session:
        (event,) = events_of(session, document_id)
    assert (event.by_document_id, event.source) == (decision, "《废止决定》（示农〔2026〕9号）")
    assert event.effective_on == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"source": ""}, "请写明依据"),
        ({"by_document": "示农〔2026〕99号"}, "没有找到"),
        ({"by_document": "#99"}, "没有找到"),
        ({"kind": "extended"}, "新的有效期"),
        ({"kind": "voided"}, "有效的选择"),
        ({"effective_on": ""}, "请填写变动生效的日期"),
    ],
)
def test_what_is_refused_is_said(
    store: Store, sign_in: SignIn, document_id: int, changes: dict[str, str], words: str
) -> None:
    answer = sign_in("clerk").post(f"/desk/documents/{document_id}/record-event", data=FORM | changes)
    assert answer.status_code == 422
    assert words in answer.text
    with reading(store) as session:
        assert events_of(session, document_id) == []


def test_a_contact_records_nothing(sign_in: SignIn, document_id: int) -> None:
    assert sign_in("drafter").get(f"/desk/documents/{document_id}/record-event").status_code == 403


def test_the_preview_says_when_nothing_changes(store: Store, sign_in: SignIn, document_id: int) -> None:
    clerk = sign_in("clerk")
    address = f"/desk/documents/{document_id}/record-event"
    assert "时效性不变" not in clerk.post(address, data=FORM | {"do": "preview"}).text
    clerk.post(address, data=FORM)
    again = FORM | {"effective_on": "2026-03-20", "do": "preview"}
    assert "时效性不变" in clerk.post(address, data=again).text


def test_the_articles_of_an_amending_act_are_offered_and_then_recorded(store: Store, sign_in: SignIn) -> None:
    document_id = register_dogs(store)
    register_act(store)
    clerk = sign_in("clerk")
    said = {"kind": "amended", "effective_on": "2024-05-01", "by_document": "示政规〔2024〕1号"}
    address = f"/desk/documents/{document_id}/record-event"
    preview = clerk.post(address, data={**said, "do": "preview"}).text
    assert 'value="第五条、第七条"' in preview
    assert "请核对后再确认记录" in preview
    refused = clerk.post(address, data={**said, "articles": "见附页", "do": "record"})
    assert "请只写条、款、项" in refused.text
    page = clerk.post(
        address, data={**said, "articles": "第五条", "do": "record"}, follow_redirects=True
    ).text
    assert "修改第五条" in page
