"""Within a transaction: the notices about a filing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session

from registry.domain.documents import shown_title
from registry.domain.filings import MOVES, Direction, Move, Party
from registry.domain.instants import day_of
from registry.domain.notices import NoticeKind
from registry.domain.review_clock import ClockStep
from registry.storage.authorities import Authority
from registry.storage.documents.tables import Document
from registry.storage.filings import Filing
from registry.storage.notices import queue_notices, told_of_day
from registry.storage.people import User, authority_people, office_people
from registry.storage.recipients import NO_CONTACT, NO_OFFICE, recipients


def tell(
    session: Session,
    kind: NoticeKind,
    filing: Filing,
    document: Document,
    people: Iterable[User],
    reason: str,
    now: datetime,
    *,
    nobody: str,
    due_on: date | None = None,
    facts: Mapping[str, str] = {},
) -> None:
    """Queues a notice about a filing, keyed by the filing's version and its day: the one that is next unless given.

    `nobody` says who is missing when nobody is to be told, for whom the notice is kept; "" when nobody needs to be.
    Where the government that files upward has no contact of its own, the office acts for it.
    """
    told = list(people)
    if nobody and filing.direction is Direction.OUTGOING:
        told, nobody = told or office_people(session), NO_OFFICE
    queue_notices(
        session,
        kind,
        "filing",
        filing.id or 0,
        told,
        threshold=str(filing.version),
        due_on=due_on or filing.step_due_on or filing.due_on,
        facts=filing_facts(session, filing, document) | {"reason": reason.strip()} | dict(facts),
        now=now,
        nobody=nobody,
    )


def told_of(session: Session, filing: Filing, move: Move) -> list[User]:
    """Whom the notice of a move is for: the office when the authority moves, otherwise the authority."""
    rule = MOVES[move]
    if rule.notice is None:
        return []
    if rule.by is Party.AUTHORITY:
        return office_people(session)
    contacts = authority_people(session, filing.authority_id)
    is_ours = filing.direction is Direction.OUTGOING
    return contacts or (office_people(session) if is_ours else [])


def told_old_day(
    session: Session, filing: Filing, move: Move, due_before: date | None, told: Sequence[User], today: date
) -> list[User]:
    """Who was told the day that an extension moves, and is not told of the extension itself."""
    if MOVES[move].clock is not ClockStep.EXTEND or due_before is None:
        return []
    holders = [to.user for to in recipients(session, told, today) if to.user]
    aware = {person.id for person in (*told, *holders)}
    return [person for person in told_of_day(session, filing.id or 0, due_before) if person.id not in aware]


def tell_owed(session: Session, document: Document, filings: Iterable[Filing], now: datetime) -> None:
    """Tells the authority of the filings that its document owes from now on."""
    for filing in filings:
        people = authority_people(session, filing.authority_id)
        n_late = (day_of(now) - filing.due_on).days if filing.due_on else 0
        late = {"late": f"已逾期{n_late}日" if n_late > 0 else ""}
        tell(
            session, NoticeKind.FILING_OWED, filing, document, people, "", now, nobody=NO_CONTACT, facts=late
        )


def filing_facts(session: Session, filing: Filing, document: Document) -> dict[str, str]:
    """The facts of a notice about a filing: plain strings, kept with the notice and never recomputed."""
    authority = session.get_one(Authority, filing.authority_id)
    return {
        "title": shown_title(document),
        "doc_no": document.doc_no,
        "authority": authority.name,
        "track": filing.track.value,
        "direction": filing.direction.value,
        "state": filing.state.value,
        "path": f"/desk/filings/{filing.id}",
        "due_on": filing.due_on.isoformat() if filing.due_on else "",
        "working": filing.working,
        "filing_no": filing.filing_no or "",
        "step_due_on": filing.step_due_on.isoformat() if filing.step_due_on else "",
        "step_working": filing.step_working,
        "clock_working": filing.clock_working,
        "correct_by": filing.correct_by.isoformat() if filing.correct_by else "",
    }
