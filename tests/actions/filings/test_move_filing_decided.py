"""What a review decides becomes an act on the document in the transaction of the move, or a doubt that stays."""

from datetime import date

import pytest
from sqlmodel import select

from registry.actions.documents.record_event import record_event
from registry.actions.documents.void_event import void_event
from registry.actions.filings.move_filing import move_filing
from registry.domain.decisions import Decision
from registry.domain.doubts import Doubt
from registry.domain.errors import Refusal
from registry.domain.filings import FilingState, Move
from registry.domain.roles import OPERATOR
from registry.domain.validity import EventKind, Status
from registry.domain.written_days import cn_date
from registry.storage.documents.timelines import events_of, span_on
from registry.storage.doubts.tables import DocumentDoubt
from registry.storage.engine import Store, reading
from registry.storage.filings import Filing
from tests.building.documents import register_nth
from tests.building.filings import DECIDED_BY, TODAY, answered_filing, make_move, stored_filing
from tests.cast import NOW, Cast

EARLIER = date(2026, 2, 10)


@pytest.fixture
def answered(store: Store) -> int:
    """A filing whose opinion was answered."""
    return answered_filing(store)


def status_on(store: Store, filing_id: int, day: date = TODAY) -> Status:
    with reading(store) as session:
        span = span_on(session, session.get_one(Filing, filing_id).document_id, day)
        assert span is not None
        return span.status


def doubts(store: Store, filing_id: int) -> set[str]:
    with reading(store) as session:
        document_id = session.get_one(Filing, filing_id).document_id
        query = select(DocumentDoubt.doubt).where(DocumentDoubt.document_id == document_id)
        return set(session.exec(query).all())


@pytest.mark.parametrize(
    ("move", "kind", "status"),
    [
        (Move.ANNUL, EventKind.ANNULLED, Status.ANNULLED),
        (Move.SUSPEND, EventKind.SUSPENDED, Status.SUSPENDED),
        (Move.CORRECT, EventKind.REPEALED, Status.REPEALED),
        (Move.CORRECT, EventKind.AMENDED, Status.IN_FORCE),
    ],
)
def test_the_document_hears_the_conclusion(
    store: Store, cast: Cast, answered: int, move: Move, kind: EventKind, status: Status
) -> None:
    decision = Decision(kind, TODAY, DECIDED_BY)
    move_filing(store, cast.lead, answered, move, on=TODAY, reason="超越权限", decision=decision, now=NOW)
    assert status_on(store, answered) is status
    with reading(store) as session:
        event = events_of(session, stored_filing(store, answered).document_id)[-1]
    assert (event.kind, event.source) == (kind, DECIDED_BY)
    assert Doubt.CONCLUSION_NOT_RECORDED not in doubts(store, answered)


def test_an_annulment_that_reaches_back_says_so(store: Store, cast: Cast, answered: int) -> None:
    decision = Decision(EventKind.ANNULLED, EARLIER, DECIDED_BY)
    move_filing(
        store, cast.lead, answered, Move.ANNUL, on=TODAY, reason="自始违法", decision=decision, now=NOW
    )
    assert status_on(store, answered, EARLIER) is Status.ANNULLED
    with reading(store) as session:
        span = span_on(session, stored_filing(store, answered).document_id, TODAY)
    assert span is not None
    assert f"{cn_date(TODAY)}决定，溯及既往" in span.why


@pytest.mark.parametrize("move", [Move.ANNUL, Move.SUSPEND])
def test_without_its_decision_nothing_is_written(store: Store, cast: Cast, answered: int, move: Move) -> None:
    with pytest.raises(Refusal, match="由哪个机关哪份文件决定"):
        move_filing(store, cast.lead, answered, move, on=TODAY, reason="超越权限", now=NOW)
    assert stored_filing(store, answered).state is FilingState.FEEDBACK
    assert status_on(store, answered) is Status.IN_FORCE


def test_a_refused_act_refuses_the_move_too(store: Store, cast: Cast, answered: int) -> None:
    decision = Decision(EventKind.ANNULLED, TODAY, " ")
    with pytest.raises(Refusal, match="依据"):
        move_filing(
            store, cast.lead, answered, Move.ANNUL, on=TODAY, reason="超越权限", decision=decision, now=NOW
        )
    assert stored_filing(store, answered).state is FilingState.FEEDBACK


def test_an_act_on_record_is_not_asked_for_again(store: Store, cast: Cast, answered: int) -> None:
    document_id = stored_filing(store, answered).document_id
    kind = EventKind.ANNULLED
    record_event(store, OPERATOR, document_id, kind, effective_on=EARLIER, source=DECIDED_BY, now=NOW)
    move_filing(store, cast.lead, answered, Move.ANNUL, on=TODAY, reason="超越权限", now=NOW)
    with reading(store) as session:
        kinds = [event.kind for event in events_of(session, document_id)]
    assert kinds.count(EventKind.ANNULLED) == 1


def test_a_correction_without_its_text_is_a_doubt_until_an_act_is_recorded(
    store: Store, cast: Cast, answered: int
) -> None:
    make_move(store, cast.lead, answered, "correct", NOW)
    assert Doubt.CONCLUSION_NOT_RECORDED in doubts(store, answered)
    document_id, kind = stored_filing(store, answered).document_id, EventKind.AMENDED
    event_id = record_event(
        store, OPERATOR, document_id, kind, effective_on=TODAY, source="示农规〔2026〕9号", now=NOW
    )
    assert Doubt.CONCLUSION_NOT_RECORDED not in doubts(store, answered)
    void_event(store, OPERATOR, event_id, reason="记错了文件", now=NOW)
    assert Doubt.CONCLUSION_NOT_RECORDED in doubts(store, answered)


def test_an_amendment_from_before_the_review_corrects_nothing(
    store: Store, cast: Cast, answered: int
) -> None:
    document_id, kind = stored_filing(store, answered).document_id, EventKind.AMENDED
    record_event(
        store, OPERATOR, document_id, kind, effective_on=EARLIER, source="示农规〔2026〕2号", now=NOW
    )
    make_move(store, cast.lead, answered, "correct", NOW)
    assert Doubt.CONCLUSION_NOT_RECORDED in doubts(store, answered)


def test_the_deciding_document_gets_its_relation(store: Store, cast: Cast, answered: int) -> None:
    by = register_nth(store, 8)
    decision = Decision(EventKind.REPEALED, TODAY, "示农规〔2026〕8号", by)
    move_filing(store, cast.lead, answered, Move.CORRECT, on=TODAY, decision=decision, now=NOW)
    with reading(store) as session:
        event = events_of(session, stored_filing(store, answered).document_id)[-1]
    assert event.by_document_id == by


def test_an_accepted_explanation_passes_the_filing(store: Store, cast: Cast, answered: int) -> None:
    filing = make_move(store, cast.lead, answered, "accept", NOW)
    assert filing.state is FilingState.PASSED
    assert filing.concluded_on == TODAY
    assert Doubt.CONCLUSION_NOT_RECORDED not in doubts(store, answered)


def test_a_second_opinion_starts_the_days_of_the_answer_anew(store: Store, cast: Cast, answered: int) -> None:
    move_filing(store, cast.lead, answered, Move.OPINE_AGAIN, on=TODAY, reason="第四条仍违法", now=NOW)
    filing = stored_filing(store, answered)
    assert (filing.state, filing.opinion) == (FilingState.OPINION, "第四条仍违法")
    assert filing.step_due_on == date(2026, 4, 7)


def test_what_was_taken_back_is_owed_again_by_its_first_due_day(store: Store, cast: Cast) -> None:
    filing_id = answered_filing(store, upto="submit")
    due_on = stored_filing(store, filing_id).due_on
    filing = make_move(store, cast.drafter, filing_id, "take_back", NOW)
    assert (filing.state, filing.due_on) == (FilingState.OWED, due_on)
    assert (filing.submitted_on, filing.first_submitted_on, filing.concluded_on) == (None, None, None)
