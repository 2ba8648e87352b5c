"""机构改革 as an office lives it: a new name, a merger, a split, and an old ledger that still uses the old names."""

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from registry.actions.documents.register_document import register_document
from registry.actions.intakes.apply_intake import apply_intake
from registry.actions.intakes.stage_intake import stage_intake
from registry.actions.intakes.upload_intake import upload_intake
from registry.domain.doc_numbers import key
from registry.domain.intakes import Options
from registry.domain.roles import OPERATOR
from registry.storage.documents.tables import documents_by_key, issuers_of
from registry.storage.engine import Store, reading
from tests.building.documents import facts
from tests.building.reforms import found_authority
from tests.cast import NOW
from tests.journeys.paperwork import text_of

Enter = Callable[[str], FlaskClient]
PAPER = {"on": "2026-03-02", "source": "示委〔2026〕1号", "version": "1"}


@pytest.fixture
def agriculture(store: Store) -> dict[str, int]:
    """Two documents of the agriculture department, both with an open filing."""
    return {
        word: register_document(
            store, OPERATOR, facts(title=f"示范区{word}办法", doc_no=number), is_published=True, now=NOW
        )
        for word, number in (("养蜂", "示农〔2026〕1号"), ("禁渔", "示农〔2026〕2号"))
    }


def _do(browser: FlaskClient, address: str, form: dict[str, object]) -> str:
    """Asks for the preview, then confirms; returns what the page says afterwards."""
    preview = browser.post(address, data=form)
    assert preview.status_code == 200, text_of(preview)
    done = browser.post(address, data=form | {"confirmed": "1"}, follow_redirects=True)
    assert done.status_code == 200
    return text_of(done)


def _import(store: Store, number: str, authority: str) -> list[tuple[int, str]]:
    """Takes in a ledger of one row and returns the issuers of its document: (authority, name as issued)."""
    ledger = f"文件名称,发文字号,制定机关,公布日期\n示范区旧办法,{number},{authority},2015-03-05\n"
    intake_id = upload_intake(
        store, OPERATOR, "台账.csv", [("台账.csv", ledger.encode("utf-8-sig"))], Options(), NOW
    )
    stage_intake(store, OPERATOR, intake_id, NOW)
    apply_intake(store, OPERATOR, intake_id, NOW)
    with reading(store) as session:
        (document,) = documents_by_key(session, key(number) or "")
        return [(row.authority_id, row.name_as_issued) for row in issuers_of(session, document.id or 0)]


def test_a_new_name_leaves_everything_with_the_same_authority(
    store: Store, enter: Enter, agriculture: dict[str, int]
) -> None:
    form = PAPER | {"name": "示范区农业和水务局", "organ_code": "示农水", "renamed_on": "2026-03-02"}
    assert "记为曾用名" in _do(enter("clerk"), "/desk/authorities/2/rename", form)
    page = text_of(enter("drafter").get(f"/desk/documents/{agriculture['养蜂']}"))
    assert "示范区农业农村局" in page  # as issued
    assert [one for one, _ in _import(store, "示农〔2015〕7号", "示范区农业农村局")] == [2]


def test_two_departments_become_one_and_nothing_is_lost(
    store: Store, enter: Enter, agriculture: dict[str, int]
) -> None:
    water = found_authority(store, "示范区水务局")
    new = found_authority(store, "示范区农业和水务局")
    clerk = enter("clerk")
    for one in (2, water):
        _do(clerk, f"/desk/authorities/{one}/hand-over?what=merged", PAPER | {"heir_id": str(new)})
    drafter = enter("drafter")
    for document_id in agriculture.values():
        page = drafter.get(f"/desk/documents/{document_id}")
        assert page.status_code == 200
        assert "示范区农业农村局" in page.text
    assert "示范区养蜂办法" in drafter.get("/desk/filings/").text
    assert _import(store, "示农〔2015〕7号", "示范区农业农村局") == [(new, "示范区农业农村局")]
    assert "2026-03-02" in clerk.get(f"/desk/authorities/{new}").text
    workbook = clerk.get("/desk/authorities/export.csv?state=abolished").get_data().decode("utf-8-sig")
    assert workbook.count("示范区农业和水务局") == 2
    listed = io.StringIO(
        clerk.get("/desk/authorities/export.csv?state=issuing").get_data().decode("utf-8-sig")
    )
    assert "示范区水务局" not in listed.read()


def test_a_split_shares_documents_and_filings_out_as_the_clerk_says(
    store: Store, enter: Enter, agriculture: dict[str, int]
) -> None:
    fishery = agriculture["禁渔"]
    form = PAPER | {"heir_id": "2", "heir_ids": ["3"], f"document-{fishery}": "3"}
    page = _do(enter("clerk"), "/desk/authorities/2/hand-over?what=split", form)
    assert "文件1件、未办结备案1件、联络员0人" in page
    drafter, stranger = enter("drafter"), enter("stranger")
    assert "示范区禁渔办法" in stranger.get("/desk/filings/").text
    assert "示范区禁渔办法" not in drafter.get("/desk/filings/").text
    assert drafter.get(f"/desk/documents/{agriculture['养蜂']}").status_code == 200
