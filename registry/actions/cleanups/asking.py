"""Within a transaction: the notices that a round was opened, or that its day was moved, to those who answer in it."""

from datetime import date, datetime

from sqlmodel import Session

from registry.actions.papers.telling import paper_told
from registry.domain.authorities import AuthorityKind
from registry.domain.cleanups import ROUND_KIND_WORDS
from registry.domain.instants import day_of
from registry.domain.notices import NoticeKind
from registry.domain.written_days import cn_date
from registry.storage.authorities import Authority
from registry.storage.cleanups.items import waiting_answers
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.notices import queue_notices
from registry.storage.papers import Paper
from registry.storage.people import User, contacts_by_authority, told_of_everything
from registry.storage.recipients import NO_CONTACT, NO_OFFICE, clerks


def tell_answering(
    session: Session,
    cleanup: CleanupRound,
    now: datetime,
    *,
    before: date | None = None,
    reason: str = "",
    paper: Paper | None = None,
) -> int:
    """How many notices were new: to the contacts of each authority that has not answered, once for each day.

    The office acts for the government. `before` and `reason` tell of a day that was moved; `paper` is the 清理通知,
    whose page only the office may read.
    """
    assert cleanup.id is not None
    contacts = contacts_by_authority(session)
    n_new = 0
    for authority_id, n_documents in waiting_answers(session, cleanup.id).items():
        authority = session.get_one(Authority, authority_id)
        people, nobody = answering_people(session, authority, contacts.get(authority_id, ()))
        n_new += queue_notices(
            session,
            NoticeKind.CLEANUP_OPENED,
            "cleanup",
            cleanup.id,
            people,
            threshold=str(authority_id),
            due_on=cleanup.answers_due_on,
            facts=round_facts(cleanup, authority)
            | {
                "n_documents": str(n_documents),
                "before": before.isoformat() if before else "",
                "reason": reason,
            }
            | _paper_facts(paper, authority),
            now=now,
            nobody=nobody,
        )
    return n_new


def _paper_facts(paper: Paper | None, authority: Authority) -> dict[str, str]:
    if paper is None:
        return {}
    told = paper_told(paper)
    return told if authority.kind is AuthorityKind.GOVERNMENT else told | {"paper_path": ""}


def answering_people(
    session: Session, authority: Authority, contacts: list[User] | tuple[User, ...]
) -> tuple[list[User], str]:
    """Who answers for an authority, and why nobody does where there is nobody."""
    if authority.kind is AuthorityKind.GOVERNMENT:
        return clerks(session), NO_OFFICE
    return told_of_everything(contacts), NO_CONTACT


def round_facts(cleanup: CleanupRound, authority: Authority) -> dict[str, str]:
    """The facts that every notice of a round to an authority has."""
    return {
        "round": cleanup.name,
        "kind": ROUND_KIND_WORDS[cleanup.kind],
        "authority": authority.name,
        "authority_id": str(authority.id),
        "cut_off_on": cleanup.cut_off_on.isoformat(),
        "due_on": cleanup.answers_due_on.isoformat() if cleanup.answers_due_on else "",
        "working": answers_working(cleanup),
        "path": f"/desk/cleanups/{cleanup.id}",
    }


def answers_working(cleanup: CleanupRound) -> str:
    """How the day of the answers lies to the opening; the office sets it."""
    if cleanup.answers_due_on is None:
        return ""
    opened_on = day_of(cleanup.opened_at)
    n_days = (cleanup.answers_due_on - opened_on).days
    return f"自{cn_date(opened_on)}开展起第{n_days}日（开展次日为第1日），由组织清理的机关确定，不是法定期限"
