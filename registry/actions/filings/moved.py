"""A move of a filing that a paper is about, and the filing as that move left it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlmodel import Session

from registry.actions.filings.deadlines import renew_step
from registry.domain.filings import MOVES, OPINIONS, Move
from registry.domain.validity import EventKind
from registry.domain.worksheets import Finding
from registry.storage.documents.tables import DocumentEvent
from registry.storage.documents.timelines import acts_since
from registry.storage.filings import Filing, FilingMove, moves_of
from registry.storage.rulebook import load_rulebook
from registry.storage.worksheets import Worksheet, findings_of, worksheets_of


class Act(Protocol):
    """An act on the document that ended the review: recorded with the move, or before it."""

    @property
    def kind(self) -> EventKind: ...
    @property
    def effective_on(self) -> date | None: ...
    @property
    def source(self) -> str: ...
    @property
    def by_document_id(self) -> int | None: ...


@dataclass(frozen=True)
class Moved:
    """`filing` is as the move left it, `earlier` the moves before, `before_on` the deadline that held until then.

    `findings` are those of the worksheet that was signed with it, `acts` those on the document that a
    concluding move counts, recorded by then or with it.
    """

    filing: Filing
    line: FilingMove
    earlier: Sequence[FilingMove] = ()
    before_on: date | None = None
    findings: Sequence[Finding] = ()
    acts: Sequence[Act] = ()

    @property
    def opinions(self) -> list[FilingMove]:
        """The opinions before the move."""
        return [line for line in self.earlier if line.move in OPINIONS]


def moved_before(session: Session, filing: Filing, line: FilingMove) -> Moved:
    """A move that was made earlier; its deadlines are computed as the filing keeps its rules."""
    moves = moves_of(session, filing.id or 0)
    place = next(at for at, made in enumerate(moves) if made.id == line.id)
    sheet = worksheet_of_move(session, line)
    acts = acts_on_record(session, filing, line.move)
    return Moved(
        filing=_as_left(session, filing, moves[: place + 1]),
        line=line,
        earlier=moves[:place],
        before_on=_as_left(session, filing, moves[:place]).step_due_on,
        findings=[row.value() for row in findings_of(session, sheet.id)] if sheet else [],
        acts=[act for act in acts if act.recorded_at <= line.recorded_at],
    )


def worksheet_of_move(session: Session, line: FilingMove) -> Worksheet | None:
    """The worksheet that was signed with a move."""
    return next((sheet for sheet in worksheets_of(session, line.filing_id) if sheet.move_id == line.id), None)


def acts_on_record(session: Session, filing: Filing, move: Move) -> list[DocumentEvent]:
    """The acts that the move would record and that the register has already; a correction only since the review."""
    rule = MOVES[move]
    if not rule.decides:
        return []
    since = date.min if rule.needs_decision else filing.registered_on or date.min
    return acts_since(session, filing.document_id, rule.decides, since)


def _as_left(session: Session, filing: Filing, moves: Sequence[FilingMove]) -> Filing:
    """A copy of the filing as these moves left it; nothing is written."""
    left = Filing.model_validate(filing.model_dump())
    if moves:
        renew_step(session, load_rulebook(session), left, moves)
        left.state = moves[-1].after
        left.correct_by = next((line.correct_by for line in reversed(moves) if line.correct_by), None)
        left.first_submitted_on = _first_submitted(moves) or filing.first_submitted_on
    return left


def _first_submitted(moves: Sequence[FilingMove]) -> date | None:
    """The day on which the filing was submitted first, since it was last taken back."""
    first = None
    for line in moves:
        if line.move is Move.SUBMIT:
            first = first or line.on
        elif line.move is Move.TAKE_BACK:
            first = None
    return first
