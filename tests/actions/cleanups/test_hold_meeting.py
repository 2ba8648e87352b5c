"""A meeting: only its changes are entered, they stand beside what was proposed and decided, and may be undone."""

from datetime import timedelta

import pytest

from registry.actions.cleanups.decide_outcomes import Decision, decide_outcomes
from registry.actions.cleanups.hold_meeting import hold_meeting
from registry.domain.cleanups import Answer, Outcome
from registry.domain.errors import Denied, Refusal
from registry.storage.cleanups.board import MeetingChange, meeting_changes
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.engine import Store, reading
from tests.building.documents import register_old
from tests.building.rounds import NOW, answer, item_of, start_round
from tests.cast import Cast

MEETING = {"meeting": "区政府第12次常务会议", "on": NOW.date(), "now": NOW}


def changes(store: Store, round_id: int) -> list[MeetingChange]:
    with reading(store) as session:
        return meeting_changes(session, round_id)


def test_what_the_meeting_changed_is_listed_and_undone_by_a_new_decision(store: Store, cast: Cast) -> None:
    ids = [register_old(store, f"关于{name}的通知") for name in "甲乙丙"]
    round_id = start_round(store)
    answer(store, round_id, dict.fromkeys(ids, Outcome.RETAIN))
    first, second, third = (item_of(store, round_id, document_id).id or 0 for document_id in ids)
    office = [
        Decision(first, Answer(Outcome.RETAIN, "见自查报告")),
        Decision(second, Answer(Outcome.LAPSE, "任务已完成")),
    ]
    decide_outcomes(store, cast.clerk, round_id, office, now=NOW)
    met = [
        Decision(first, Answer(Outcome.REPEAL, "会议认为已不适应", successor="会议纪要")),
        Decision(second, Answer(Outcome.LAPSE, "任务已完成")),
        Decision(third, Answer(Outcome.RETAIN, "会议同意保留")),
    ]
    assert hold_meeting(store, cast.clerk, round_id, met, **MEETING).n_decided == 2  # type: ignore[arg-type]
    (change,) = changes(store, round_id)
    assert (change.title, change.meeting, change.by) == ("关于甲的通知", MEETING["meeting"], cast.clerk.name)
    assert (change.proposed.outcome, change.decided.outcome, change.met.outcome) == (
        Outcome.RETAIN,
        Outcome.RETAIN,
        Outcome.REPEAL,
    )
    assert change.is_against_proposal
    assert change.is_against_office
    with reading(store) as session:
        cleanup = session.get_one(CleanupRound, round_id)
    assert (cleanup.meeting, cleanup.met_on) == (MEETING["meeting"], NOW.date())
    decide_outcomes(store, cast.lead, round_id, [Decision(first, Answer(Outcome.RETAIN))], now=NOW)
    assert changes(store, round_id) == []


def test_a_meeting_has_a_name_and_a_day_that_came(store: Store, cast: Cast) -> None:
    register_old(store, "关于甲的通知")
    round_id = start_round(store)
    for wrong, words in (({"meeting": " "}, "会议名称"), ({"on": NOW.date() + timedelta(1)}, "晚于今天")):
        with pytest.raises(Refusal, match=words):
            hold_meeting(store, cast.clerk, round_id, [], **{**MEETING, **wrong})  # type: ignore[arg-type]
    with pytest.raises(Denied):
        hold_meeting(store, cast.drafter, round_id, [], **MEETING)  # type: ignore[arg-type]
