"""A doubt found right as it is leaves the queue with a reason, and returns when it is opened again."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from registry.actions.authorities.merge_authority import merge_authority
from registry.actions.documents.edit_document import edit_document
from registry.actions.documents.reopen_doubt import reopen_doubt
from registry.actions.documents.settle_doubt import settle_doubt
from registry.actions.office.verify_register import verify_register
from registry.domain.doubts import Doubt
from registry.domain.errors import Denied, Refusal
from registry.storage.audit import AuditEntry
from registry.storage.authorities import Authority
from registry.storage.documents.tables import Document
from registry.storage.doubts.queue import QueueFilter, count_doubts, doubts_of_document
from registry.storage.doubts.tables import DocumentDoubt, SettledDoubt, is_settled
from registry.storage.engine import Store, reading, transaction
from tests.building.documents import DATES, facts, register
from tests.cast import Cast

REASON = "原件没有公布日期，经查档案无法补"
UNDATED = replace(DATES, published_on=None)


@pytest.fixture
def undated(store: Store, cast: Cast, now: datetime) -> list[int]:
    """Two documents without 公布日期."""
    return [
        register(store, cast.clerk, now, title=f"第{n}件", doc_no=f"示农〔2019〕{n}号", dates=UNDATED)
        for n in (1, 2)
    ]


def standing(store: Store, doubt: Doubt) -> set[int]:
    with reading(store) as session:
        query = select(DocumentDoubt.document_id).where(DocumentDoubt.doubt == doubt, ~is_settled())
        return set(session.exec(query))


def test_several_are_settled_at_once_and_each_says_why(
    store: Store, cast: Cast, now: datetime, undated: list[int]
) -> None:
    assert standing(store, Doubt.NO_PUBLISHED_ON) == set(undated)
    n_settled = settle_doubt(store, cast.clerk, [*undated, 999], Doubt.NO_PUBLISHED_ON, REASON, now=now)
    assert n_settled == 2
    assert standing(store, Doubt.NO_PUBLISHED_ON) == set()
    with reading(store) as session:
        row = session.get_one(SettledDoubt, (undated[0], "no_published_on"))
        assert (row.reason, row.by, row.at) == (REASON, cast.clerk.name, now)
        acts = session.exec(select(AuditEntry.subject).where(AuditEntry.act == "settle_doubt")).all()
    assert set(acts) == {f"document:{document_id}" for document_id in undated}
    assert verify_register(store) == []


def test_what_is_settled_is_not_settled_again(
    store: Store, cast: Cast, now: datetime, undated: list[int]
) -> None:
    settle_doubt(store, cast.clerk, undated[:1], Doubt.NO_PUBLISHED_ON, REASON, now=now)
    with pytest.raises(Refusal, match="已经处理"):
        settle_doubt(store, cast.clerk, undated[:1], Doubt.NO_PUBLISHED_ON, REASON, now=now)
    assert settle_doubt(store, cast.clerk, undated, Doubt.NO_PUBLISHED_ON, REASON, now=now) == 1


@pytest.mark.parametrize("reason", ["", "  ", "字" * 501])
def test_a_reason_is_asked_for(
    store: Store, cast: Cast, now: datetime, undated: list[int], reason: str
) -> None:
    with pytest.raises(Refusal) as refused:
        settle_doubt(store, cast.clerk, undated, Doubt.NO_PUBLISHED_ON, reason, now=now)
    assert refused.value.field == "reason"


def test_an_authority_may_not_settle_nor_open(
    store: Store, cast: Cast, now: datetime, undated: list[int]
) -> None:
    with pytest.raises(Denied):
        settle_doubt(store, cast.drafter, undated, Doubt.NO_PUBLISHED_ON, REASON, now=now)
    with pytest.raises(Denied):
        reopen_doubt(store, cast.auditor, undated[0], Doubt.NO_PUBLISHED_ON, now=now)


def test_an_opened_doubt_returns(store: Store, cast: Cast, now: datetime, undated: list[int]) -> None:
    settle_doubt(store, cast.clerk, undated, Doubt.NO_PUBLISHED_ON, REASON, now=now)
    reopen_doubt(store, cast.clerk, undated[1], Doubt.NO_PUBLISHED_ON, now=now)
    assert standing(store, Doubt.NO_PUBLISHED_ON) == {undated[1]}
    with pytest.raises(Refusal, match="重新列入"):
        reopen_doubt(store, cast.clerk, undated[1], Doubt.NO_PUBLISHED_ON, now=now)


def edit(store: Store, cast: Cast, now: datetime, document_id: int, **changes: Any) -> None:
    with reading(store) as session:
        version = session.get_one(Document, document_id).version
    edit_document(store, cast.clerk, document_id, facts(**changes), version=version, reason="核对", now=now)


def test_a_settled_doubt_returns_when_it_rests_on_other_facts(
    store: Store, cast: Cast, now: datetime
) -> None:
    document_id = register(store, cast.clerk, now, doc_no="示农一号")
    settle_doubt(store, cast.clerk, [document_id], Doubt.ODD_NUMBER, REASON, now=now)
    edit(store, cast, now, document_id, doc_no="示农一号", title="改名的办法")
    assert standing(store, Doubt.ODD_NUMBER) == set()
    edit(store, cast, now, document_id, doc_no="示农二号")
    assert standing(store, Doubt.ODD_NUMBER) == {document_id}
    with reading(store) as session:
        (row,), settled = doubts_of_document(session, document_id)
        in_all = count_doubts(session, QueueFilter())
    assert row.outdated is not None
    assert row.outdated.reason == REASON
    assert (settled, in_all) == ([], {Doubt.ODD_NUMBER: 1})
    with pytest.raises(Refusal, match="重新列入"):
        reopen_doubt(store, cast.clerk, document_id, Doubt.ODD_NUMBER, now=now)
    assert settle_doubt(store, cast.clerk, [document_id], Doubt.ODD_NUMBER, REASON, now=now) == 1
    assert standing(store, Doubt.ODD_NUMBER) == set()
    assert verify_register(store) == []


def test_a_settled_doubt_stays_when_a_gap_beside_it_is_filled(
    store: Store, cast: Cast, now: datetime
) -> None:
    blank = replace(DATES, effective_on=None, valid_until=None)
    document_id, two = (
        register(store, cast.clerk, now, title=f"第{n}件", doc_no=f"示农〔2026〕{n}号", dates=blank)
        for n in (1, 2)
    )
    settle_doubt(store, cast.clerk, [document_id], Doubt.PRESUMED_START, REASON, now=now)
    settle_doubt(store, cast.clerk, [two], Doubt.NO_VALIDITY, REASON, now=now)
    numbers = {n: {"title": f"第{n}件", "doc_no": f"示农〔2026〕{n}号"} for n in (1, 2)}
    until, start = DATES.valid_until, DATES.effective_on
    edit(store, cast, now, document_id, **numbers[1], dates=replace(blank, valid_until=until))
    edit(store, cast, now, two, **numbers[2], dates=replace(blank, effective_on=start))
    assert standing(store, Doubt.PRESUMED_START) | standing(store, Doubt.NO_VALIDITY) == set()


def test_a_settled_issuer_stays_when_its_authority_is_merged_into_another(
    store: Store, cast: Cast, now: datetime
) -> None:
    with transaction(store) as session:
        session.execute(sa.update(Authority).values(is_issuer=False))
    document_id = register(store, cast.clerk, now)
    settle_doubt(store, cast.clerk, [document_id], Doubt.NOT_AN_ISSUER, REASON, now=now)
    merge_authority(store, cast.clerk, 2, 3, now=now)
    assert standing(store, Doubt.NOT_AN_ISSUER) == set()
    edit(store, cast, now, document_id, authority_ids=(1,))
    assert standing(store, Doubt.NOT_AN_ISSUER) == {document_id}


def test_a_settled_number_returns_when_a_third_document_bears_it(
    store: Store, cast: Cast, now: datetime
) -> None:
    document_id = register(store, cast.clerk, now)
    two = register(store, cast.clerk, now, title="另一份办法", duplicate_reason="当年编号有误")
    settle_doubt(store, cast.clerk, [document_id, two], Doubt.SAME_NUMBER, REASON, now=now)
    assert standing(store, Doubt.SAME_NUMBER) == set()
    three = register(store, cast.clerk, now, title="又一份办法", duplicate_reason="当年编号有误")
    assert standing(store, Doubt.SAME_NUMBER) == {document_id, three}
