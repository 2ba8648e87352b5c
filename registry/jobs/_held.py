"""Notices that were held because there was nobody to get them: given to whoever is responsible now, or settled."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial

from sqlmodel import Session, col, select

from registry.domain.instants import day_of
from registry.domain.notices import NoticeKind, NoticeState, cancellation_reason
from registry.domain.urging import why_not_urged
from registry.domain.worksheets import WorksheetState
from registry.jobs._deadlines import standing
from registry.storage.cleanups.items import progress, waiting_answers
from registry.storage.cleanups.tables import CleanupItem, CleanupRound
from registry.storage.documents.tables import Document
from registry.storage.filing_urges import FilingUrge, add_urges, last_urges
from registry.storage.filings import Filing, deadline_of
from registry.storage.legality_reviews import last_review
from registry.storage.notices import Notice, copied_row, insert_notices, merged
from registry.storage.people import User, contacts_by_authority, office_people, told_of_everything
from registry.storage.recipients import NO_CONTACT, NO_LEAD, leads, recipients
from registry.storage.review_proposals import ReviewProposal
from registry.storage.worksheets import open_worksheet, versions_of

_WORKSHEETS = {
    NoticeKind.WORKSHEET_HANDED_OVER: WorksheetState.HANDED_OVER,
    NoticeKind.WORKSHEET_RETURNED: WorksheetState.DRAFTING,
}
_OF_LEGALITY = (NoticeKind.LEGALITY_TO_OFFICE, NoticeKind.LEGALITY_TO_DRAFTER)
_OF_ROUNDS = (NoticeKind.CLEANUP_URGED, NoticeKind.ITEM_SENT_BACK)
_DONE = "该事项已经办理，无需再通知。"
_URGED_NO_LONGER = "催报的备案已有变化，仍然逾期的由逾期提醒通知。"


def settle_held(session: Session, now: datetime) -> tuple[int, int]:
    """(how many held notices were given to somebody, how many are owed no longer)."""
    n_given = n_settled = 0
    query = select(Notice).where(Notice.state == NoticeState.HELD).order_by(col(Notice.id))
    held = session.exec(query.with_for_update()).all()
    contacts = contacts_by_authority(session) if held else {}
    for notice in held:
        reason = _why_not(session, notice, day_of(now))
        people = [] if reason else _responsible(session, notice, contacts)
        if reason:
            notice.state, notice.outcome = NoticeState.CANCELLED, reason
            n_settled += 1
        elif people:
            _give(session, notice, people, now)
            n_given += 1
        session.add(notice)
    session.flush()
    return n_given, n_settled


def _why_not(session: Session, notice: Notice, today: date) -> str | None:
    """Why a held notice is owed no longer; None while it is."""
    kind = NoticeKind(notice.kind)
    if kind.is_reminder:
        is_open, due_on = standing(session, notice, today)
        return cancellation_reason(kind, is_open=is_open, due_on=due_on, notice_due_on=notice.due_on)
    if not kind.asks:
        return None
    if kind is NoticeKind.FILING_URGED:
        return _why_not_urged(session, notice, today)
    if kind in _OF_ROUNDS:
        return None if _is_waited_for(session, notice) else _DONE
    if notice.subject == "filing":
        filing = session.get_one(Filing, notice.subject_id)
        is_asked = filing.state.value == notice.facts.get("state")
        return None if is_asked and _is_of_worksheet(session, notice, filing) else _DONE
    if notice.subject == "proposal":
        proposal = session.get_one(ReviewProposal, notice.subject_id)
        return None if proposal.state.value == notice.facts.get("state") else _DONE
    if kind is NoticeKind.CLEANUP_OPENED:
        return None if _is_awaited(session, notice) else _DONE
    document = session.get(Document, notice.subject_id) if notice.subject == "document" else None
    if kind in _OF_LEGALITY:
        review = last_review(session, notice.subject_id)
        is_asked = review is not None and notice.threshold == f"{review.passage}-{review.version}"
        return None if is_asked else _DONE
    return _DONE if document is not None and document.is_published else None


def _is_waited_for(session: Session, notice: Notice) -> bool:
    """Whether the authority still owes the round an answer: all of them, or those that were sent back."""
    cleanup = session.get(CleanupRound, int(notice.facts["round_id"]))
    if cleanup is None or cleanup.released_at is not None:
        return False
    parts = [part for part in progress(session, cleanup.id or 0) if part.authority_id == notice.subject_id]
    is_urge = notice.kind == NoticeKind.CLEANUP_URGED
    return any(part.is_silent if is_urge else part.n_sent_back for part in parts)


def _is_awaited(session: Session, notice: Notice) -> bool:
    """Whether the round is open, with this day, and the authority has not answered."""
    cleanup = session.get_one(CleanupRound, notice.subject_id)
    if cleanup.released_at is not None or cleanup.answers_due_on != notice.due_on:
        return False
    return int(notice.facts["authority_id"]) in waiting_answers(session, notice.subject_id)


def _is_of_worksheet(session: Session, notice: Notice, filing: Filing) -> bool:
    """Whether the worksheet still stands as the notice tells, if it is about one."""
    state = _WORKSHEETS.get(NoticeKind(notice.kind))
    if state is None:
        return True
    sheet = open_worksheet(session, filing)
    if sheet is None or sheet.state is not state:
        return False
    newest = versions_of(session, [sheet.id or 0])[:1]
    return [sheet.threshold(version.number) for version in newest] == [notice.threshold]


def _why_not_urged(session: Session, notice: Notice, today: date) -> str | None:
    """An urge is given as it was written: not once any of its filings is not overdue any more."""
    for filing_id in notice.facts["filing_ids"].split(","):
        filing = session.get_one(Filing, int(filing_id))
        if why_not_urged((filing.state, filing.direction), deadline_of(filing)[0], today):
            return _URGED_NO_LONGER
    return None


def _record_urges(session: Session, notice: Notice, now: datetime) -> None:
    """Keeps that the filings of a held urge, given now, were urged today."""
    ids, today = [int(filing_id) for filing_id in notice.facts["filing_ids"].split(",")], day_of(now)
    last = last_urges(session, ids)
    urge_of = partial(FilingUrge, on=today, by=notice.facts["by"], recorded_at=now)
    add_urges(session, [urge_of(filing_id=filing_id) for filing_id in ids if last.get(filing_id) != today])


def _responsible(session: Session, notice: Notice, contacts: Mapping[int, Sequence[User]]) -> list[User]:
    """Who gets the notice now; the authority may have been merged into another one meanwhile."""
    nobody = notice.key.rpartition(":")[2]
    if nobody == NO_LEAD:
        return leads(session)
    if nobody != NO_CONTACT:
        return office_people(session)
    return told_of_everything(contacts.get(_authority_of(session, notice), ()))


def _authority_of(session: Session, notice: Notice) -> int:
    if notice.subject == "filing":
        return session.get_one(Filing, notice.subject_id).authority_id
    if notice.subject == "authority":
        return notice.subject_id
    if notice.subject == "amendment":
        return session.get_one(CleanupItem, notice.subject_id).answering_id
    if notice.subject == "cleanup":
        return int(notice.facts["authority_id"])
    document_id = int(notice.facts["document_id"]) if notice.subject == "proposal" else notice.subject_id
    return session.get_one(Document, document_id).lead_authority_id


def _give(session: Session, notice: Notice, people: list[User], now: datetime) -> None:
    """Copies an event's notice to its recipients; of a reminder they are told the newest threshold by the clock."""
    to = recipients(session, people, day_of(now))
    if not NoticeKind(notice.kind).is_reminder:
        insert_notices(session, merged([copied_row(notice, recipient, now) for recipient in to]))
    if notice.kind == NoticeKind.FILING_URGED:
        _record_urges(session, notice, now)
    names = "、".join(person.user.name for person in to if person.user)
    notice.state, notice.outcome = NoticeState.CANCELLED, f"原先无人接收，已转给{names}。"
