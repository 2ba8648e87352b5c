"""Whether a move may be made from a state of a filing, where it leads, the day of a move, and what refuses them."""

from collections.abc import Collection
from datetime import date

from registry.domain.errors import Refusal
from registry.domain.filings import (
    MOVES,
    PARTY_WORDS,
    STATE_WORDS,
    Direction,
    FilingState,
    Move,
    Party,
    party_of,
    task_word,
)
from registry.domain.written_days import cn_date


def waited_for(state: FilingState, direction: Direction) -> str:
    """Who makes the next move, in words: 制定机关, 法制机构负责人, 上级备案机关; "" when the filing is concluded."""
    party = party_of(state)
    if party is None or direction is Direction.INCOMING:
        return PARTY_WORDS[party] if party else ""
    return PARTY_WORDS[Party.CLERK] if party is Party.AUTHORITY else "上级备案机关"


def standing(state: FilingState, direction: Direction) -> str:
    """The present state and who acts next, as the beginning of a sentence: 当前为“已报送”，等待法制机构形式审查."""
    who = waited_for(state, direction)
    return f"当前为“{STATE_WORDS[state]}”，" + (f"等待{who}{task_word(state)}" if who else "已经办结")


def check_move(state: FilingState, move: Move, direction: Direction = Direction.INCOMING) -> None:
    """Raises Refusal when the table has no such move from the state: it tells who acts instead."""
    if state not in MOVES[move].before:
        raise Refusal(
            f"{standing(state, direction)}；不能“{MOVES[move].word}”。页面可能已过时，请刷新后再操作。"
        )


def state_after(
    state: FilingState,
    move: Move,
    reason: str = "",
    direction: Direction = Direction.INCOMING,
    made: Collection[Move] = (),
) -> FilingState:
    """The state a move leads to; `made` are the moves before it. Raises Refusal when the table does not allow it, or
    its reason is missing."""
    rule = MOVES[move]
    check_move(state, move, direction)
    if rule.is_once and move in made:
        raise Refusal(f"每次备案只能“{rule.word}”一次，这件已经办过，不能再办。请在现有期限内办结。")
    if rule.needs_reason and not reason.strip():
        raise Refusal(f"“{rule.word}”须写明理由或内容。", "reason")
    return rule.after or state


def made_words(move: Move, state: FilingState) -> str:
    """The sentence that tells of a move that was made, with the new state where that is named otherwise."""
    word = MOVES[move].word
    return f"“{word}”已办理" + ("。" if word == STATE_WORDS[state] else f"，现为“{STATE_WORDS[state]}”。")


def check_day(on: date, today: date, last_on: date | None) -> None:
    """Raises Refusal for a day of a move that is to come, or lies before that of the move before it."""
    if on > today:
        raise Refusal(f"办理日期{cn_date(on)}晚于今天（{cn_date(today)}），请填写实际办理的日期。", "on")
    if last_on and on < last_on:
        raise Refusal(f"办理日期{cn_date(on)}早于上一步的日期（{cn_date(last_on)}），请核对。", "on")
