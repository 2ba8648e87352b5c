"""Several documents get the same authority, validity or day at once; one that cannot is told of, and the rest goes on."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlmodel import col, select

from registry.actions.documents.fill_documents import Filling, fill_documents, preview_filling
from registry.actions.office.verify_register import verify_register
from registry.domain.errors import Denied, Refusal
from registry.storage.audit import AuditEntry
from registry.storage.documents.locks import hold_identities
from registry.storage.documents.tables import Document, issuers_of
from registry.storage.engine import Store, reading, transaction
from tests.building.documents import DATES, register
from tests.cast import Cast

OPEN = replace(DATES, valid_until=None)


@pytest.fixture
def three(store: Store, cast: Cast, now: datetime) -> list[int]:
    """Documents without a validity, the last without any day it could be counted from."""
    days = (OPEN, OPEN, replace(OPEN, published_on=None, effective_on=None))
    return [
        register(store, cast.clerk, now, title=f"第{n}件", doc_no=f"示农〔2019〕{n}号", dates=dates)
        for n, dates in enumerate(days)
    ]


def kept(store: Store, ids: list[int]) -> list[Document]:
    with reading(store) as session:
        return list(session.exec(select(Document).where(col(Document.id).in_(ids)).order_by("id")))


def test_what_is_shown_first_is_what_is_done_then_and_only_then(
    store: Store, cast: Cast, now: datetime, three: list[int]
) -> None:
    filling = Filling(years=5)
    shown = preview_filling(store, cast.clerk, three, filling, "文末写明五年", now=now)
    assert [document.valid_until for document in kept(store, three)] == [None] * 3
    done = fill_documents(store, cast.clerk, three, filling, "文末写明五年", now=now)
    assert done == shown
    assert (done.n_changed, [row[1] for row in done.refused]) == (2, ["第2件"])
    assert "算不出有效期" in done.refused[0][2]
    first, second, third = kept(store, three)
    assert first.valid_until == second.valid_until == date(2031, 2, 28)
    assert third.valid_until is None
    assert third.version == 1
    with reading(store) as session:
        acts = session.exec(select(AuditEntry.subject).where(AuditEntry.act == "edit_document")).all()
    assert acts == [f"document:{document_id}" for document_id in three[:2]]
    assert verify_register(store) == []


def test_nobody_who_writes_waits_for_what_is_only_shown(
    store: Store, cast: Cast, now: datetime, three: list[int]
) -> None:
    with transaction(store) as session:
        hold_identities(session)
        assert preview_filling(store, cast.clerk, three, Filling(3), "查原件", now=now).n_changed == 3


def test_who_lapses_by_it_is_counted(store: Store, cast: Cast, now: datetime, three: list[int]) -> None:
    past = Filling(valid_until=date(2026, 3, 4))
    assert preview_filling(store, cast.clerk, three, past, "查原件", now=now).n_lapsed == 3
    fill_documents(store, cast.clerk, three, past, "查原件", now=now)
    assert fill_documents(store, cast.clerk, three, Filling(3), "查原件", now=now).n_lapsed == 0


def test_an_authority_is_given_and_names_as_issued_stay(
    store: Store, cast: Cast, now: datetime, three: list[int]
) -> None:
    assert fill_documents(store, cast.clerk, three, Filling(3), "机关改革前误记", now=now).n_changed == 3
    assert {document.lead_authority_id for document in kept(store, three)} == {3}
    with reading(store) as session:
        (row,) = issuers_of(session, three[0])
    assert (row.authority_id, row.name_as_issued) == (3, "示范区农业农村局")
    assert verify_register(store) == []


def test_what_nobody_can_get_is_refused_for_all(
    store: Store, cast: Cast, now: datetime, three: list[int]
) -> None:
    for filling, reason, sentence in (
        (Filling(99), "查原件", "没有这个制定机关"),
        (Filling(3), " ", "请写明依据"),
    ):
        with pytest.raises(Refusal, match=sentence):
            fill_documents(store, cast.clerk, three, filling, reason, now=now)
    with pytest.raises(Denied):
        fill_documents(store, cast.drafter, three, Filling(3), "查原件", now=now)
