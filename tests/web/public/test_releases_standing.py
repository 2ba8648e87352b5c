"""A document that a round retains and that is not in force yet is printed, counted and exported as such."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from registry.actions.cleanups.release_round import release_round
from registry.domain.cleanups import Outcome
from registry.domain.documents import Dates
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store, reading
from registry.storage.releases import Release, rows_of, rows_sha256
from tests.building.documents import register_old
from tests.building.rounds import FACTS, NOW, accept_all, decide, start_round
from tests.web.public.conftest import plain

TO_COME = Dates(published_on=date(2025, 12, 1), effective_on=date(2027, 1, 1))
SAID = "尚未施行，自2027年1月1日起施行"


@pytest.fixture
def release_id(store: Store) -> int:
    retained = register_old(store, "示范区停车管理办法", doc_no="示城〔2025〕1号", dates=TO_COME)
    amended = register_old(store, "示范区绿地管理办法", doc_no="示城〔2025〕2号", dates=TO_COME)
    lasting = register_old(store, "示范区摊点管理办法", doc_no="示城〔2025〕3号")
    round_id = start_round(store)
    decide(store, round_id, {retained: Outcome.RETAIN, lasting: Outcome.RETAIN}, reason="")
    decide(store, round_id, {amended: Outcome.TO_AMEND}, reason="职责已调整")
    accept_all(store, round_id)
    return release_round(store, OPERATOR, round_id, FACTS, now=NOW)


def test_the_frozen_rows_and_the_paper_say_so_with_the_day(store: Store, release_id: int) -> None:
    with reading(store) as session:
        rows = {row.title: row for row in rows_of(session, release_id)}
        release = session.get_one(Release, release_id)
        paper, frozen = plain(release.docx), release.frozen_fields
        assert rows_sha256(rows_of(session, release_id), frozen) == release.rows_sha256
    assert [rows[f"示范区{what}管理办法"].standing for what in ("停车", "绿地", "摊点")] == [SAID, SAID, ""]
    assert "继续有效2件（含尚未施行1件）。" in paper
    assert "（共2件，含尚未施行1件）" in paper
    assert paper.count(SAID) == 2
    assert f"{SAID}；职责已调整" in paper


def test_the_pages_and_the_tables_say_so(client: FlaskClient, release_id: int) -> None:
    page = client.get(f"/releases/{release_id}").text
    assert "继续有效2件</a>（含尚未施行1件）" in page
    assert f">{SAID}</td>" in page
    assert f">{SAID}；职责已调整；修改内容：第三条</td>" in page
    assert "继续有效2件（含尚未施行1件），修改1件（含尚未施行1件）。" in client.get("/releases").text
    assert SAID in client.get(f"/releases/{release_id}/list.csv").data.decode("utf-8-sig")
    assert SAID in plain(client.get(f"/releases/{release_id}/list.xlsx").data)
