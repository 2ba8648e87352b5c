"""今日: the agenda in order of urgency, each row with its reason and next step."""

from datetime import date, timedelta

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.actions.papers.keep_paper import faulty_templates
from registry.clock import now, today
from registry.domain.after_release import OPEN as OPEN_AMENDMENTS
from registry.domain.after_release import AmendState, amend_words
from registry.domain.day_ranges import year
from registry.domain.doubts import PRESSING
from registry.domain.filings import Party
from registry.domain.legality_reviews import task_of
from registry.domain.papers.figures import annual_list_due
from registry.domain.papers.kinds import PaperKind
from registry.domain.papers.rules import RULES
from registry.domain.review_proposals import OPEN
from registry.domain.roles import Permission
from registry.domain.rounds import may_run
from registry.domain.worksheets import WorksheetState
from registry.jobs.health import health
from registry.storage import office
from registry.storage.agenda import drafts_waiting, is_blank, lapses_ahead, open_rounds
from registry.storage.authorities import count_to_review
from registry.storage.cleanups.after import OwedAmendment, owed_amendments
from registry.storage.cleanups.consultations import ended_unanswered
from registry.storage.cleanups.cosigns import rounds_to_cosign
from registry.storage.cleanups.rounds import next_cleanup_due, prepared_rounds
from registry.storage.conditions import bound_documents
from registry.storage.documents.tables import Document
from registry.storage.doubts.queue import QueueFilter, count_doubts
from registry.storage.engine import reading
from registry.storage.figure_lists import has_published
from registry.storage.filing_agenda import count_undated
from registry.storage.filings import Filing
from registry.storage.legality_lists import ReviewRow, count_waiting, waiting_reviews
from registry.storage.notice_lists import held_notices
from registry.storage.papers import last_paper
from registry.storage.proposal_lists import comments_asked_of, count_open, open_proposals
from registry.storage.review_proposals import ReviewProposal
from registry.storage.rules import count_unconfirmed
from registry.storage.worksheets import Worksheet, worksheets_waiting
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.today.first_steps import shows_first_steps
from registry.web.desk.today.sections import N_ROWS, sections

LAPSE_DAYS = 180
CLEANUP_DAYS = 90


@needs(Permission.READ_OWN)
def index() -> ResponseReturnValue:
    actor, day = current_actor(), today()
    own = None if actor.may(Permission.READ_ALL) else actor.authority_id or 0
    with reading(current_store()) as session:
        parts = sections(session, actor, own, day)
        lapses, n_lapses = lapses_ahead(session, day, LAPSE_DAYS, authority_id=own, limit=N_ROWS)
        bound = [row for row in bound_documents(session, day, authority_id=own) if row.ask_on <= day]
        doubts = count_doubts(session, QueueFilter(own_authority_id=own))
        drafts, n_drafts = drafts_waiting(session, own, limit=N_ROWS)
        signing, n_signing = _sheets(session, WorksheetState.HANDED_OVER, Permission.CONCLUDE_FILING)
        returned, n_returned = _sheets(session, WorksheetState.DRAFTING, Permission.EXAMINE_FILING)
        proposals, n_proposals = _proposals(session)
        asked = comments_asked_of(session, own, limit=N_ROWS) if own else []
        reviews, n_reviews = _reviews(session, own)
        amending = _amending(session, own, day)
        due_on = next_cleanup_due(session)
        days = (due_on - day).days if due_on and own is None else None
        context = {
            "n_undated": count_undated(session, own),
            "n_doubts": sum(doubts.values()),
            "n_pressing": sum(n for doubt, n in doubts.items() if doubt in PRESSING),
            "n_to_review": count_to_review(session) if actor.may(Permission.MANAGE_AUTHORITIES) else 0,
            "n_unconfirmed": count_unconfirmed(session) if actor.may(Permission.MANAGE_RULES) else 0,
            "faulty_templates": list(faulty_templates(session)) if actor.may(Permission.MANAGE_RULES) else [],
            "held": held_notices(session) if actor.may(Permission.MANAGE_PEOPLE) else [],
            "is_blank": actor.may(Permission.IMPORT_LEDGER) and is_blank(session),
            "shows_first_steps": shows_first_steps(session, actor),
            "list_due_on": _list_due(session, day),
            "rounds": open_rounds(session, own),
            "prepared": [draft for draft in prepared_rounds(session, own) if may_run(actor, draft)],
            "consulted": ended_unanswered(session, day) if actor.may(Permission.RUN_CLEANUP) else [],
            "to_cosign": rounds_to_cosign(session, own) if own else [],
            "cleanup_days": days if days is not None and days <= CLEANUP_DAYS else None,
            "next_cleanup_on": due_on,
            "paused_because": office.setting(session, "sending_paused_because") if own is None else "",
            "unwell": [job for job in health(session, now()) if not job.is_fresh] if own is None else [],
        }
    return render_template(
        "desk/today/index.html",
        sections=parts,
        lapses=lapses,
        n_lapses=n_lapses,
        bound=bound[:N_ROWS],
        n_bound=len(bound),
        drafts=drafts,
        n_drafts=n_drafts,
        sheets=[
            ("signing", "待签发的审查工作底稿", "签发", signing, n_signing),
            ("returned", "退回修改的审查工作底稿", "修改", returned, n_returned),
        ],
        amending=amending[:N_ROWS],
        amend_words=amend_words(row.state for row in amending),
        n_amend_late=sum(row.state is AmendState.LATE for row in amending),
        proposals=proposals,
        n_proposals=n_proposals,
        asked=[row for row in asked if row[0].answered_at is None],
        reviews=reviews,
        n_reviews=n_reviews,
        task_of=task_of,
        today=day,
        is_contact=own is not None,
        **context,
    )


def _amending(session: Session, own: int | None, day: date) -> list[OwedAmendment]:
    """The documents that a released round wants amended within the days of 今日, or that are late."""
    until = day + timedelta(CLEANUP_DAYS)
    owed = owed_amendments(session, day, authority_id=own, due_until=until)
    return [row for row in owed if row.state in OPEN_AMENDMENTS]


def _proposals(session: Session) -> tuple[list[ReviewProposal], int]:
    """The citizens' 审查建议 to answer, the first due first, and their number; none for who does not handle them."""
    if not current_actor().may(Permission.HANDLE_PROPOSAL):
        return [], 0
    states = sorted(OPEN)
    return open_proposals(session, states, limit=N_ROWS), count_open(session, states)


def _list_due(session: Session, day: date) -> date | None:
    """The day for the list of the documents of last year, while it is not made; None for who does not make it."""
    due_on, kind = annual_list_due(day), PaperKind.ANNUAL_LIST
    if due_on is None or not current_actor().may(RULES[kind].permission):
        return None
    days = year(due_on.year - 1)
    is_owed = last_paper(session, kind, days.code) is None and has_published(session, days)
    return due_on if is_owed else None


def _reviews(session: Session, own: int | None) -> tuple[list[ReviewRow], int]:
    """The reviews of drafts that wait for the authority, or for the office."""
    actor = current_actor()
    if not actor.may(Permission.WRITE_DOCUMENT):
        return [], 0
    parties = [Party.AUTHORITY] if own is not None else [Party.CLERK, Party.LEAD]
    n_waiting = count_waiting(session, parties, own)
    return (waiting_reviews(session, parties, own, limit=N_ROWS), n_waiting) if n_waiting else ([], 0)


def _sheets(
    session: Session, state: WorksheetState, permission: Permission
) -> tuple[list[tuple[Worksheet, Filing, Document, str]], int]:
    """The worksheets that wait for people with this permission, and their number; none for anybody else."""
    if not current_actor().may(permission):
        return [], 0
    return worksheets_waiting(session, state, limit=N_ROWS)
