"""Preview a move of a filing without making it: the next state, the next deadline, who gets a notice."""

from dataclasses import dataclass
from datetime import date

from registry.actions.filings.deadlines import after_move
from registry.actions.filings.moved import acts_on_record
from registry.actions.filings.telling import told_of, told_old_day
from registry.domain.filings import MOVES, STATE_WORDS, FilingState, Move
from registry.domain.moving import state_after
from registry.domain.owed_filings import Timeliness, timeliness
from registry.domain.validity import EVENT_WORDS, EventKind
from registry.domain.written_days import cn_date, cn_dates
from registry.storage.engine import Store, reading
from registry.storage.filings import Filing, moves_of
from registry.storage.recipients import names_of, recipients
from registry.storage.rulebook import load_rulebook


@dataclass(frozen=True)
class MovePreview:
    """The consequences of a move on a day; `told` are the names of the people who get a notice, if it is not held.

    `moved_from` is the deadline that an extension moves, `correct_by` the 改正期限 of an earlier opinion.
    """

    after: FilingState
    stays: bool
    act: EventKind | None
    step_due_on: date | None
    step_working: str
    clock_working: str
    moved_from: date | None
    correct_by: date | None
    told: tuple[str, ...]
    is_held: bool
    timeliness: Timeliness | None

    def effects(self) -> list[str]:
        """The consequences as sentences, for the page that asks for confirmation."""
        words = STATE_WORDS[self.after]
        sentences = [f"状态仍为“{words}”。" if self.stays else f"状态变为“{words}”。"]
        if self.act:
            sentences.append(f"文件自所填之日起{EVENT_WORDS[self.act]}，登记簿和公开页面同时变更。")
        if self.after is FilingState.OWED:
            sentences.append("这件备案重新列入待报送，报送期限不变。")
        if self.timeliness:
            sentences.append(f"时限认定：{self.timeliness.words(True)}。")
        if self.moved_from:
            sentences.append(
                f"审查期限由{cn_date(self.moved_from)}延至{cn_date(self.step_due_on)}：{cn_dates(self.step_working)}。"
            )
        elif self.step_due_on:
            sentences.append(f"下一步期限为{cn_date(self.step_due_on)}：{cn_dates(self.step_working)}。")
        if self.clock_working:
            sentences.append(f"审查计时停止：{cn_dates(self.clock_working)}。")
        if self.correct_by:
            sentences.append(f"此前定的改正期限为{cn_date(self.correct_by)}；本次不另填的，仍以它为准。")
        if self.told:
            sentences.append(f"立即通知{len(self.told)}人：{'、'.join(self.told)}。")
        if self.is_held:
            whose = "制定机关" if self.told else ""
            sentences.append(f"{whose}现在没有人能收到通知：通知留存，有人负责后自动转给。")
        return sentences


def preview_move(
    store: Store, filing_id: int, move: Move, *, on: date, today: date | None = None
) -> MovePreview:
    """The consequences of a move made `today`, on the true day `on`: the same unless it is typed in later.

    Raises Refusal when the table has no such move from the filing's state."""
    with reading(store) as session:
        filing = session.get_one(Filing, filing_id)
        made = [line.move for line in moves_of(session, filing_id)]
        after = state_after(filing.state, move, "…", filing.direction, made)
        moved = after_move(session, load_rulebook(session), filing, move, on)
        people = told_of(session, filing, move)
        told_on = today or on
        others = told_old_day(session, filing, move, filing.step_due_on, people, told_on)
        is_first = move is Move.SUBMIT and filing.first_submitted_on is None
        in_time = timeliness(filing.due_on, on, on) if is_first else None
        is_on_record = bool(acts_on_record(session, filing, move))
        act = MOVES[move].decides[0] if MOVES[move].needs_decision and not is_on_record else None
        return MovePreview(
            after=after,
            stays=after is filing.state,
            act=act,
            step_due_on=moved.step_due_on,
            step_working=moved.step_working,
            clock_working=moved.clock_working,
            moved_from=filing.step_due_on if moved.is_extended and not filing.is_extended else None,
            correct_by=filing.correct_by if MOVES[move].sets_correction else None,
            told=tuple(names_of(recipients(session, [*people, *others], told_on))),
            is_held=MOVES[move].notice is not None and not people,
            timeliness=in_time,
        )
