"""Documents that are valid until a task is done: on every page and list, on 今日 and in a round."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from registry.actions.cleanups.release_round import release_round
from registry.domain.cleanups import Outcome
from registry.domain.roles import OPERATOR
from registry.storage.conditions import bound_documents
from registry.storage.engine import Store, reading
from registry.storage.releases import rows_of
from tests.building.documents import register_old
from tests.building.rounds import FACTS, decide, start_round
from tests.cast import NOW

SignIn = Callable[[str], FlaskClient]
TASK, WORDS = "第三次土壤普查结束", "至第三次土壤普查结束为止"


@pytest.fixture
def document_id(store: Store) -> int:
    return register_old(store, "示范区土壤普查通知", doc_no="示农〔2020〕9号", ends_when=WORDS)


def test_the_pages_the_tables_and_the_agenda_say_it(
    store: Store, sign_in: SignIn, client: FlaskClient, document_id: int
) -> None:
    assert WORDS in client.get(f"/documents/{document_id}").text
    assert WORDS in client.get("/catalog.csv").data.decode("utf-8-sig")
    clerk = sign_in("clerk")
    page = clerk.get(f"/desk/documents/{document_id}").text
    assert f"有效期{WORDS}：已经完成了吗？" in page
    assert "kind=confirmed" in page
    assert "请核对是否已经完成（1件）" in clerk.get("/desk/").text
    form = clerk.get(f"/desk/documents/{document_id}/record-event?kind=declared_lapsed").text
    assert '<option selected value="declared_lapsed">' in form
    assert f'value="{TASK}"' in clerk.get(f"/desk/documents/{document_id}/edit").text


def test_a_round_asks_and_prints_it(store: Store, sign_in: SignIn, document_id: int) -> None:
    round_id = start_round(store)
    clerk = sign_in("clerk")
    assert f"有效期{WORDS}：已经完成了吗？" in clerk.get(f"/desk/cleanups/{round_id}/items").text
    decide(store, round_id, {document_id: Outcome.RETAIN}, reason="普查尚未结束")
    release_id = release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    with reading(store) as session:
        (row,) = rows_of(session, release_id)
        (bound,) = bound_documents(session, date(2026, 3, 6))
    assert row.valid_until_text == WORDS
    assert bound.answered_on == FACTS.published_on
