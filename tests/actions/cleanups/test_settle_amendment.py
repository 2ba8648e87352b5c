"""An amendment that a release asked for is closed by an act that is registered, in force and later."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from registry.actions.cleanups.settle_amendment import reopen_amendment, settle_amendment
from registry.domain.cleanups import Stage
from registry.domain.documents import Dates, RelationKind
from registry.domain.errors import Denied, Refusal
from registry.domain.roles import OPERATOR
from registry.storage.audit import entries_about
from registry.storage.cleanups.tables import CleanupStep
from registry.storage.documents.tables import Relation
from registry.storage.engine import Store, reading, transaction
from tests.building.documents import STEPS, register_old
from tests.building.rounds import item_of, release_amendment
from tests.cast import Cast

LATER = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)
BEGINS = date(2026, 6, 1)


def register_act(store: Store, effective_on: date = BEGINS, doc_no: str = "示农〔2026〕8号") -> int:
    dates = Dates(published_on=date(2026, 3, 5), effective_on=effective_on)
    return register_old(store, f"关于修改的通知{doc_no}", doc_no=doc_no, dates=dates, steps=STEPS)


def test_it_is_closed_by_the_act_and_can_be_opened_again(store: Store) -> None:
    round_id, document_id = release_amendment(store)
    act_id, item_id = register_act(store), item_of(store, round_id, document_id).id or 0
    settle_amendment(store, OPERATOR, item_id, "示农〔2026〕8号", now=LATER)
    item = item_of(store, round_id, document_id)
    assert (item.amended_by_id, item.amended_on) == (act_id, BEGINS)
    with reading(store) as session:
        steps = session.exec(select(CleanupStep).where(CleanupStep.document_id == document_id)).all()
        entry = entries_about(session, f"cleanup:{round_id}")[0]
    assert steps[-1].stage is Stage.AMENDED
    assert "示农〔2026〕8号" in steps[-1].words
    assert entry.act == "settle_amendment"
    with pytest.raises(Refusal, match="已修改，无需确认"):
        settle_amendment(store, OPERATOR, item_id, "示农〔2026〕8号", now=LATER)
    with pytest.raises(Refusal, match="理由"):
        reopen_amendment(store, OPERATOR, item_id, " ", now=LATER)
    reopen_amendment(store, OPERATOR, item_id, "认错了文件", now=LATER)
    assert item_of(store, round_id, document_id).amended_on is None
    with pytest.raises(Refusal, match="没有确认过"):
        reopen_amendment(store, OPERATOR, item_id, "认错了文件", now=LATER)


def test_without_a_number_the_act_that_was_found_closes_it(store: Store) -> None:
    round_id, document_id = release_amendment(store)
    item_id = item_of(store, round_id, document_id).id or 0
    with pytest.raises(Refusal, match="请填写修改它的文件的发文字号"):
        settle_amendment(store, OPERATOR, item_id, "", now=LATER)
    act_id = register_act(store)
    with transaction(store) as session:
        session.add(Relation(document_id=act_id, kind=RelationKind.AMENDS, other_id=document_id))
    settle_amendment(store, OPERATOR, item_id, "", now=LATER)
    assert item_of(store, round_id, document_id).amended_by_id == act_id


@pytest.mark.parametrize(
    ("act_no", "because"),
    [
        ("示农〔2026〕99号", "没有发文字号为"),
        ("示农〔2020〕1号", "没有发文字号为"),
        ("示农〔2026〕9号", "尚未施行"),
        ("示农〔2020〕2号", "早于清理结果公布之日"),
    ],
)
def test_an_act_that_can_not_be_the_amendment_is_refused(store: Store, act_no: str, because: str) -> None:
    round_id, document_id = release_amendment(store)
    register_act(store, date(2027, 1, 1), "示农〔2026〕9号")
    item_id = item_of(store, round_id, document_id).id or 0
    with pytest.raises(Refusal, match=because):
        settle_amendment(store, OPERATOR, item_id, act_no, now=LATER)
    assert item_of(store, round_id, document_id).amended_on is None


def test_a_contact_does_not_confirm_its_own_amendment(store: Store, cast: Cast) -> None:
    round_id, document_id = release_amendment(store)
    with pytest.raises(Denied):
        settle_amendment(store, cast.drafter, item_of(store, round_id, document_id).id or 0, "", now=LATER)
