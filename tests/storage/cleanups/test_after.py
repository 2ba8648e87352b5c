"""What a released round asks to be amended, and what has amended it since."""

from datetime import date

from registry.domain.after_release import AmendState
from registry.domain.cleanups import Outcome
from registry.domain.documents import Dates, RelationKind
from registry.storage.cleanups.after import (
    FoundAmendment,
    found_amendments,
    owed_amendments,
    undone_amendments,
)
from registry.storage.documents.tables import Relation
from registry.storage.engine import Store, reading, transaction
from tests.building.documents import STEPS, register_old
from tests.building.rounds import decide, release_amendment, start_round

DUE, AFTER = date(2026, 9, 30), date(2026, 10, 1)


def test_nothing_is_owed_before_the_release(store: Store) -> None:
    document_id = register_old(store, "关于甲的通知")
    decide(store, start_round(store), {document_id: Outcome.TO_AMEND})
    with reading(store) as session:
        assert owed_amendments(session, AFTER) == []


def test_a_released_amendment_runs_until_its_day_and_is_undone_after_it(store: Store) -> None:
    round_id, document_id = release_amendment(store)
    with reading(store) as session:
        (owed,) = owed_amendments(session, DUE, round_id=round_id)
        assert (owed.document.id, owed.state) == (document_id, AmendState.RUNNING)
        assert owed.item.deadline_on == DUE
        assert undone_amendments(session, [document_id], DUE) == {}
        undone = undone_amendments(session, [document_id], AFTER)
        assert undone[document_id].state is AmendState.LATE
        assert owed_amendments(session, AFTER, authority_id=owed.authority.id or 0)
        assert owed_amendments(session, AFTER, authority_id=1) == []


def test_an_act_in_force_that_amends_the_document_is_found(store: Store) -> None:
    _, document_id = release_amendment(store)
    act_id = register_old(
        store,
        "关于修改甲的通知",
        doc_no="示农〔2026〕8号",
        dates=Dates(published_on=date(2026, 3, 5), effective_on=date(2026, 6, 1)),
        steps=STEPS,
    )
    with transaction(store) as session:
        session.add(Relation(document_id=act_id, kind=RelationKind.AMENDS, other_id=document_id))
    with reading(store) as session:
        owed = owed_amendments(session, DUE)
        assert found_amendments(session, owed, date(2026, 5, 31)) == {}
        found = found_amendments(session, owed, date(2026, 6, 1))[owed[0].item.id or 0]
        assert isinstance(found, FoundAmendment)
        assert (found.on, found.document and found.document.id) == (date(2026, 6, 1), act_id)
