"""The filings of 今日 in sections: overdue, due soon, waiting for the person, waiting for others."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flask import url_for
from sqlmodel import Session

from registry.domain.days_left import DaysLeft, days_left
from registry.domain.documents import shown_title
from registry.domain.duties import SOON_DAYS
from registry.domain.filings import (
    MOVES,
    Direction,
    is_from_paper,
    moves_open,
    next_moves,
    task_word,
)
from registry.domain.moving import waited_for
from registry.domain.roles import Actor, Permission
from registry.domain.turns import (
    EXAMINED,
    Side,
    Turn,
    Whose,
    deadline_rules,
    others_turns,
    own_turns,
    turns_of,
)
from registry.storage.filing_agenda import Waiting, corrections_waiting, filings_waiting, waiting_since
from registry.storage.filing_lists import FilingRow, Timing, Window, late, later, soon
from registry.storage.filings import Filing, deadline_of
from registry.storage.recipients import acts_as_clerk
from registry.storage.rulebook import Rulebook, load_rulebook
from registry.web.paging import with_query

N_ROWS = 10
_SOON = f"{SOON_DAYS}日内到期"
_LATE = ("late", "late-authorities")
_CORRECTS = {Direction.INCOMING: "制定机关改正", Direction.OUTGOING: "法制机构落实改正"}
_SET_BY_OPINION = "改正期限由审查意见规定，改正情况确认后不再列出。"


class Row(NamedTuple):
    """A row of the agenda: the filing, who acts, by when, and the next step of the person who reads it.

    `besides` tells that the review clock stands still.
    """

    filing_id: int
    title: str
    address: str
    note: str
    who: str
    since: date | None
    due_on: date | None
    left: DaysLeft | None
    step: str
    step_address: str
    is_own: bool
    besides: str = ""


class Section(NamedTuple):
    """A section of the agenda; `all_address` lists all its filings, `rules` tell how its deadlines are counted."""

    id: str
    name: str
    tone: str
    all_address: str
    rows: list[Row]
    total: int
    rules: list[str]
    names_who: bool
    may_urge: bool


class _Reader(NamedTuple):
    """Who reads the agenda on a day, and the turns that are this person's own and those of others."""

    actor: Actor
    own: frozenset[Turn]
    others: frozenset[Turn]
    day: date


@dataclass(frozen=True)
class _Part:
    """What a section holds: whose turns, and the window of their deadlines."""

    id: str
    name: str
    tone: str
    turns: Collection[Turn]
    window: Window
    query: dict[str, str]
    names_who: bool = False
    may_urge: bool = False


def sections(session: Session, actor: Actor, own: int | None, day: date) -> list[Section]:
    """The sections with a filing in them; `own` is the contact's authority, None for the office."""
    is_clerk = acts_as_clerk(session, actor)
    reader = _Reader(
        actor, own_turns(actor, acts_as_clerk=is_clerk), others_turns(actor, acts_as_clerk=is_clerk), day
    )
    parts = _of_contact(reader) if own is not None else _of_office(reader)
    held = (
        (part, filings_waiting(session, part.turns, part.window, authority_id=own, limit=N_ROWS))
        for part in parts
    )
    filled = [(part, waiting) for part, waiting in held if waiting.total]
    corrections = corrections_waiting(session, day, authority_id=own, limit=N_ROWS)
    if not filled and not corrections.total:
        return []
    book = load_rulebook(session)
    rows = [row for _, waiting in filled for row in waiting.rows]
    since = waiting_since(session, [row[0].id or 0 for row in (*rows, *corrections.rows)])
    shown = [_section(part, waiting, book, since, reader) for part, waiting in filled]
    if corrections.total:
        n_late = sum(section.id in _LATE for section in shown)
        shown.insert(n_late, _corrections(corrections, book, since, reader))
    return shown


def _of_contact(reader: _Reader) -> Iterator[_Part]:
    own, day = reader.own, reader.day
    yield _Part("late", "逾期", "danger", own, late(day), _query(Whose.OWN, Timing.STEP_LATE))
    yield _Part("soon", _SOON, "warn", own, soon(day), _query(Whose.OWN, Timing.STEP_SOON))
    yield _Part("mine", "等本机关办理", "", own, later(day), _query(Whose.OWN, Timing.STEP_LATER))
    yield _Part("others", "等法制机构办理", "", reader.others, Window(), _query(Whose.OTHERS), names_who=True)


def _of_office(reader: _Reader) -> Iterator[_Part]:
    day, office, authority = reader.day, turns_of(Side.OFFICE), turns_of(Side.AUTHORITY)
    yield _Part(
        "late",
        "法制机构逾期",
        "danger",
        office,
        late(day),
        _query(Whose.OFFICE, Timing.STEP_LATE),
        names_who=True,
    )
    yield _Part(
        "late-authorities",
        "制定机关逾期",
        "danger",
        authority,
        late(day),
        _query(Whose.AUTHORITY, Timing.STEP_LATE),
        names_who=True,
        may_urge=reader.actor.may(Permission.EXAMINE_FILING),
    )
    both = office | authority
    yield _Part("soon", _SOON, "warn", both, soon(day), _query(None, Timing.STEP_SOON), names_who=True)
    yield _Part("mine", "等您办理", "", reader.own, later(day), _query(Whose.OWN, Timing.STEP_LATER))
    others = _query(Whose.OTHERS, Timing.STEP_LATER)
    yield _Part("others", "等他人办理", "", reader.others, later(day), others, names_who=True)
    reviewer = turns_of(Side.REVIEWER)
    yield _Part("reviewer", "等上级备案机关", "", reviewer, Window(), _query(Whose.REVIEWER), names_who=True)


def _query(whose: Whose | None, timing: Timing | None = None) -> dict[str, str]:
    """The filter of the list of filings that shows a whole section."""
    asked = {"whose": whose, "timing": timing}
    return {name: value.value for name, value in asked.items() if value is not None}


def _section(
    part: _Part, waiting: Waiting, book: Rulebook, since: dict[int, date], reader: _Reader
) -> Section:
    filings = [row[0] for row in waiting.rows]
    steps = [
        (filing.state, filing.track, book.profile_for(filing.start_on or reader.day)) for filing in filings
    ]
    return Section(
        part.id,
        part.name,
        part.tone,
        with_query(url_for("desk.filings.index"), part.query),
        [_row(row, book, since, reader) for row in waiting.rows],
        waiting.total,
        deadline_rules(steps),
        part.names_who,
        part.may_urge,
    )


def _corrections(waiting: Waiting, book: Rulebook, since: dict[int, date], reader: _Reader) -> Section:
    """The section of the corrections that opinions asked for, each by its own day."""
    rows = []
    for row in waiting.rows:
        filing, due_on = row[0], row[0].correct_by
        left = days_left(due_on, reader.day, book.calendar) if due_on else None
        shown = _row(row, book, since, reader)
        rows.append(shown._replace(who=_CORRECTS[filing.direction], due_on=due_on, left=left, besides=""))
    address = with_query(url_for("desk.filings.index"), _query(None, Timing.CORRECTION))
    is_late = any(row.left and row.left.n_days < 0 for row in rows)
    tone = "danger" if is_late else "warn"
    return Section(
        "corrections", "改正期限", tone, address, rows, waiting.total, [_SET_BY_OPINION], True, False
    )


def _row(row: FilingRow, book: Rulebook, since: dict[int, date], reader: _Reader) -> Row:
    filing, document, authority = row
    address = url_for("desk.filings.show", filing_id=filing.id)
    step, step_address = _next_step(filing, reader.actor, address)
    due_on, _ = deadline_of(filing)
    return Row(
        filing.id or 0,
        shown_title(document),
        address,
        " · ".join(filter(None, (document.doc_no, authority))),
        f"{waited_for(filing.state, filing.direction)}{task_word(filing.state)}",
        since.get(filing.id or 0, filing.start_on),
        due_on,
        days_left(due_on, reader.day, book.calendar) if due_on else None,
        step,
        step_address,
        (filing.state, filing.direction) in reader.own,
        _besides(filing),
    )


def _besides(filing: Filing) -> str:
    """审查计时停止，还剩12日; "" while the review clock runs, or no review is under way."""
    if filing.clock_stopped_since is None:
        return ""
    left = filing.review_days_left or 0
    return "审查计时停止，" + (f"还剩{left}日" if left > 0 else "审查期限已用完")


def _next_step(filing: Filing, actor: Actor, address: str) -> tuple[str, str]:
    """(label, address) of this person's next step; 查看 when the next move is somebody else's."""
    moves = [move for move in moves_open(filing.state, actor) if not MOVES[move].is_aside]
    if not actor.may(MOVES[next_moves(filing.state)[0]].permission):
        is_examined = filing.state is EXAMINED and actor.may(Permission.EXAMINE_FILING)
        return ("审查" if is_examined and filing.direction is Direction.INCOMING else "查看"), address
    if len(moves) > 1:
        return task_word(filing.state), address
    (move,) = moves
    word = MOVES[move].word
    if is_from_paper(move, filing.direction, actor):
        word = MOVES[move].word_on_behalf or word
    return word, url_for("desk.filings.move", filing_id=filing.id, move=move.value)
