"""The day of the answers is moved to a later one, with a reason that those who have not answered are told."""

from datetime import date

import pytest
from sqlmodel import select

from registry.actions.cleanups.move_answers_day import move_answers_day
from registry.actions.cleanups.tell_round import tell_round
from registry.domain.cleanups import Outcome
from registry.domain.errors import Denied, Refusal
from registry.domain.notices import NoticeKind
from registry.storage.cleanups.tables import CleanupReturn, CleanupRound
from registry.storage.engine import Store, reading, transaction
from registry.storage.notices import Notice
from registry.storage.people import User
from tests.building.documents import register_old
from tests.building.rounds import NOW, decide, start_round
from tests.cast import Cast

DAY, LATER = date(2026, 4, 3), date(2026, 4, 20)


@pytest.fixture
def round_id(store: Store) -> int:
    register_old(store, "关于甲的通知")
    register_old(store, "关于乙的通知")
    register_old(store, "关于丙的通知", authority_id=3)
    return start_round(store, answers_due_on=DAY)


def told(store: Store) -> list[tuple[int | None, date | None, str, str, str]]:
    query = select(Notice).where(Notice.kind == NoticeKind.CLEANUP_OPENED).order_by(Notice.id)  # type: ignore[arg-type]
    with reading(store) as session:
        return [
            (notice.user_id, notice.due_on, notice.facts["n_documents"], notice.facts["reason"], notice.state)
            for notice in session.exec(query)
        ]


def test_opening_tells_each_authority_how_many_and_by_when(store: Store, cast: Cast, round_id: int) -> None:
    assert told(store) == [
        (cast.drafter.user_id, DAY, "2", "", "pending"),
        (cast.stranger.user_id, DAY, "1", "", "pending"),
    ]
    with reading(store) as session:
        facts = session.get_one(Notice, 1).facts
    assert facts["working"].startswith("自2026年3月5日开展起第29日")
    assert facts["path"] == f"/desk/cleanups/{round_id}"


def test_who_was_told_is_not_told_again(store: Store, cast: Cast, round_id: int) -> None:
    assert tell_round(store, cast.clerk, round_id, now=NOW) == 0
    assert len(told(store)) == 2


def test_nobody_responsible_is_held_for_each_authority(store: Store) -> None:
    with transaction(store) as session:
        for user_id in (1, 2):
            session.get_one(User, user_id).is_active = False
    for authority_id in (2, 3):
        register_old(store, f"关于{authority_id}的通知", authority_id=authority_id)
    start_round(store, answers_due_on=DAY)
    assert [(user_id, state) for user_id, *_, state in told(store)] == [(None, "held"), (None, "held")]


def test_a_later_day_is_told_with_its_reason_to_who_has_not_answered(
    store: Store, cast: Cast, round_id: int
) -> None:
    with transaction(store) as session:
        session.add(
            CleanupReturn(round_id=round_id, authority_id=3, signed_on=DAY, signer="吴旁观", recorded_at=NOW)
        )
    assert move_answers_day(store, cast.clerk, round_id, LATER, "人手不足", now=NOW) == 1
    assert told(store)[2:] == [(cast.drafter.user_id, LATER, "2", "人手不足", "pending")]
    with reading(store) as session:
        assert session.get_one(CleanupRound, round_id).answers_due_on == LATER


def test_what_the_office_decided_waits_for_nobody(store: Store, cast: Cast, round_id: int) -> None:
    decide(store, round_id, {1: Outcome.RETAIN, 2: Outcome.RETAIN})
    move_answers_day(store, cast.clerk, round_id, LATER, "人手不足", now=NOW)
    assert [user_id for user_id, *_ in told(store)[2:]] == [cast.stranger.user_id]


@pytest.mark.parametrize(
    ("day", "reason", "sentence"),
    [
        (LATER, " ", "写明改期的原因"),
        (DAY, "人手不足", "只能延后"),
        (date(2026, 4, 2), "人手不足", "只能延后"),
        (date(2026, 3, 4), "人手不足", "已经过了"),
    ],
)
def test_a_day_that_is_not_later_and_a_missing_reason_are_refused(
    store: Store, cast: Cast, round_id: int, day: date, reason: str, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        move_answers_day(store, cast.clerk, round_id, day, reason, now=NOW)
    assert len(told(store)) == 2


def test_a_contact_moves_no_day_of_the_offices_round(store: Store, cast: Cast, round_id: int) -> None:
    with pytest.raises(Denied):
        move_answers_day(store, cast.drafter, round_id, LATER, "人手不足", now=NOW)
