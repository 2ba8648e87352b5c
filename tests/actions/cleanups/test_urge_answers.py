"""Urging: every silent authority once a day, by name, and no other one."""

from datetime import timedelta

import pytest
from sqlmodel import select

from registry.actions.cleanups.decide_outcomes import Decision, decide_outcomes
from registry.actions.cleanups.urge_answers import urge_answers
from registry.domain.cleanups import Answer, Outcome
from registry.domain.errors import Denied
from registry.domain.notices import NoticeKind, NoticeState
from registry.jobs._held import settle_held
from registry.storage.engine import Store, reading, transaction
from registry.storage.notices import Notice
from registry.storage.people import User
from tests.building.documents import register_old
from tests.building.rounds import NOW, answer, item_of, start_round
from tests.cast import Cast


def urges(store: Store) -> list[tuple[int | None, str]]:
    with reading(store) as session:
        query = select(Notice).where(Notice.kind == NoticeKind.CLEANUP_URGED)
        return [(notice.user_id, notice.state) for notice in session.exec(query)]


def test_the_silent_ones_are_told_once_a_day(store: Store, cast: Cast) -> None:
    register_old(store, "关于甲的通知")
    other = register_old(store, "关于乙的通知", authority_id=3)
    round_id = start_round(store)
    answer(store, round_id, {other: Outcome.RETAIN})
    assert urge_answers(store, cast.clerk, round_id, now=NOW).told == ["示范区农业农村局"]
    again = urge_answers(store, cast.lead, round_id, now=NOW + timedelta(hours=2))
    assert (again.told, again.already) == ([], ["示范区农业农村局"])
    assert urge_answers(store, cast.clerk, round_id, now=NOW + timedelta(1)).told == ["示范区农业农村局"]
    assert [user_id for user_id, _ in urges(store)] == [cast.drafter.user_id] * 2
    with pytest.raises(Denied):
        urge_answers(store, cast.drafter, round_id, now=NOW)


def test_a_silent_one_that_the_office_decided_for_is_urged_all_the_same(store: Store, cast: Cast) -> None:
    document_id = register_old(store, "关于甲的通知")
    round_id = start_round(store)
    item_id = item_of(store, round_id, document_id).id or 0
    decide_outcomes(store, cast.clerk, round_id, [Decision(item_id, Answer(Outcome.RETAIN))], now=NOW)
    assert urge_answers(store, cast.clerk, round_id, now=NOW).told == ["示范区农业农村局"]


def test_without_a_contact_the_notice_waits_and_ends_with_the_answer(store: Store, cast: Cast) -> None:
    document_id = register_old(store, "关于甲的通知")
    with transaction(store) as session:
        session.get_one(User, cast.drafter.user_id).is_active = False
    round_id = start_round(store)
    assert urge_answers(store, cast.clerk, round_id, now=NOW).held == ["示范区农业农村局"]
    with transaction(store) as session:
        settle_held(session, NOW)
    assert urges(store) == [(None, NoticeState.HELD)]
    answer(store, round_id, {document_id: Outcome.RETAIN})
    with transaction(store) as session:
        settle_held(session, NOW)
    assert urges(store) == [(None, NoticeState.CANCELLED)]
