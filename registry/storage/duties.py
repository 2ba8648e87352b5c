"""Duties: what a person has to do or to watch by a day, of the matters that this person may see."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.after_release import OPEN as OPEN_AMENDMENTS
from registry.domain.documents import shown_title
from registry.domain.duties import Duty
from registry.domain.filings import FilingState, Party, task_word
from registry.domain.legality_reviews import party_of, task_of
from registry.domain.moving import waited_for
from registry.domain.review_proposals import OPEN, TASKS, ProposalState
from registry.domain.roles import Actor, Permission
from registry.domain.turns import others_turns, own_turns
from registry.storage.agenda import lapses_ahead, open_rounds
from registry.storage.cleanups.after import owed_amendments
from registry.storage.cleanups.clashes import count_open_clashes
from registry.storage.cleanups.consultations import ended_unanswered
from registry.storage.cleanups.cosigns import rounds_to_cosign
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.evaluations import waiting_evaluations
from registry.storage.filing_lists import is_turn, listed_filings
from registry.storage.filings import DEADLINE, Filing, deadline_of
from registry.storage.legality_lists import ReviewRow, waiting_reviews
from registry.storage.proposal_lists import open_proposals
from registry.storage.recipients import acts_as_clerk

MOST = 1_000
_CORRECTED_IN = (FilingState.OPINION, FilingState.FEEDBACK)  # while a correction is awaited


def duties_of(session: Session, actor: Actor, today: date, *, lapse_days: int) -> list[Duty]:
    """The person's duties, the nearest first, those without a day last.

    A contact has those of its own authority alone; who only reads or administers has none.
    """
    if not (actor.may(Permission.SUBMIT_FILING) and actor.user_id):
        return []
    own = None if actor.may(Permission.READ_ALL) else actor.authority_id or 0
    stands_in = acts_as_clerk(session, actor)
    duties = [
        *_filings(session, actor, own, stands_in=stands_in),
        *_proposals(session, actor, stands_in=stands_in),
        *_reviews(session, actor, own, stands_in=stands_in),
        *_lapses(session, own, today, lapse_days),
        *_answers(session, own),
        *_evaluations(session, own),
        *_comments(session, actor, today),
        *_cosigns(session, own),
        *_clashes(session, actor, own),
        *_amendments(session, own, today),
    ]
    return sorted(duties, key=lambda duty: (duty.due_on or date.max, duty.subject, duty.subject_id))


def _filings(session: Session, actor: Actor, own: int | None, *, stands_in: bool) -> list[Duty]:
    turns = own_turns(actor, acts_as_clerk=stands_in)
    others = others_turns(actor, acts_as_clerk=stands_in)
    query = listed_filings().where(is_turn(turns | others))
    if own is not None:
        query = query.where(col(Filing.authority_id) == own)
    rows = session.execute(query.order_by(DEADLINE.is_(None), DEADLINE, col(Filing.id)).limit(MOST))
    duties = []
    for row in rows:
        state, way = row[0].state, row[0].direction
        duties.append(_filing(row, is_own=(state, way) in turns))
        if row[0].correct_by and state in _CORRECTED_IN:
            duties.append(_correction(row, is_own=(FilingState.OPINION, way) in turns))
    return duties


def _proposals(session: Session, actor: Actor, *, stands_in: bool) -> list[Duty]:
    """The citizens' 审查建议 to answer; a calendar and a digest name their numbers alone."""
    if not actor.may(Permission.HANDLE_PROPOSAL):
        return []
    is_lead = actor.may(Permission.SIGN_REPLY)
    is_clerk = stands_in or not is_lead
    return [
        Duty(
            "proposal",
            proposal.id or 0,
            proposal.state.value,
            TASKS[proposal.state],
            proposal.number,
            "",
            proposal.due_on,
            f"/desk/proposals/{proposal.id}",
            proposal.version,
            is_lead if proposal.state is ProposalState.EXAMINED else is_clerk,
            proposal.working,
        )
        for proposal in open_proposals(session, sorted(OPEN), limit=MOST)
    ]


def _filing(row: Any, *, is_own: bool) -> Duty:
    filing, document, authority = row
    due_on, working = deadline_of(filing)
    who = "" if is_own else f"等{waited_for(filing.state, filing.direction)}"
    return Duty(
        "filing",
        filing.id or 0,
        filing.state.value,
        f"{who}{task_word(filing.state)}",
        shown_title(document),
        authority,
        due_on,
        f"/desk/filings/{filing.id}",
        filing.version,
        is_own,
        working,
    )


def _correction(row: Any, *, is_own: bool) -> Duty:
    """The correction that an opinion asks for, which the authority owes beside its answer."""
    filing, document, authority = row
    who = "" if is_own else f"等{waited_for(FilingState.OPINION, filing.direction)}"
    return Duty(
        "filing",
        filing.id or 0,
        "correction",
        f"{who}改正",
        shown_title(document),
        authority,
        filing.correct_by,
        f"/desk/filings/{filing.id}",
        filing.version,
        is_own,
        "审查意见确定的改正期限",
    )


def _reviews(session: Session, actor: Actor, own: int | None, *, stands_in: bool) -> list[Duty]:
    """The reviews of drafts that wait for somebody: for the person, or for whom it waits with the draft."""
    is_clerk = actor.may(Permission.EXAMINE_FILING) and not actor.may(Permission.CONCLUDE_FILING)
    mine = {Party.AUTHORITY} if own is not None else {Party.CLERK} if is_clerk else {Party.LEAD}
    if stands_in:
        mine.add(Party.CLERK)
    return [_review(row, mine) for row in waiting_reviews(session, list(Party), own, limit=MOST)]


def _review(row: ReviewRow, mine: set[Party]) -> Duty:
    review, document, authority = row
    party = party_of(review.state, review.proposed)
    who = f"等{party.word}" if party and party not in mine else ""
    return Duty(
        "document",
        document.id or 0,
        "legality",
        f"{who}{task_of(review.state, review.proposed)}",
        shown_title(document),
        authority,
        review.due_on,
        f"/desk/documents/{document.id}/legality",
        review.version,
        party in mine,
        review.due_working,
    )


def _lapses(session: Session, own: int | None, today: date, days: int) -> list[Duty]:
    lapses, _ = lapses_ahead(session, today, days, authority_id=own, limit=MOST)
    return [
        Duty(
            "document",
            lapse.document.id or 0,
            "expiry",
            "有效期届满",
            shown_title(lapse.document),
            lapse.authority,
            lapse.valid_until,
            f"/desk/documents/{lapse.document.id}",
            lapse.document.version,
            is_own=True,
        )
        for lapse in lapses
    ]


def _evaluations(session: Session, own: int | None) -> list[Duty]:
    """The evaluations that an authority owes, to the office those it awaits."""
    return [
        Duty(
            "evaluation",
            evaluation.id,
            "evaluation",
            "届满前评估" if own is not None else "等制定机关届满前评估",
            shown_title(document),
            authority.name,
            evaluation.due_on,
            f"/desk/evaluations/{evaluation.id}",
            evaluation.version,
            own is not None,
            evaluation.working,
        )
        for evaluation, document, authority in waiting_evaluations(session, own, limit=MOST)
    ]


def _answers(session: Session, own: int | None) -> list[Duty]:
    """The answers to open cleanup rounds: those an authority has not given yet, to the office those it awaits."""
    rounds = sa.select(col(CleanupRound.id), col(CleanupRound.version))
    unreleased = rounds.where(col(CleanupRound.released_at).is_(None))
    versions: dict[int, int] = dict(session.execute(unreleased).all())
    return [
        Duty(
            "cleanup",
            row.id,
            "answers",
            "报送清理意见" if own is not None else "制定机关报送清理意见",
            row.name,
            "",
            row.answers_due_on,
            f"/desk/cleanups/{row.id}" + ("/answers" if own is not None else ""),
            versions[row.id],
            is_own=own is not None,
        )
        for row in open_rounds(session, own)
        if row.answers_due_on and row.n_unanswered
    ]


def _comments(session: Session, actor: Actor, today: date) -> list[Duty]:
    """The comments that nobody answered, of consultations whose last day is over."""
    if not actor.may(Permission.RUN_CLEANUP):
        return []
    return [
        Duty(
            "cleanup",
            cleanup.id,
            "comments",
            f"答复征求意见稿收到的{n}条意见",
            cleanup.name,
            "",
            consultation.closes_on,
            f"/desk/cleanups/{cleanup.id}/consultation",
            consultation.version,
            is_own=True,
        )
        for consultation, cleanup, n in ended_unanswered(session, today)
    ]


def _cosigns(session: Session, own: int | None) -> list[Duty]:
    """The joint documents of open rounds that wait for the authority to co-sign them, a duty for each round."""
    return [
        Duty(
            "cleanup",
            cleanup.id or 0,
            "cosign",
            f"会签清理意见（{n_waiting}件）",
            cleanup.name,
            "",
            cleanup.answers_due_on,
            f"/desk/cleanups/{cleanup.id}/cosign",
            cleanup.version,
            is_own=True,
        )
        for cleanup, n_waiting in (rounds_to_cosign(session, own) if own else ())
    ]


def _clashes(session: Session, actor: Actor, own: int | None) -> list[Duty]:
    """The clashes of workbooks that wait, a duty for each open round; a contact's are those of its answers."""
    if own is None and not actor.may(Permission.RUN_CLEANUP):
        return []
    counted = [(row, count_open_clashes(session, row.id, own)) for row in open_rounds(session, own)]
    return [
        Duty(
            "cleanup",
            row.id,
            "clashes",
            f"选定清理意见的冲突（{n}处）",
            row.name,
            "",
            None,
            f"/desk/cleanups/{row.id}/clashes",
            0,
            is_own=True,
        )
        for row, n in counted
        if n
    ]


def _amendments(session: Session, own: int | None, today: date) -> list[Duty]:
    """The documents of the authority that released rounds want amended."""
    if own is None:
        return []
    return [
        Duty(
            "amendment",
            owed.item.id or 0,
            "amendment",
            "按清理结果完成修改",
            shown_title(owed.document),
            owed.authority.name,
            owed.item.deadline_on,
            f"/desk/cleanups/{owed.cleanup.id}/after",
            owed.item.version,
            is_own=True,
        )
        for owed in owed_amendments(session, today, authority_id=own)
        if owed.state in OPEN_AMENDMENTS
    ]
