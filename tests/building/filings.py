"""The moves of a filing, and filings in the states that a test begins with."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlmodel import select

from registry.actions.filings.move_filing import move_filing
from registry.domain.decisions import Decision
from registry.domain.filings import MOVES, FilingState, Move
from registry.domain.papers.kinds import SubjectKind, counter_of
from registry.domain.roles import OPERATOR, Actor
from registry.storage import counters
from registry.storage.engine import Store, reading, transaction
from registry.storage.filings import Filing
from registry.storage.papers import papers_of
from tests.building.documents import register_nth
from tests.cast import NOW

Act = Callable[[], Any]
TODAY = date(2026, 3, 5)
REASON = "第三条与上位法不一致"  # for every move that needs a reason
DECIDED_BY = "示范区人民政府示政〔2026〕3号"  # for every move that needs a decision
STORIES = (
    ("submit", "register", "start_review", "pass"),
    ("submit", "register", "start_review", "opine", "answer", "correct"),
    ("submit", "defer"),
    ("submit", "refuse"),
    ("withdraw",),
)


def filing_of(store: Store, document_id: int) -> int:
    """The id of a document's first filing."""
    with reading(store) as session:
        return session.exec(select(Filing.id).where(Filing.document_id == document_id)).first() or 0


def owed_filing(store: Store, n: int = 3) -> int:
    """The id of a filing that waits to be submitted."""
    return filing_of(store, register_nth(store, n))


def submitted_filing(store: Store, n: int = 3) -> int:
    """The id of a filing that waits for its number."""
    filing_id = owed_filing(store, n)
    move_filing(store, OPERATOR, filing_id, Move.SUBMIT, on=TODAY, now=NOW)
    return filing_id


def answered_filing(store: Store, n: int = 3, upto: str = "answer") -> int:
    """The id of a filing whose opinion was answered, or that went no further than the move `upto`."""
    filing_id = owed_filing(store, n)
    for name in ("submit", "register", "start_review", "opine", "answer"):
        make_move(store, OPERATOR, filing_id, name, NOW)
        if name == upto:
            break
    return filing_id


def filing_in(store: Store, state: FilingState, n: int = 3) -> int:
    """The id of a filing that the moves of the table led to a state."""
    filing_id = owed_filing(store, n)
    for name in _way_to(state):
        make_move(store, OPERATOR, filing_id, name, NOW)
    return filing_id


def _way_to(state: FilingState) -> list[str]:
    """The shortest way of moves from what is owed to a state."""
    ways: dict[FilingState, list[str]] = {FilingState.OWED: []}
    while state not in ways:
        for move, rule in MOVES.items():
            for before in sorted(rule.before & ways.keys()):
                ways.setdefault(rule.after or before, [*ways[before], move.value])
    return ways[state]


def make_move(
    store: Store, actor: Actor, filing_id: int, name: str, now: datetime, on: date = TODAY
) -> Filing:
    """The filing as stored after a move, explained and decided as the table asks."""
    made = Move(name)
    rule = MOVES[made]
    reason = REASON if rule.needs_reason else ""
    decision = Decision(rule.decides[0], on, DECIDED_BY) if rule.needs_decision else None
    move_filing(store, actor, filing_id, made, on=on, reason=reason, decision=decision, now=now)
    return stored_filing(store, filing_id)


def register_filing(store: Store, filing_id: int, version: int | None = None) -> str:
    """The 备案登记号 that the filing gets today."""
    filing = move_filing(store, OPERATOR, filing_id, Move.REGISTER, on=TODAY, version=version, now=NOW)
    return filing.filing_no or ""


def registered_without_paper(store: Store, n: int = 3) -> int:
    """The id of a filing that was registered before moves made papers, so that a test makes the first one."""
    filing_id = submitted_filing(store, n)
    register_filing(store, filing_id)
    with transaction(store) as session:
        (paper,) = papers_of(session, SubjectKind.FILING, filing_id)
        counters.take(session, counter_of(paper.series or "", paper.year or 0), -1)
        session.delete(paper)
    return filing_id


def stored_filing(store: Store, filing_id: int) -> Filing:
    with reading(store) as session:
        return session.get_one(Filing, filing_id)
