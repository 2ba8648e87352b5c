"""Open the evaluations whose time has come, and settle those that the life of their document has overtaken."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from registry.domain.calendars import add_months
from registry.domain.documents import shown_title
from registry.domain.evaluations import begins_on, due_of
from registry.domain.instants import day_of
from registry.domain.normal import title_key
from registry.domain.notices import NoticeKind
from registry.domain.roles import CLOCK
from registry.domain.validity import ALIVE, STATUS_WORDS
from registry.domain.written_days import cn_date
from registry.storage import audit, counters
from registry.storage.authorities import Authority, heirs_of_all, holders_by_name_key
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading, transaction
from registry.storage.evaluations import Evaluation, overtaken, unevaluated
from registry.storage.notices import queue_notices
from registry.storage.people import authority_people
from registry.storage.recipients import NO_CONTACT
from registry.storage.rulebook import Rulebook, load_rulebook


def open_evaluations(store: Store, *, now: datetime) -> tuple[int, int]:
    """How many evaluations were opened and how many settled; nothing is written when there is nothing to do.

    After days off everything that began meanwhile is opened at once; a second run opens nothing.
    """
    today = day_of(now)
    with reading(store) as session:
        if not _begun(session, load_rulebook(session), today) and not overtaken(session, today):
            return 0, 0
    with transaction(store) as session:
        counters.hold(session, "evaluations")  # of two runs at once the second finds nothing left
        n_settled = _settle(session, today, now)
        session.flush()
        book = load_rulebook(session)
        opened = [_open(session, *row, book, now) for row in _begun(session, book, today)]
        fields = {"n_opened": len(opened), "n_settled": n_settled}
        audit.record(session, now, CLOCK.name, "open_evaluations", "evaluations", **fields)
        return len(opened), n_settled


def evaluation_facts(document: Document, authority: str, evaluation: Evaluation) -> dict[str, str]:
    """The facts that every notice about an evaluation states."""
    return {
        "title": shown_title(document),
        "doc_no": document.doc_no,
        "authority": authority,
        "valid_until": evaluation.valid_until.isoformat(),
        "due_on": evaluation.due_on.isoformat(),
        "working": evaluation.working,
        "path": f"/desk/evaluations/{evaluation.id}",
    }


def _begun(session: Session, book: Rulebook, today: date) -> list[tuple[Document, date]]:
    """(document, its last valid day) of those whose evaluation has begun and is not opened."""
    months = max((profile.evaluation_months for _, profile in book.profiles), default=0)
    furthest = add_months(today, months) + timedelta(31)  # months differ in length
    return [
        (document, valid_until)
        for document, valid_until in unevaluated(session, today, furthest)
        if begins_on(valid_until, book.profile_for(document.published_on or valid_until)) <= today
    ]


def _open(
    session: Session, document: Document, valid_until: date, book: Rulebook, now: datetime
) -> Evaluation:
    profile = book.profile_for(document.published_on or valid_until)
    due_on, working = due_of(valid_until, profile, day_of(now))
    evaluation = Evaluation(
        document_id=document.id or 0,
        authority_id=_evaluating(session, document),
        valid_until=valid_until,
        due_on=due_on,
        working=working,
        opened_at=now,
    )
    session.add(evaluation)
    session.flush()
    authority = session.get_one(Authority, evaluation.authority_id)
    queue_notices(
        session,
        NoticeKind.EVALUATION_OPENED,
        "evaluation",
        evaluation.id or 0,
        authority_people(session, evaluation.authority_id),
        threshold="",
        due_on=due_on,
        facts=evaluation_facts(document, authority.name, evaluation),
        now=now,
        nobody=NO_CONTACT,
    )
    return evaluation


def _evaluating(session: Session, document: Document) -> int:
    """The authority that carries the document out, where it names one of the register, else its lead; or the heir."""
    key = title_key(document.implementing_authority)
    named = holders_by_name_key(session, [key]).get(key) if key else None
    authority_id = named or document.lead_authority_id
    return heirs_of_all(session).get(authority_id, authority_id)


def _settle(session: Session, today: date, now: datetime) -> int:
    rows = overtaken(session, today)
    for evaluation, span in rows:
        if span.status in ALIVE:
            evaluation.settled_as = "有效期已经变动，本次评估不再需要"
        else:
            evaluation.settled_as = f"文件已于{cn_date(span.from_on)}{STATUS_WORDS[span.status]}"
        evaluation.settled_at = now
        evaluation.version += 1
        session.add(evaluation)
    return len(rows)
