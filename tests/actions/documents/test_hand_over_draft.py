"""A draft goes to the office and may come back; each step tells the other side."""

from datetime import date

import pytest
from sqlmodel import col, select

from registry.actions.documents.hand_over_draft import hand_over_draft, return_draft
from registry.actions.documents.publish_document import publish_document
from registry.domain.errors import Denied, Hidden, Refusal
from registry.domain.notices import NoticeKind
from registry.storage.audit import entries_about
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading
from registry.storage.notices import Notice
from tests.building.documents import register
from tests.cast import NOW, Cast


@pytest.fixture
def draft(store: Store, cast: Cast) -> int:
    return register(store, cast.drafter, NOW, is_published=False)


def stored(store: Store, document_id: int) -> Document:
    with reading(store) as session:
        return session.get_one(Document, document_id)


def told(store: Store, kind: NoticeKind) -> list[int]:
    with reading(store) as session:
        query = select(Notice.user_id).where(Notice.kind == kind).order_by(col(Notice.id))
        return list(session.exec(query).all())


def test_handing_over_tells_the_office_and_returning_tells_the_authority(
    store: Store, cast: Cast, draft: int
) -> None:
    hand_over_draft(store, cast.drafter, draft, now=NOW)
    assert stored(store, draft).handed_over_at == NOW
    assert told(store, NoticeKind.DRAFT_HANDED_OVER) == [cast.clerk.user_id, cast.lead.user_id]
    return_draft(store, cast.clerk, draft, reason="缺合法性审核意见", now=NOW)
    returned = stored(store, draft)
    assert (returned.handed_over_at, returned.returned_because) == (None, "缺合法性审核意见")
    assert told(store, NoticeKind.DRAFT_RETURNED) == [cast.drafter.user_id]
    hand_over_draft(store, cast.drafter, draft, now=NOW)
    assert stored(store, draft).returned_because == ""
    with reading(store) as session:
        acts = [line.act for line in entries_about(session, f"document:{draft}")]
    assert acts[:3] == ["hand_over_draft", "return_draft", "hand_over_draft"]


def test_publishing_tells_the_authority_what_it_owes(store: Store, cast: Cast, draft: int) -> None:
    hand_over_draft(store, cast.drafter, draft, now=NOW)
    publish_document(
        store, cast.clerk, draft, published_on=date(2026, 3, 2), effective_on=date(2026, 3, 2), now=NOW
    )
    assert told(store, NoticeKind.FILING_OWED) == [cast.drafter.user_id]
    assert stored(store, draft).handed_over_at is None


def test_a_draft_is_handed_over_once_and_returned_with_a_reason(store: Store, cast: Cast, draft: int) -> None:
    with pytest.raises(Refusal, match="还没有交来"):
        return_draft(store, cast.clerk, draft, reason="缺件", now=NOW)
    hand_over_draft(store, cast.drafter, draft, now=NOW)
    with pytest.raises(Refusal, match="不必再交"):
        hand_over_draft(store, cast.drafter, draft, now=NOW)
    with pytest.raises(Refusal, match="理由"):
        return_draft(store, cast.clerk, draft, reason=" ", now=NOW)


def test_only_its_authority_hands_over_and_only_the_office_returns(
    store: Store, cast: Cast, draft: int
) -> None:
    with pytest.raises(Hidden):
        hand_over_draft(store, cast.stranger, draft, now=NOW)
    hand_over_draft(store, cast.drafter, draft, now=NOW)
    with pytest.raises(Denied):
        return_draft(store, cast.drafter, draft, reason="改主意了", now=NOW)


def test_a_published_document_is_no_draft(store: Store, cast: Cast) -> None:
    published = register(store, cast.clerk, NOW)
    with pytest.raises(Refusal, match="已标记为公布"):
        hand_over_draft(store, cast.drafter, published, now=NOW)
