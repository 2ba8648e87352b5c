"""Whose turn it is in a filing: who makes the next move from a state, and in which states it is a person's own."""

from collections.abc import Iterable
from enum import StrEnum

from registry.domain.filing_steps import runs_review
from registry.domain.filings import (
    MOVES,
    TRACK_WORDS,
    Direction,
    FilingState,
    Party,
    Track,
    party_of,
    task_word,
)
from registry.domain.owed_filings import submission_period
from registry.domain.review_clock import REVIEW_PERIOD
from registry.domain.roles import Actor, Permission
from registry.domain.rules import Period, RuleProfile

Turn = tuple[FilingState, Direction]

EXAMINED = FilingState.UNDER_REVIEW  # the clerk examines, the lead concludes


class Side(StrEnum):
    """Which side a filing waits for: the authority, our office, or the upper reviewer of what goes upward."""

    AUTHORITY = "authority"
    OFFICE = "office"
    REVIEWER = "reviewer"


class Whose(StrEnum):
    """Whose turn it is as a list is filtered: the reader's own, or a side's."""

    OWN = "own"
    OTHERS = "others"
    AUTHORITY = "authority"
    OFFICE = "office"
    REVIEWER = "reviewer"


WHOSE_WORDS: dict[Whose, str] = {
    Whose.OWN: "我",
    Whose.OTHERS: "他人",
    Whose.AUTHORITY: "制定机关",
    Whose.OFFICE: "法制机构",
    Whose.REVIEWER: "上级备案机关",
}


def side_of(turn: Turn) -> Side | None:
    """The side that a filing waits for; None when it is concluded. What goes upward the office hands in itself."""
    state, direction = turn
    party = party_of(state)
    if party is None:
        return None
    is_of_authority = party is Party.AUTHORITY
    if direction is Direction.OUTGOING:
        return Side.OFFICE if is_of_authority else Side.REVIEWER
    return Side.AUTHORITY if is_of_authority else Side.OFFICE


def turns_of(*sides: Side) -> frozenset[Turn]:
    """The states, with their direction, in which a filing waits for one of these sides."""
    return frozenset(turn for turn in _TURNS if side_of(turn) in sides)


def turns_asked(whose: Whose, actor: Actor, *, acts_as_clerk: bool = False) -> frozenset[Turn]:
    """The turns that a filtered list shows to this person."""
    match whose:
        case Whose.OWN:
            return own_turns(actor, acts_as_clerk=acts_as_clerk)
        case Whose.OTHERS:
            return others_turns(actor, acts_as_clerk=acts_as_clerk)
    return turns_of(Side(whose.value))


def own_turns(actor: Actor, *, acts_as_clerk: bool = False) -> frozenset[Turn]:
    """The states, with their direction, in which it is this person's turn.

    `acts_as_clerk` for a lead of an office without clerks, whose turn everything of the office is.
    """
    if not actor.may(Permission.READ_ALL):
        return frozenset(turn for turn in _TURNS if _may_hand_in(turn, actor))
    return frozenset(turn for turn in turns_of(Side.OFFICE) if _is_own(turn, actor, acts_as_clerk))


def others_turns(actor: Actor, *, acts_as_clerk: bool = False) -> frozenset[Turn]:
    """The turns of others that concern this person: for the office those of the upper reviewer are apart."""
    sides = (Side.OFFICE, Side.AUTHORITY) if actor.may(Permission.READ_ALL) else tuple(Side)
    return turns_of(*sides) - own_turns(actor, acts_as_clerk=acts_as_clerk)


def period_of(state: FilingState, track: Track, profile: RuleProfile) -> Period | None:
    """The period in which the step of a state is to be done; None for a step without one."""
    if state is FilingState.OWED:
        return submission_period(track, profile)
    if runs_review(state):
        return REVIEW_PERIOD
    periods = (rule.period for rule in MOVES.values() if rule.after is state)
    return next((period for period in periods if period), None)


def deadline_rules(steps: Iterable[tuple[FilingState, Track, RuleProfile]]) -> list[str]:
    """How the deadlines of these steps are counted, each rule said once: 形式审查：自报送之日起5个工作日；依据：….."""
    return list(dict.fromkeys(filter(None, (_deadline_rule(*step) for step in steps))))


def _deadline_rule(state: FilingState, track: Track, profile: RuleProfile) -> str:
    period = period_of(state, track, profile)
    if period is None:
        return ""
    task = TRACK_WORDS[track] if state is FilingState.OWED else task_word(state)
    days = f"{getattr(profile, period.parameter)}{'日' if period.unit == '日' else '个工作日'}"
    rolls = "，期满遇休息日顺延" if period.unit == "日" and profile.rollover else ""
    return f"{task}：自{period.label}起{days}{rolls}；依据：{profile.source_of(period.parameter)}。"


def _may_hand_in(turn: Turn, actor: Actor) -> bool:
    return party_of(turn[0]) is Party.AUTHORITY and actor.may(Permission.SUBMIT_FILING)


def _is_own(turn: Turn, actor: Actor, acts_as_clerk: bool) -> bool:
    """Whether it is the turn of this person of the office: a lead's own are the conclusions, the rest is a clerk's."""
    is_lead = actor.may(Permission.CONCLUDE_FILING)
    if turn[0] is EXAMINED:
        return actor.may(Permission.EXAMINE_FILING)
    is_conclusion = party_of(turn[0]) is Party.LEAD
    is_clerk = actor.may(Permission.EXAMINE_FILING) and (acts_as_clerk or not is_lead)
    return is_lead if is_conclusion else is_clerk


_TURNS = tuple(
    (state, direction) for state in FilingState for direction in Direction if party_of(state) is not None
)
