"""Review proposals: every state and move, what a proposal must say, and which files may come with it."""

from dataclasses import replace
from datetime import date

import pytest

from registry.domain.calendars import WorkCalendar
from registry.domain.errors import Refusal
from registry.domain.places import DEFAULT_PROFILES
from registry.domain.reminders import Audience, reply_step
from registry.domain.review_proposals import (
    CONCLUDED,
    LONGEST,
    MOST_BYTES,
    MOVES,
    OPEN,
    REPLY_PERIOD,
    Person,
    ProposalMove,
    ProposalState,
    Proposed,
    Proposer,
    check_move,
    check_proposal,
    kind_of_file,
    moves_open,
)
from registry.domain.roles import Actor, Role

PERSON = Person(Proposer.CITIZEN, "甄提出", "13900002468")
PROPOSED = Proposed("示范区停车办法", "第三条违反上位法。")
ANONYMOUS = Person(Proposer.CITIZEN)


def may(role: Role, state: ProposalState) -> list[ProposalMove]:
    return moves_open(state, Actor("某人", role))


def test_each_open_state_has_a_move_and_each_end_has_none() -> None:
    for state in ProposalState:
        leaving = [move for move, rule in MOVES.items() if state in rule.before]
        assert bool(leaving) == (state in OPEN)
    assert set(ProposalState) - OPEN == CONCLUDED
    assert set(MOVES) == set(ProposalMove)


def test_every_state_is_reached() -> None:
    assert {rule.after for rule in MOVES.values()} == set(ProposalState) - {ProposalState.RECEIVED}


def test_only_the_office_moves_and_only_a_lead_signs() -> None:
    for state in ProposalState:
        for role in (Role.VISITOR, Role.CONTACT, Role.ADMIN, Role.AUDITOR):
            assert may(role, state) == []
    assert ProposalMove.REPLY not in may(Role.CLERK, ProposalState.EXAMINED)
    assert may(Role.LEAD, ProposalState.EXAMINED)[0] is ProposalMove.REPLY


@pytest.mark.parametrize("state", ProposalState)
@pytest.mark.parametrize("move", ProposalMove)
def test_a_move_from_another_state_is_refused_with_what_is_possible(
    state: ProposalState, move: ProposalMove
) -> None:
    if state in MOVES[move].before:
        check_move(state, move)
        return
    with pytest.raises(Refusal, match=f"现为“{state.word}”，不能“{move.word}”"):
        check_move(state, move)


@pytest.mark.parametrize(
    ("person", "proposed", "is_anonymous", "field"),
    [
        (PERSON, replace(PROPOSED, title=""), False, "title"),
        (PERSON, replace(PROPOSED, reason=""), False, "reason"),
        (replace(PERSON, name=""), PROPOSED, False, "name"),
        (replace(PERSON, phone=""), PROPOSED, False, "phone"),
        (ANONYMOUS, PROPOSED, False, "name"),
        (PERSON, PROPOSED, True, "is_anonymous"),
        *(
            (replace(PERSON, email=mail), PROPOSED, False, "email")
            for mail in ("@", "a@", "@b.cn", "a b@c.cn", "a@b")
        ),
        *(
            (PERSON, replace(PROPOSED, **{name: "长" * (LONGEST[name] + 1)}), False, name)
            for name in ("title", "doc_no", "clause", "higher_law", "reason")
        ),
        *(
            (replace(PERSON, **{name: "长" * (LONGEST[name] + 1)}), PROPOSED, False, name)
            for name in ("name", "phone", "email", "address")
        ),
    ],
)
def test_what_is_missing_or_too_long_is_refused_at_its_field(
    person: Person, proposed: Proposed, is_anonymous: bool, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        check_proposal(person, proposed, is_anonymous=is_anonymous)
    assert refused.value.field == field


def test_one_way_to_be_reached_is_enough_and_nobody_has_to_give_a_name() -> None:
    for way in ({"phone": "1"}, {"email": "a@b.cn"}, {"address": "某路"}):
        check_proposal(Person(Proposer.COMPANY, "某公司", **way), PROPOSED, is_anonymous=False)
    check_proposal(ANONYMOUS, PROPOSED, is_anonymous=True)


def test_a_file_is_of_the_kind_that_its_ending_and_its_bytes_say() -> None:
    assert kind_of_file("a.PDF", b"%PDF-1.7") == "pdf"
    assert kind_of_file("c:\\x\\b.jpeg", b"\xff\xd8\xff\xe0") == "jpg"
    for name, content in (
        ("a.pdf", b"<html>"),
        ("a.pdf", b""),
        ("a.pdf", b"%PDF-" + b"0" * MOST_BYTES),
        ("a.exe", b"MZ"),
        ("a.html", b"%PDF-"),
        ("a", b"%PDF-"),
        ("a.pdf.js", b"%PDF-"),
        ("", b"%PDF-"),
    ):
        with pytest.raises(Refusal) as refused:
            kind_of_file(name, content)
        assert refused.value.field == "files"


def test_the_day_to_reply_by_is_counted_from_the_day_of_receipt_and_rolls_over() -> None:
    due = REPLY_PERIOD.due(date(2026, 3, 4), DEFAULT_PROFILES[-1], WorkCalendar({}))
    assert (due.raw_on, due.due_on) == (date(2026, 5, 3), date(2026, 5, 4))  # a Sunday
    assert "自收到审查建议之日2026-03-04起算（次日为第1日），60日届满为2026-05-03（周日）" in due.working()


def test_a_draft_is_the_leads_to_answer_for_and_the_rest_the_clerks() -> None:
    profile, day = DEFAULT_PROFILES[-1], date(2026, 5, 6)
    told = {state: reply_step(state, day, profile) for state in ProposalState}
    assert {state for state, step in told.items() if step} == OPEN
    examined, received = told[ProposalState.EXAMINED], told[ProposalState.RECEIVED]
    assert examined
    assert received
    assert [rung.audience for rung in examined.rungs] == [Audience.LEADS]
    assert [(rung.audience, rung.late_from) for rung in received.rungs] == [
        (Audience.CLERKS, None),
        (Audience.LEADS, profile.late_lead_days),
    ]
