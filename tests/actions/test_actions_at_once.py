"""Several people at once: numbers without gaps, one winner where only one can win, a sentence for the others."""

import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations, count
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from registry.actions.add_authority import add_authority
from registry.actions.apply_intake import apply_intake
from registry.actions.edit_authority import edit_authority
from registry.actions.edit_document import edit_document
from registry.actions.edit_user import edit_user
from registry.actions.merge_authority import merge_authority
from registry.actions.refile_document import refile_document
from registry.actions.register_filing import register_filing
from registry.actions.release_round import release_round
from registry.actions.stage_intake import stage_intake
from registry.actions.start_number_series import start_number_series
from registry.actions.submit_filing import submit_filing
from registry.actions.verify_register import verify_register
from registry.actions.withdraw_filing import withdraw_filing
from registry.domain.errors import Refusal
from registry.domain.roles import OPERATOR, Role
from registry.storage.audit import AuditEntry
from registry.storage.authorities import Authority, AuthorityKind
from registry.storage.changes import Change
from registry.storage.documents import Document
from registry.storage.engine import Store, reading
from registry.storage.releases import Release
from tests.actions.filing_acts import TODAY, Act, enact_now, owed_filing, submitted_filing
from tests.actions.rounds import FACTS
from tests.actions.writing_acts import ACTS, open_gate, upload
from tests.cast import NOW
from tests.documents import DATES, facts, register

N_PEOPLE = 8
N_TIMES = 4


def at_once(acts: Sequence[Act]) -> list[Any]:
    """What each answered, a refusal as its sentence; whatever else is raised fails the test."""
    gate = threading.Barrier(len(acts))
    answers: list[Any] = [None] * len(acts)

    def perform(n: int) -> None:
        gate.wait()
        try:
            answers[n] = acts[n]()
        except Refusal as refusal:
            answers[n] = refusal.sentence
        except Exception as error:  # noqa: BLE001  a thread's error is brought to the test
            answers[n] = error

    threads = [threading.Thread(target=perform, args=(n,)) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one for one in answers if isinstance(one, Exception)] == []
    return answers


def check_sound(store: Store) -> None:
    """Everything derived is right, and neither the audit nor the change feed has a gap."""
    assert verify_register(store) == []
    with reading(store) as session:
        for numbers in (select(AuditEntry.seq), select(Change.seq)):
            given = sorted(session.exec(numbers).all())
            assert given == list(range(1, len(given) + 1))


def the_refusal(answers: Sequence[Any]) -> str:
    """The one sentence, of the one person who came second."""
    (sentence,) = [one for one in answers if isinstance(one, str)]
    return sentence


def test_filings_registered_at_once_get_numbers_without_gaps(store: Store) -> None:
    ids = [submitted_filing(store, n) for n in range(1, N_PEOPLE + 1)]
    numbers = at_once(
        [lambda one=one: register_filing(store, OPERATOR, one, on=TODAY, now=NOW) for one in ids]
    )
    assert sorted(numbers) == [f"备〔2026〕{n}号" for n in range(1, N_PEOPLE + 1)]
    check_sound(store)


def test_one_filing_is_registered_once_however_many_press_the_button(store: Store) -> None:
    one = submitted_filing(store)
    answers = at_once([lambda: register_filing(store, OPERATOR, one, on=TODAY, version=2, now=NOW)] * 4)
    assert answers.count("备〔2026〕1号") == 1
    assert sum("刚被他人办理" in answer for answer in answers) == 3
    check_sound(store)


def test_documents_registered_at_once_are_all_there_and_the_feed_has_no_gap(store: Store) -> None:
    ids = at_once([lambda n=n: enact_now(store, n) for n in range(1, N_PEOPLE + 1)])
    assert len(set(ids)) == N_PEOPLE
    check_sound(store)


def test_of_two_clerks_with_the_same_number_one_registers_it(store: Store) -> None:
    answers = at_once([lambda: register(store, OPERATOR, NOW)] * 2)
    assert "已经登记，请勿重复登记" in the_refusal(answers)
    with reading(store) as session:
        assert len(session.exec(select(Document.id)).all()) == 1
    check_sound(store)


def test_of_two_edits_of_the_same_version_one_is_kept_and_the_other_told(store: Store) -> None:
    one = register(store, OPERATOR, NOW)

    def edit(title: str) -> Any:
        return edit_document(store, OPERATOR, one, facts(title=title), version=1, now=NOW)

    answers = at_once([lambda: edit("甲办法"), lambda: edit("乙办法")])
    assert the_refusal(answers) == "该文件刚被他人修改，您填写的内容尚未保存。请对照最新内容后重新提交。"
    (kept,) = [one for one in answers if isinstance(one, dict)]
    with reading(store) as session:
        document = session.get_one(Document, one)
    assert (document.title, document.version) == (kept["title"][1], 2)
    check_sound(store)


def test_of_two_releases_of_one_round_one_happens(store: Store) -> None:
    round_id = open_gate(store)
    answers = at_once([lambda: release_round(store, OPERATOR, round_id, FACTS, now=NOW)] * 2)
    assert "本轮已于2026-03-05发布" in the_refusal(answers)
    with reading(store) as session:
        assert len(session.exec(select(Release.id)).all()) == 1
    check_sound(store)


def test_of_two_authorities_of_one_name_one_is_added(store: Store) -> None:
    answers = at_once(
        [lambda: add_authority(store, OPERATOR, name="示范区水务局", kind=AuthorityKind.DEPARTMENT, now=NOW)]
        * 2
    )
    assert "已在制定机关名单中" in the_refusal(answers)
    check_sound(store)


def test_a_withdrawn_filing_is_filed_again_once(store: Store) -> None:
    one = submitted_filing(store)
    withdraw_filing(store, OPERATOR, one, on=TODAY, reason="文件尚需修改", now=NOW)
    answers = at_once([lambda: refile_document(store, OPERATOR, one, reason="已修改", now=NOW)] * 2)
    assert "已经重新报送" in the_refusal(answers)
    check_sound(store)


@pytest.mark.parametrize("name", ["remove_attachment", "remove_relation", "void_event"])
def test_what_two_people_take_back_at_once_is_taken_back_once(store: Store, name: str) -> None:
    answers = at_once([ACTS[name](store)] * 2)
    assert "已被" in the_refusal(answers)
    check_sound(store)


def test_a_number_series_does_not_start_while_a_number_is_given(store: Store) -> None:
    """Whoever is first, no number is missing or given twice."""
    one, two = submitted_filing(store, 1), submitted_filing(store, 2)
    at_once(
        [
            lambda: register_filing(store, OPERATOR, one, on=TODAY, now=NOW),
            lambda: start_number_series(store, OPERATOR, year=2026, last_serial=40, now=NOW),
        ]
    )
    register_filing(store, OPERATOR, two, on=TODAY, now=NOW)
    check_sound(store)


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
        submit_filing(store, OPERATOR, one, on=TODAY, now=NOW)
        register_filing(store, OPERATOR, one, on=TODAY, now=NOW)

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
    sa.event.listen(store.engine, "after_cursor_execute", dawdle)
    assert any(at_once([lambda act=act: again_and_again(act) for act in acts]))
    check_sound(store)


def again_and_again(act: Act) -> int:
    """How many times it was not refused."""
    n_done = 0
    for _ in range(N_TIMES):
        try:
            act()
            n_done += 1
        except Refusal:
            continue
    return n_done


def dawdle(*_: Any) -> None:
    """Gives every other person the time to come in between two statements."""
    time.sleep(random.uniform(0, 0.003))


def _correct(store: Store, document_id: int) -> None:
    with reading(store) as session:
        document = session.get_one(Document, document_id)
    assert document.published_on is not None
    moved = document.published_on.replace(day=14 - document.published_on.day)
    corrected = facts(dates=replace(DATES, published_on=moved))
    edit_document(
        store, OPERATOR, document_id, corrected, version=document.version, reason="录入有误", now=NOW
    )
