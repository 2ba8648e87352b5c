"""Publishing a new document: its steps in order, long enough, and with 公平竞争审查 where market entities are touched."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from registry.actions.documents.edit_document import edit_document
from registry.actions.documents.publish_document import publish_document
from registry.actions.office.verify_register import verify_register
from registry.domain.documents import Step, StepKind
from registry.domain.errors import Refusal
from registry.storage.documents.tables import Document, steps_of
from registry.storage.doubts.deriving import kept_doubts
from registry.storage.engine import Store, reading
from tests.building.documents import DATES, STEPS, facts, register
from tests.cast import Cast

REVIEW = Step(StepKind.FAIR_COMPETITION, date(2025, 12, 22), "示范区市场监督管理局", "可以出台")
DRAFTED = replace(DATES, published_on=None)


def publish(store: Store, cast: Cast, document_id: int, now: datetime) -> list[str]:
    day = date(2026, 3, 3)
    return publish_document(store, cast.clerk, document_id, published_on=day, effective_on=None, now=now)


def draft(
    store: Store, cast: Cast, now: datetime, steps: tuple[Step, ...], touches_market: bool | None
) -> int:
    return register(
        store, cast.clerk, now, is_published=False, dates=DRAFTED, steps=steps, touches_market=touches_market
    )


def test_what_touches_the_market_is_not_published_without_the_review(
    store: Store, cast: Cast, now: datetime
) -> None:
    document_id = draft(store, cast, now, STEPS, touches_market=True)
    with pytest.raises(Refusal, match="缺少公平竞争审查"):
        publish(store, cast, document_id, now)
    with pytest.raises(Refusal, match="缺少公平竞争审查"):
        register(store, cast.clerk, now, touches_market=True, title="示范区另一办法", doc_no="")


@pytest.mark.parametrize(
    ("steps", "touches_market"), [((*STEPS, REVIEW), True), (STEPS, False), (STEPS, None)]
)
def test_it_is_published_with_the_review_or_where_it_does_not_apply(
    store: Store, cast: Cast, now: datetime, steps: tuple[Step, ...], touches_market: bool | None
) -> None:
    document_id = draft(store, cast, now, steps, touches_market)
    assert publish(store, cast, document_id, now) == []
    with reading(store) as session:
        assert session.get_one(Document, document_id).touches_market is touches_market
        assert steps_of(session, document_id) == list(steps)
    assert not verify_register(store)


def test_a_step_after_the_publication_is_refused(store: Store, cast: Cast, now: datetime) -> None:
    late = replace(STEPS[2], done_on=date(2026, 3, 4))
    document_id = draft(store, cast, now, (*STEPS[:2], late), touches_market=False)
    with pytest.raises(Refusal, match="集体审议决定的完成日期（2026年3月4日）晚于公布日期（2026年3月3日）"):
        publish(store, cast, document_id, now)


def test_a_short_consultation_is_told_when_publishing(store: Store, cast: Cast, now: datetime) -> None:
    short = replace(STEPS[0], begun_on=date(2025, 11, 28))
    document_id = draft(store, cast, now, (short, *STEPS[1:]), touches_market=None)
    [finding] = publish(store, cast, document_id, now)
    assert (
        "公开征求意见（2025年11月28日至2025年12月1日）时间不足：不少于7个工作日，应到2025年12月9日" in finding
    )


def test_saying_later_that_the_market_is_touched_is_a_doubt(store: Store, cast: Cast, now: datetime) -> None:
    document_id = register(store, cast.clerk, now)
    edit_document(
        store, cast.clerk, document_id, facts(touches_market=True), version=1, reason="核对", now=now
    )
    with reading(store) as session:
        assert (document_id, "missing_steps") in kept_doubts(session, [document_id])
    assert not verify_register(store)


def test_a_correction_adds_no_step_after_the_publication(store: Store, cast: Cast, now: datetime) -> None:
    document_id = register(store, cast.clerk, now)
    late = replace(STEPS[1], done_on=date(2026, 2, 3))
    with pytest.raises(Refusal, match="晚于公布日期"):
        edit_document(
            store,
            cast.clerk,
            document_id,
            facts(steps=(STEPS[0], late, STEPS[2])),
            version=1,
            reason="",
            now=now,
        )
