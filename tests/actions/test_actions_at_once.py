"""Several people at once: numbers without gaps, one winner where only one can win, a sentence for the others."""

from typing import Any

import pytest
from sqlmodel import select

from registry.actions.authorities.add_authority import add_authority
from registry.actions.cleanups.release_round import release_round
from registry.actions.documents.edit_document import edit_document
from registry.actions.filings.move_filing import move_filing
from registry.actions.filings.refile_document import refile_document
from registry.actions.filings.start_number_series import start_number_series
from registry.domain.authorities import AuthorityKind
from registry.domain.filings import Move
from registry.domain.roles import OPERATOR, Actor
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading
from registry.storage.releases import Release
from tests.building.concurrent_acts import check_sound, only_refusal, perform_at_once
from tests.building.documents import facts, register, register_nth
from tests.building.filings import (
    REASON,
    TODAY,
    owed_filing,
    register_filing,
    stored_filing,
    submitted_filing,
)
from tests.building.rounds import FACTS
from tests.building.writing_acts import ACTS, open_gate
from tests.cast import NOW, Cast

N_PEOPLE = 8


def test_filings_registered_at_once_get_numbers_without_gaps(store: Store) -> None:
    ids = [submitted_filing(store, n) for n in range(1, N_PEOPLE + 1)]
    numbers = perform_at_once(
        [lambda filing_id=filing_id: register_filing(store, filing_id) for filing_id in ids]
    )
    assert sorted(numbers) == [f"备〔2026〕{n}号" for n in range(1, N_PEOPLE + 1)]
    check_sound(store)


def test_one_filing_is_registered_once_however_many_press_the_button(store: Store) -> None:
    one = submitted_filing(store)
    answers = perform_at_once([lambda: register_filing(store, one, version=2)] * 4)
    assert answers.count("备〔2026〕1号") == 1
    assert sum("没有重复办理" in answer for answer in answers) == 3  # it was one person who pressed it
    check_sound(store)


@pytest.mark.parametrize("other", [Move.DEFER, Move.REFUSE, Move.TAKE_BACK])
def test_of_two_different_moves_at_once_one_is_made_and_the_other_told_by_whom(
    store: Store, cast: Cast, other: Move
) -> None:
    one = submitted_filing(store)
    who = cast.drafter if other is Move.TAKE_BACK else cast.lead

    def move(actor: Actor, made: Move) -> Any:
        return move_filing(store, actor, one, made, on=TODAY, reason=REASON, version=2, now=NOW)

    answers = perform_at_once([lambda: move(cast.clerk, Move.REGISTER), lambda: move(who, other)])
    sentence = only_refusal(answers)
    assert "最近一次是" in sentence
    assert any(f"{actor.name}于2026年3月5日 10:00" in sentence for actor in (cast.clerk, who))
    assert stored_filing(store, one).version == 3
    check_sound(store)


def test_documents_registered_at_once_are_all_there_and_the_feed_has_no_gap(store: Store) -> None:
    ids = perform_at_once([lambda n=n: register_nth(store, n) for n in range(1, N_PEOPLE + 1)])
    assert len(set(ids)) == N_PEOPLE
    check_sound(store)


def test_of_two_clerks_with_the_same_number_one_registers_it(store: Store) -> None:
    answers = perform_at_once([lambda: register(store, OPERATOR, NOW)] * 2)
    assert "已经登记，请勿重复登记" in only_refusal(answers)
    with reading(store) as session:
        assert len(session.exec(select(Document.id)).all()) == 1
    check_sound(store)


def test_of_two_edits_of_the_same_version_one_is_kept_and_the_other_told(store: Store) -> None:
    one = register(store, OPERATOR, NOW)

    def edit(title: str) -> Any:
        return edit_document(store, OPERATOR, one, facts(title=title), version=1, now=NOW)

    answers = perform_at_once([lambda: edit("甲办法"), lambda: edit("乙办法")])
    assert only_refusal(answers) == (
        "您在另一页面已保存过这件文件（2026年3月5日 10:00），这一页填写的内容尚未保存。"
        "请对照最新内容后重新提交。"
    )
    (kept,) = [one for one in answers if isinstance(one, dict)]
    with reading(store) as session:
        document = session.get_one(Document, one)
    assert (document.title, document.version) == (kept["title"][1], 2)
    check_sound(store)


def test_of_two_releases_of_one_round_one_happens(store: Store) -> None:
    round_id = open_gate(store)
    answers = perform_at_once([lambda: release_round(store, OPERATOR, round_id, FACTS, now=NOW)] * 2)
    assert "本轮已于2026年3月5日发布" in only_refusal(answers)
    with reading(store) as session:
        assert len(session.exec(select(Release.id)).all()) == 1
    check_sound(store)


def test_of_two_authorities_of_one_name_one_is_added(store: Store) -> None:
    answers = perform_at_once(
        [lambda: add_authority(store, OPERATOR, name="示范区水务局", kind=AuthorityKind.DEPARTMENT, now=NOW)]
        * 2
    )
    assert "已在制定机关名单中" in only_refusal(answers)
    check_sound(store)


def test_a_withdrawn_filing_is_filed_again_once(store: Store) -> None:
    one = owed_filing(store)
    move_filing(store, OPERATOR, one, Move.WITHDRAW, on=TODAY, reason="文件尚需修改", now=NOW)
    answers = perform_at_once([lambda: refile_document(store, OPERATOR, one, reason="已修改", now=NOW)] * 2)
    assert "已经重新报送" in only_refusal(answers)
    check_sound(store)


@pytest.mark.parametrize("name", ["remove_attachment", "remove_relation", "void_event"])
def test_what_two_people_take_back_at_once_is_taken_back_once(store: Store, name: str) -> None:
    answers = perform_at_once([ACTS[name](store)] * 2)
    assert "已被" in only_refusal(answers)
    check_sound(store)


def test_a_number_series_does_not_start_while_a_number_is_given(store: Store) -> None:
    """Whoever is first, no number is missing or given twice."""
    one, two = submitted_filing(store, 1), submitted_filing(store, 2)
    perform_at_once(
        [
            lambda: register_filing(store, one),
            lambda: start_number_series(store, OPERATOR, year=2026, last_serial=40, now=NOW),
        ]
    )
    register_filing(store, two)
    check_sound(store)
