"""The public page of an amended document, on any day."""

import io
import re
from datetime import date, timedelta

import docx
import pytest
from flask.testing import FlaskClient

from registry.actions.documents.void_event import void_event
from registry.domain.documents import Disclosure
from registry.domain.roles import OPERATOR
from registry.domain.validity import EventKind
from registry.search.index import follow
from registry.storage.engine import Store
from tests.building.amendments import (
    AMENDED_ON,
    AMENDED_TEXT,
    amend,
    register_act,
    register_dogs,
    upload,
)
from tests.building.documents import register_old
from tests.cast import NOW
from tests.web.public.conftest import plain

OPENING = "修改，第五条、第七条自2024年5月1日起按修改后的施行。"


@pytest.fixture
def document_id(store: Store) -> int:
    return register_dogs(store)


def page(client: FlaskClient, document_id: int, on: date | None = None) -> str:
    """The words of the page on a day, without tags."""
    answer = client.get(f"/documents/{document_id}", query_string={"on": on.isoformat()} if on else {})
    return re.sub(r"\s*<[^>]*>\s*", "", answer.text)


def test_the_page_opens_with_the_act_and_marks_its_articles(
    store: Store, client: FlaskClient, document_id: int
) -> None:
    act = register_act(store)
    amend(store, document_id, act)
    shown = page(client, document_id)
    assert f"本文件已被《示范区关于修改养犬管理办法的决定之1》（示政规〔2024〕1号）{OPENING}" in shown
    assert f'<a href="/documents/{act}">《示范区关于修改' in client.get(f"/documents/{document_id}").text
    assert "第五条2024年5月1日修改养犬应当登记" in shown
    assert "第四条犬只应当系绳" in shown
    assert "修改前的文本，修改后的正文没有收录。" in shown


def test_each_day_has_its_text(store: Store, client: FlaskClient, document_id: int) -> None:
    first, second = amend(store, document_id, register_act(store)), None
    upload(store, first)
    second = amend(
        store, document_id, register_act(store, 2), effective_on=date(2025, 1, 1), articles="第四条"
    )
    upload(store, second, AMENDED_TEXT.replace("系绳", "系绳、戴嘴套"), "二次.txt")
    before = page(client, document_id, AMENDED_ON - timedelta(days=1))
    assert "养犬应当登记" in before
    assert "下文为2024年5月1日修改前的文本。" in before
    assert "已被" not in before
    between = page(client, document_id, AMENDED_ON)
    assert "养犬应当每年登记" in between
    assert "下文为2024年5月1日修改后的文本。" in between
    assert "戴嘴套" not in between
    today = page(client, document_id)
    assert "戴嘴套" in today
    assert "2024年5月1日修改后的文本" in today  # the other texts are offered


def test_an_amendment_to_come_is_told_and_changes_nothing_yet(
    store: Store, client: FlaskClient, document_id: int
) -> None:
    start = date(2190, 1, 1)
    upload(store, amend(store, document_id, register_act(store), effective_on=start))
    shown = page(client, document_id)
    assert "本文件将被《示范区关于修改养犬管理办法的决定之1》" in shown
    assert "养犬应当登记" in shown
    assert "下文为2190年1月1日修改前的文本。" in shown
    assert "养犬应当每年登记" in page(client, document_id, start)
    assert "将被" not in page(client, document_id, date(2023, 1, 1))


def test_a_partial_repeal_is_told_and_marked(store: Store, client: FlaskClient, document_id: int) -> None:
    amend(store, document_id, register_act(store), kind=EventKind.PARTLY_REPEALED, articles="第七条")
    shown = page(client, document_id)
    assert "本文件第七条已被《示范区关于修改养犬管理办法的决定之1》（示政规〔2024〕1号）废止" in shown
    assert "第七条2024年5月1日废止登记费" in shown


def test_an_act_that_is_not_public_is_not_named_and_its_text_not_shown(
    store: Store, client: FlaskClient, document_id: int
) -> None:
    withheld = register_act(store, disclosure=Disclosure.WITHHELD)
    upload(store, amend(store, document_id, withheld), name="密件后.txt")
    follow(store)
    shown = page(client, document_id)
    assert f"本文件已被{OPENING}" in shown
    assert "下文为2024年5月1日修改前的文本，修改后的正文没有收录。" in shown
    for words in ("的决定之1", "〔2024〕1号", "每年登记", "密件后"):
        assert words not in shown
    assert "每年登记" not in client.get("/", query_string={"q": "每年登记"}).text.split("找到")[-1]
    proof = docx.Document(io.BytesIO(client.get(f"/documents/{document_id}/proof.docx").data))
    assert "的决定之1" not in "".join(part.text for part in proof.paragraphs)


def test_a_later_text_that_names_a_hidden_act_is_not_shown(
    store: Store, client: FlaskClient, document_id: int
) -> None:
    amend(store, document_id, register_act(store, disclosure=Disclosure.WITHHELD))
    public = amend(store, document_id, register_act(store, 2), effective_on=date(2025, 1, 1))
    upload(store, public, f"（根据示政规〔2024〕1号修正）\n{AMENDED_TEXT}")
    assert "〔2024〕1号" not in page(client, document_id)


def test_a_document_that_is_not_public_stays_so_in_every_version(store: Store, client: FlaskClient) -> None:
    closed = register_dogs(store, disclosure=Disclosure.ON_REQUEST)
    upload(store, amend(store, closed, register_act(store)))
    follow(store)
    assert client.get(f"/documents/{closed}?on=2025-01-01").status_code == 404
    hits = client.get("/", query_string={"q": "每年登记"}).text
    assert "每年登记" in hits
    assert f'href="/documents/{closed}"' not in hits


def test_a_mistaken_amendment_leaves_no_trace(store: Store, client: FlaskClient, document_id: int) -> None:
    event = amend(store, document_id, register_act(store))
    upload(store, event)
    file = re.search(rf"/documents/{document_id}/files/\d+", client.get(f"/documents/{document_id}").text)
    assert file
    with client.get(file[0]) as answer:
        assert answer.status_code == 200
    void_event(store, OPERATOR, event, reason="录错", now=NOW)
    shown = page(client, document_id)
    assert "养犬应当登记" in shown
    assert "本文件已被" not in shown
    assert "各个时期的文本" not in shown
    assert client.get(file[0]).status_code == 404


def test_search_finds_the_text_of_today(store: Store, client: FlaskClient, document_id: int) -> None:
    upload(store, amend(store, document_id, register_act(store)))
    register_old(store, "示范区收费办法", text="其他收费免收")
    follow(store)
    assert "养犬应当<mark>每年登记</mark>" in client.get("/", query_string={"q": "每年登记"}).text
    assert "没有找到" in client.get("/", query_string={"q": "登记费三十元"}).text


def test_the_proof_of_a_day_names_the_amendments_until_then(
    store: Store, client: FlaskClient, document_id: int
) -> None:
    amend(store, document_id, register_act(store))
    later = docx.Document(io.BytesIO(client.get(f"/documents/{document_id}/proof.docx?on=2025-01-01").data))
    words = "".join(part.text for part in later.paragraphs)
    assert f"修改：本文件已被《示范区关于修改养犬管理办法的决定之1》（示政规〔2024〕1号）{OPENING}" in words
    assert "修改第五条、第七条" in words
    before = docx.Document(io.BytesIO(client.get(f"/documents/{document_id}/proof.docx?on=2024-04-30").data))
    assert "修改：" not in "".join(part.text for part in before.paragraphs)


def test_a_list_says_what_was_amended_by_its_day(store: Store, client: FlaskClient, document_id: int) -> None:
    withheld = register_act(store, disclosure=Disclosure.WITHHELD)
    amend(store, document_id, withheld)
    after = client.get("/catalog.csv?on=2025-01-01").data.decode("utf-8-sig")
    assert "已于2024年5月1日修改（第五条、第七条）。" in after
    assert "的决定之1" not in after
    assert "已于" not in client.get("/catalog.csv?on=2024-04-30").data.decode("utf-8-sig")
    paper = client.get("/catalog.docx?on=2025-01-01&status=in_force").data
    assert "已于2024年5月1日修改（第五条、第七条）" in plain(paper)
