"""Documents that are valid until a task is done, and when the register asks about them."""

from datetime import date

import pytest

from registry.actions.documents.record_event import record_event
from registry.actions.office.verify_register import verify_register
from registry.domain.acts import Term
from registry.domain.documents import Dates
from registry.domain.doubts import Doubt
from registry.domain.roles import OPERATOR
from registry.domain.validity import EventKind
from registry.storage.conditions import bound_documents
from registry.storage.documents.tables import Document
from registry.storage.doubts.deriving import kept_doubts
from registry.storage.engine import Store, reading
from tests.building.documents import register_old
from tests.cast import NOW, Cast
from tests.jobs.office_days import at, notices, queue

TASK, WORDS = "第三次土壤普查结束", "至第三次土壤普查结束为止"


@pytest.fixture
def document_id(store: Store) -> int:
    return register_old(store, "示范区土壤普查通知", doc_no="示农〔2020〕9号", ends_when=WORDS)


def test_the_condition_is_kept_bare_and_is_no_doubt(store: Store, document_id: int) -> None:
    with reading(store) as session:
        assert session.get_one(Document, document_id).ends_when == TASK
        doubts = {doubt for _, doubt in kept_doubts(session, [document_id])}
        assert Doubt.NO_VALIDITY not in doubts
    assert verify_register(store) == []


def test_it_is_asked_about_a_year_after_the_last_answer(store: Store, document_id: int) -> None:
    with reading(store) as session:
        (bound,) = bound_documents(session, date(2026, 3, 5))
    assert (bound.ends_when, bound.answered_on, bound.ask_on) == (TASK, None, date(2021, 5, 1))
    answer = date(2026, 3, 1)
    record_event(
        store, OPERATOR, document_id, EventKind.CONFIRMED, effective_on=answer, source="普查未结束", now=NOW
    )
    with reading(store) as session:
        (bound,) = bound_documents(session, date(2026, 3, 5))
        assert (bound.answered_on, bound.ask_on) == (answer, date(2027, 3, 1))
    record_event(
        store,
        OPERATOR,
        document_id,
        EventKind.DECLARED_LAPSED,
        effective_on=date(2026, 3, 4),
        source="普查结束",
        now=NOW,
    )
    with reading(store) as session:
        assert bound_documents(session, date(2026, 3, 5)) == []


def test_an_act_may_bind_and_unbind(store: Store) -> None:
    dated = register_old(
        store, "关于防汛的通知", dates=Dates(published_on=date(2025, 1, 1), valid_until=date(2026, 12, 31))
    )
    record_event(
        store,
        OPERATOR,
        dated,
        EventKind.EXTENDED,
        effective_on=date(2026, 1, 1),
        source="决定",
        term=Term.TASK,
        new_ends_when="至防汛任务完成之日止",
        now=NOW,
    )
    with reading(store) as session:
        (bound,) = bound_documents(session, date(2026, 3, 5))
        assert (bound.ends_when, bound.ask_on) == ("防汛任务完成", date(2027, 1, 1))
        assert bound_documents(session, date(2025, 12, 31)) == []
    assert verify_register(store) == []


def test_the_office_and_the_contact_are_reminded_once_a_year(store: Store, cast: Cast) -> None:
    register_old(
        store, "示范区普查通知", ends_when=TASK,
        dates=Dates(published_on=date(2025, 3, 10), effective_on=date(2025, 3, 10)),
    )  # fmt: skip
    queue(store, at("03-09"))
    assert [notice.kind for notice in notices(store)] == []
    queue(store, at("03-10"))
    queue(store, at("03-11"))
    assert {notice.kind for notice in notices(store)} == {"condition_due"}
    assert len(notices(store)) == 3
    assert notices(store)[0].facts["term"] == WORDS
