"""What the page of one filing shows: its steps, its clock, its materials, its moves and what may be done next."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.domain.filings import (
    CONCLUDED,
    ENDED_UNFILED,
    STATE_WORDS,
    TO_BE_SUBMITTED,
    Direction,
    FilingState,
    Move,
    moves_open,
    timeliness,
)
from registry.domain.roles import Actor, Permission
from registry.domain.rules import RuleProfile, from_json
from registry.storage.authorities import Authority
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading
from registry.storage.files import Attachment, attachments_of
from registry.storage.filing_lists import deadline_of
from registry.storage.filings import Filing, FilingMove, filings_of, moves_of
from registry.storage.rules import RuleProfileVersion

# What is to be done in a state whose moves do not say it themselves.
CHOICE_WORDS: dict[FilingState, str] = {
    FilingState.SUBMITTED: "形式审查",
    FilingState.UNDER_REVIEW: "提出审查结论",
    FilingState.FEEDBACK: "确认处理结果",
    FilingState.DEFERRED: "补正后重新报送",
}

# Where a filing goes when all is well.
_AHEAD: dict[FilingState, FilingState] = {
    FilingState.OWED: FilingState.SUBMITTED,
    FilingState.DEFERRED: FilingState.SUBMITTED,
    FilingState.SUBMITTED: FilingState.REGISTERED,
    FilingState.REGISTERED: FilingState.UNDER_REVIEW,
    FilingState.UNDER_REVIEW: FilingState.PASSED,
    FilingState.OPINION: FilingState.FEEDBACK,
    FilingState.FEEDBACK: FilingState.CORRECTED,
}


@dataclass(frozen=True)
class Step:
    """A state on the way of a filing: reached on a day, the present one, or still ahead."""

    word: str
    on: date | None
    tone: str  # done, now, ahead


def load_page(store: Store, actor: Actor, filing_id: int, today: date) -> dict[str, Any]:
    """The context of the template."""
    with reading(store) as session:
        filing = session.get_one(Filing, filing_id)
        document = session.get_one(Document, filing.document_id)
        moves = moves_of(session, filing_id)
        row = session.get(RuleProfileVersion, filing.profile_id) if filing.profile_id else None
        profile = from_json(row.body) if row else None
        passages = [one for one in filings_of(session, document.id or 0) if one.track is filing.track]
        attachments = attachments_of(session, document.id or 0)
        authority = session.get_one(Authority, filing.authority_id)
    can_move = [] if filing.is_historic else moves_open(filing.state, actor)
    is_last = max(one.passage for one in passages) == filing.passage
    may_refile = filing.state in ENDED_UNFILED and is_last and actor.may(Permission.SUBMIT_FILING)
    return {
        "filing": filing,
        "document": document,
        "authority": authority,
        "moves": moves,
        "profile": profile,
        "passages": passages,
        "steps": steps(filing, moves),
        "materials": materials(profile, attachments, filing_id),
        "main_moves": [move for move in can_move if move is not Move.WITHDRAW],
        "is_theirs": filing.direction is Direction.INCOMING
        and filing.state in (*TO_BE_SUBMITTED, FilingState.OPINION)
        and actor.may(Permission.READ_ALL),
        "choice": CHOICE_WORDS.get(filing.state),
        "may_withdraw": Move.WITHDRAW in can_move,
        "may_refile": may_refile,
        "is_concluded": filing.state in CONCLUDED,
        "deadline": deadline_of(filing),
        "in_time": timeliness(filing.due_on, filing.first_submitted_on, today),
        "today": today,
    }


def steps(filing: Filing, moves: list[FilingMove]) -> list[Step]:
    """The states the filing went through, the present one, and those ahead when all is well."""
    if filing.is_historic:
        return [Step(STATE_WORDS[filing.state], filing.concluded_on, "now")]
    reached = [(FilingState.OWED, filing.start_on), *((move.after, move.on) for move in moves)]
    shown = [Step(STATE_WORDS[state], on, "done") for state, on in reached[:-1]]
    state, on = reached[-1]
    shown.append(Step(STATE_WORDS[state], on, "now"))
    while state in _AHEAD:
        state = _AHEAD[state]
        shown.append(Step(STATE_WORDS[state], None, "ahead"))
    return shown


def materials(
    profile: RuleProfile | None, attachments: list[Attachment], filing_id: int
) -> list[tuple[str, list[Attachment]]]:
    """Each material the rules ask for, with the files whose name holds it; 正式文本 is the document's own text."""
    own = [file for file in attachments if file.filing_id in (None, filing_id)]
    return [
        (
            material,
            [
                file
                for file in own
                if material in file.name or (material == "正式文本" and file.role == "text")
            ],
        )
        for material in (profile.materials if profile else ())
    ]
