"""Within a transaction: deadlines computed anew, both workings kept, and those told who were told the old day."""

from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.actions.filings.deadlines import renew_step, restart_step, set_due
from registry.actions.filings.telling import tell
from registry.domain.filings import CONCLUDED, Direction, Party, party_of
from registry.domain.notices import NoticeKind
from registry.domain.roles import Actor
from registry.storage import audit
from registry.storage.documents.tables import Document
from registry.storage.filings import DueChange, Filing, moves_of
from registry.storage.notices import told_of_day
from registry.storage.people import User, authority_people, office_people
from registry.storage.recipients import NO_CONTACT, NO_OFFICE
from registry.storage.rulebook import Rulebook, load_rulebook, rulebook_of


@dataclass(frozen=True)
class Recomputing:
    """Who computes deadlines anew, when, and why: the correction or the decree that moves them."""

    actor: Actor
    reason: str
    now: datetime


def recompute_filings(session: Session, book: Rulebook, document: Document, because: Recomputing) -> None:
    """Computes the deadlines of a document's filings anew after 公布日期 was corrected: by the rules of the new day.

    A change is kept with both workings, audited, and told while the filing is open.
    """
    query = select(Filing).where(Filing.document_id == document.id, col(Filing.is_historic).is_(False))
    for filing in session.exec(query.order_by(col(Filing.id)).with_for_update(key_share=True)).all():
        recompute_filing(session, book, filing, document, because)
        moves = moves_of(session, filing.id or 0)
        if moves and filing.state not in CONCLUDED:
            before = filing.step_due_on, filing.step_working
            restart_step(book, filing, moves)
            _keep_step(session, filing, document, before, because)


def recompute_filing(
    session: Session, book: Rulebook, filing: Filing, document: Document, because: Recomputing
) -> bool:
    """Whether the due date changed when computed anew.

    A change is kept with both workings, audited, and told while the filing is open.
    """
    before_on, before_working = filing.due_on, filing.working
    set_due(book, filing, document.published_on)
    change = DueChange(
        filing_id=filing.id or 0,
        is_step=False,
        before_on=before_on,
        before_working=before_working,
        after_on=filing.due_on,
        after_working=filing.working,
        recorded_at=because.now,
    )
    return _keep(session, filing, document, change, because)


def recompute_after_decree(session: Session, year: int, because: Recomputing) -> int:
    """The number of open filings of which a deadline changed, computed anew with the decreed days of a year.

    The rules stay those that a filing was computed with; concluded filings keep their days (DESIGN, rules do not move
    the past). The decree of a year may name days of the December before (元旦).
    """
    book = load_rulebook(session)
    first, last = date(year - 1, 12, 1), date(year, 12, 31)
    touched = sa.or_(
        sa.and_(col(Filing.start_on) <= last, col(Filing.due_on) >= first), col(Filing.step_due_on) >= first
    )
    query = (
        select(Filing, Document)
        .join(Document, col(Document.id) == Filing.document_id)
        .where(touched, col(Filing.is_historic).is_(False), col(Filing.state).not_in(CONCLUDED))
        .order_by(col(Filing.id))
        .with_for_update(key_share=True)
    )
    n_moved = 0
    for filing, document in session.exec(query).all():
        due_moved = filing.profile_id is not None and recompute_filing(
            session, _own_rules(session, book, filing.profile_id), filing, document, because
        )
        n_moved += _renew_step(session, book, filing, document, because) or due_moved
    return n_moved


def _renew_step(
    session: Session, book: Rulebook, filing: Filing, document: Document, because: Recomputing
) -> bool:
    """Whether the deadline of the present step changed, computed anew with the calendar of `book`."""
    moves = moves_of(session, filing.id or 0)
    before = filing.step_due_on, filing.step_working
    if filing.step_due_on is None or not moves or not (filing.step_profile_id or filing.profile_id):
        return False
    renew_step(session, book, filing, moves)
    return _keep_step(session, filing, document, before, because)


def _keep_step(
    session: Session,
    filing: Filing,
    document: Document,
    before: tuple[date | None, str],
    because: Recomputing,
) -> bool:
    change = DueChange(
        filing_id=filing.id or 0,
        is_step=True,
        before_on=before[0],
        before_working=before[1],
        after_on=filing.step_due_on,
        after_working=filing.step_working,
        recorded_at=because.now,
    )
    return _keep(session, filing, document, change, because)


def _own_rules(session: Session, book: Rulebook, profile_id: int) -> Rulebook:
    """The book with no other profile than this one."""
    return replace(book, profiles=rulebook_of(session, profile_id, {}).profiles)


def _keep(
    session: Session, filing: Filing, document: Document, change: DueChange, because: Recomputing
) -> bool:
    """Whether the day changed; then the change is kept, audited and told."""
    session.add(filing)
    if change.after_on == change.before_on:
        return False
    filing.version += 1
    change.reason, change.by = because.reason, because.actor.name
    session.add(change)
    audit.record(
        session,
        because.now,
        because.actor.name,
        "recompute_filing",
        f"filing:{filing.id}",
        before=_iso(change.before_on),
        after=_iso(change.after_on),
        reason=because.reason,
    )
    if filing.state not in CONCLUDED:
        _tell(session, filing, document, change, because)
    return True


def _tell(
    session: Session, filing: Filing, document: Document, change: DueChange, because: Recomputing
) -> None:
    """Tells whose deadline it is, and everybody who was told the old day."""
    concerned, nobody = _concerned(session, filing, change)
    people = {person.id: person for person in concerned}
    if change.before_on:
        people |= {person.id: person for person in told_of_day(session, filing.id or 0, change.before_on)}
    tell(
        session,
        NoticeKind.FILING_RECOMPUTED,
        filing,
        document,
        people.values(),
        because.reason,
        because.now,
        nobody=nobody,
        due_on=change.after_on,
        facts={"before": _iso(change.before_on), "is_step": "yes" if change.is_step else ""},
    )


def _concerned(session: Session, filing: Filing, change: DueChange) -> tuple[list[User], str]:
    """The authority whose filing or step it is, the office for its own; and who is missing when they are nobody."""
    if change.is_step and party_of(filing.state) is not Party.AUTHORITY:
        return office_people(session), NO_OFFICE
    people = authority_people(session, filing.authority_id)
    return people + (office_people(session) if filing.direction is Direction.OUTGOING else []), NO_CONTACT


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
