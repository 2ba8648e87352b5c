"""Different acts at once, again and again: nobody waits for ever, nothing is half done."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, count

import pytest
import sqlalchemy as sa

from registry.actions.authorities.add_authority import add_authority
from registry.actions.authorities.edit_authority import edit_authority
from registry.actions.authorities.merge_authority import merge_authority
from registry.actions.cleanups.release_round import release_round
from registry.actions.documents.edit_document import edit_document
from registry.actions.filings.move_filing import move_filing
from registry.actions.intakes.apply_intake import apply_intake
from registry.actions.intakes.stage_intake import stage_intake
from registry.actions.people.edit_user import edit_user
from registry.domain.authorities import AuthorityKind
from registry.domain.filings import Move
from registry.domain.roles import OPERATOR, Role
from registry.storage.authorities import Authority
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading
from tests.building.concurrent_acts import N_TIMES, check_sound, n_performed, pause_briefly, perform_at_once
from tests.building.documents import DATES, facts, register
from tests.building.filings import TODAY, Act, owed_filing
from tests.building.rounds import FACTS
from tests.building.writing_acts import open_gate, upload
from tests.cast import NOW

STORIES: dict[str, Callable[[Store], Act]] = {}


def story(prepare: Callable[[Store], Act]) -> Callable[[Store], Act]:
    STORIES[prepare.__name__] = prepare
    return prepare


@story
def correct_a_date(store: Store) -> Act:
    """Its due date moves to and fro."""
    one = register(store, OPERATOR, NOW)
    return lambda: _correct(store, one)


@story
def rename_the_authority(store: Store) -> Act:
    serial = count(1)

    def rename() -> None:
        with reading(store) as session:
            version = session.get_one(Authority, 2).version
        name = f"示范区农业{next(serial)}局"
        edit_authority(store, OPERATOR, 2, name=name, kind=AuthorityKind.DEPARTMENT, version=version, now=NOW)

    return rename


@story
def edit_who_is_told(store: Store) -> Act:
    serial = count(1)
    fields = {"role": Role.CONTACT, "authority_id": 2, "email": "", "is_active": True, "now": NOW}
    return lambda: edit_user(store, OPERATOR, 1, name=f"周{next(serial)}", **fields)  # type: ignore[arg-type]


@story
def register_filings(store: Store) -> Act:
    waiting = iter([owed_filing(store, n) for n in range(100, 100 + N_TIMES)])

    def file() -> None:
        one = next(waiting)
        move_filing(store, OPERATOR, one, Move.SUBMIT, on=TODAY, now=NOW)
        move_filing(store, OPERATOR, one, Move.REGISTER, on=TODAY, now=NOW)

    return file


@story
def merge_authorities(store: Store) -> Act:
    ids = []
    for n in range(N_TIMES):
        ids.append(add_authority(store, OPERATOR, name=f"第{n}局", kind=AuthorityKind.DEPARTMENT, now=NOW))
        register(
            store,
            OPERATOR,
            NOW,
            authority_ids=(2, ids[n]),
            title=f"联合通知{n}",
            doc_no=f"示农〔2026〕{n + 50}号",
        )
    merging = iter(ids)
    return lambda: merge_authority(store, OPERATOR, next(merging), 2, now=NOW)


@story
def import_ledgers(store: Store) -> Act:
    ids = []
    for _ in range(N_TIMES):
        ids.append(upload(store))
        stage_intake(store, OPERATOR, ids[-1], NOW)
    staged = iter(ids)
    return lambda: apply_intake(store, OPERATOR, next(staged), NOW)


@story
def release_a_round(store: Store) -> Act:
    round_id = open_gate(store)
    return lambda: release_round(store, OPERATOR, round_id, FACTS, now=NOW)


@pytest.mark.slow
@pytest.mark.parametrize("names", [*combinations(STORIES, 2), tuple(STORIES)], ids=" and ".join)
def test_different_acts_at_once_do_not_wait_for_each_other_for_ever(
    store: Store, names: tuple[str, ...]
) -> None:
    """Each is performed again and again; who comes second is told so, which is no failure; a deadlock is one."""
    acts = [STORIES[name](store) for name in names]
    sa.event.listen(store.engine, "after_cursor_execute", pause_briefly)
    assert any(perform_at_once([lambda act=act: n_performed(act) for act in acts]))
    check_sound(store)


def _correct(store: Store, document_id: int) -> None:
    with reading(store) as session:
        document = session.get_one(Document, document_id)
    assert document.published_on is not None
    moved = document.published_on.replace(day=14 - document.published_on.day)
    corrected = facts(dates=replace(DATES, published_on=moved))
    edit_document(
        store, OPERATOR, document_id, corrected, version=document.version, reason="录入有误", now=NOW
    )
