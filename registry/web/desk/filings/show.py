"""The page of a filing: its steps, deadlines, materials and moves, and the next moves of the person who reads it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from registry.clock import today
from registry.domain.filing_steps import runs_review
from registry.domain.filings import (
    CONCLUDED,
    ENDED_UNFILED,
    MOVES,
    PARTY_WORDS,
    STATE_WORDS,
    FilingState,
    is_from_paper,
    moves_open,
    next_moves,
    party_of,
    task_word,
)
from registry.domain.moving import state_after
from registry.domain.owed_filings import timeliness
from registry.domain.papers.filer import kind_of_material
from registry.domain.papers.kinds import SubjectKind
from registry.domain.reminders import CORRECTING
from registry.domain.roles import Actor, Permission
from registry.domain.rules import from_json
from registry.storage.authorities import Authority
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading
from registry.storage.filing_materials import slots
from registry.storage.filing_urges import urges_of
from registry.storage.filings import (
    Filing,
    FilingMove,
    deadline_of,
    due_changes_of,
    filings_of,
    moves_of,
)
from registry.storage.rulebook import load_rulebook
from registry.storage.rules import RuleProfileVersion
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.filings.climb import climbs_of
from registry.web.desk.filings.finding import find_filing
from registry.web.desk.filings.review import needs_worksheet, review_of
from registry.web.desk.papers.section import papers_section


@needs(Permission.READ_OWN)
def show(filing_id: int) -> ResponseReturnValue:
    find_filing(filing_id)
    context = load_page(current_store(), current_actor(), filing_id, today())
    return render_template("desk/filings/show.html", **context)


@dataclass(frozen=True)
class Step:
    """A state of a filing on its way: left behind, the present one, or still ahead."""

    word: str
    on: date | None
    tone: str  # done, now, ahead


def load_page(store: Store, actor: Actor, filing_id: int, today: date) -> dict[str, Any]:
    """The context of the template desk/filings/show.html."""
    with reading(store) as session:
        filing = session.get_one(Filing, filing_id)
        document = session.get_one(Document, filing.document_id)
        moves = moves_of(session, filing_id)
        due_changes = due_changes_of(session, filing_id)
        urges = urges_of(session, filing_id)
        row = session.get(RuleProfileVersion, filing.profile_id) if filing.profile_id else None
        profile = from_json(row.body) if row else None
        filings = filings_of(session, document.id or 0)
        materials = slots(session, filing)
        authority = session.get_one(Authority, filing.authority_id)
        climbs = climbs_of(session, load_rulebook(session), filing, today)
        review = review_of(session, filing, actor)
        papers = papers_section(session, SubjectKind.FILING, filing_id)
        from_sheet = [move for move in MOVES if needs_worksheet(session, filing, move, actor)]
    passages = [passage for passage in filings if passage.track is filing.track]
    can_move = [] if filing.is_historic else moves_open(filing.state, actor, [line.move for line in moves])
    main_moves = [move for move in can_move if not MOVES[move].is_aside and move not in from_sheet]
    party = party_of(filing.state)
    is_last = max(passage.passage for passage in passages) == filing.passage
    may_refile = filing.state in ENDED_UNFILED and is_last and actor.may(Permission.SUBMIT_FILING)
    return {
        "filing": filing,
        "document": document,
        "authority": authority,
        "moves": moves,
        "due_changes": due_changes,
        "climbs": climbs,
        "urges": urges,
        "profile": profile,
        "passages": passages,
        "steps": steps(filing, moves),
        "materials": materials,
        "made": {slot.material: kind for slot in materials if (kind := kind_of_material(slot.material))},
        "may_hand_in": actor.may(Permission.SUBMIT_FILING)
        and not (filing.is_historic or filing.state in CONCLUDED),
        "main_moves": main_moves,
        "is_from_paper": bool(main_moves) and is_from_paper(main_moves[0], filing.direction, actor),
        "task": task_word(filing.state),
        "waits_for": PARTY_WORDS[party] if party else "",
        "aside_moves": [move for move in can_move if MOVES[move].is_aside],
        "may_refile": may_refile,
        "is_concluded": filing.state in CONCLUDED,
        "deadline": deadline_of(filing)[0],
        "runs_review": runs_review(filing.state),
        "correction_runs": filing.state in CORRECTING,
        "in_time": timeliness(filing.due_on, filing.first_submitted_on, today),
        "papers": papers,
        "today": today,
    } | review


def steps(filing: Filing, moves: list[FilingMove]) -> list[Step]:
    """The states the filing went through, the present one, and those ahead when all is well."""
    if filing.is_historic:
        return [Step(STATE_WORDS[filing.state], filing.concluded_on, "now")]
    arrivals = [(move.after, move.on) for move in moves if move.after is not move.before]
    reached = [(FilingState.OWED, filing.start_on), *arrivals]
    shown = [Step(STATE_WORDS[state], on, "done") for state, on in reached[:-1]]
    state, on = reached[-1]
    shown.append(Step(STATE_WORDS[state], on, "now"))
    while moves_ahead := next_moves(state):
        state = state_after(state, moves_ahead[0], "…")
        shown.append(Step(STATE_WORDS[state], None, "ahead"))
    return shown
