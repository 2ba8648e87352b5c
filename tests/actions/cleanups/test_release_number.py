"""The number of a release is settled before its bytes are frozen."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from registry.actions.cleanups.release_round import release_round
from registry.domain.cleanups import Outcome
from registry.domain.documents import Dates
from registry.domain.errors import Refusal
from registry.domain.roles import OPERATOR
from registry.storage.authorities import Authority
from registry.storage.engine import Store, reading, transaction
from registry.storage.issue_register.entries import IssueEntry
from registry.storage.releases import Release
from tests.building.documents import register_old
from tests.building.prepared_registers import Prepare
from tests.building.rounds import FACTS, NOW, decided_round, register_for_each_outcome


@pytest.fixture
def round_id(store: Store, prepared: Prepare) -> int:
    documents: dict[Outcome, int] = prepared(register_for_each_outcome)
    return decided_round(store, documents)


def refused(store: Store, round_id: int, doc_no: str) -> str:
    with pytest.raises(Refusal) as caught:
        release_round(store, OPERATOR, round_id, replace(FACTS, doc_no=doc_no), now=NOW)
    assert caught.value.field == "doc_no"
    with reading(store) as session:
        assert session.exec(select(Release.id)).all() == []
    return caught.value.sentence


def list_in_issue_register(store: Store, title: str, key: str) -> None:
    with transaction(store) as session:
        entry = IssueEntry(
            authority_id=1, year=2026, title=title, title_key=title, doc_no_key=key, entered_at=NOW
        )
        session.add(entry)


def test_a_spelling_that_is_not_standard_is_refused_with_the_standard_one(
    store: Store, round_id: int
) -> None:
    assert "应为示政〔2026〕70号" in refused(store, round_id, "示政[2026]70号")
    release_round(store, OPERATOR, round_id, replace(FACTS, doc_no="示政〔2026〕70号"), now=NOW)


def test_a_number_of_the_register_is_not_given_again(store: Store, round_id: int) -> None:
    late = Dates(published_on=date(2025, 12, 30))
    register_old(
        store, "关于戊的通知", doc_no="示政〔2026〕7号", dates=late, authority_id=1, is_published=False
    )
    assert "已用于登记的《关于戊的通知》" in refused(store, round_id, "示政〔2026〕7号")


def test_a_number_of_the_issue_register_belongs_to_its_paper_unless_that_is_the_release(
    store: Store, round_id: int
) -> None:
    list_in_issue_register(store, "关于庚的通知", "示政|2026|8")
    list_in_issue_register(store, "关于公布行政规范性文件清理结果的通告", "示政|2026|9")
    assert "发文登记簿中的《关于庚的通知》" in refused(store, round_id, "示政〔2026〕8号")
    release_round(store, OPERATOR, round_id, replace(FACTS, doc_no="示政〔2026〕9号"), now=NOW)


def test_a_number_is_of_its_issuer(store: Store, round_id: int) -> None:
    assert "“示农”是其他机关的" in refused(store, round_id, "示农〔2026〕9号")
    with transaction(store) as session:
        session.get_one(Authority, 1).organ_code = "示政"
    assert "应为示政〔2026〕9号" in refused(store, round_id, "示府〔2026〕9号")
