"""What every release does beside its list: its decision is registered, and the people concerned are told."""

from datetime import datetime

from sqlmodel import Session

from registry.actions.cleanups._release_paper import ReleaseFacts, collective_decision
from registry.actions.documents.writing import add_document, link_document
from registry.actions.filings.owing import owe_filings
from registry.domain.documents import Dates, DocumentFacts, DocumentKind, Step, StepKind, check_may_publish
from registry.domain.notices import NoticeKind
from registry.domain.roles import Actor
from registry.storage import audit
from registry.storage.authorities import Authority
from registry.storage.cleanups.items import progress
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.documents.locks import subject_of
from registry.storage.documents.tables import Document
from registry.storage.notices import queue_notices
from registry.storage.people import contacts_by_authority, office_people, told_of_everything
from registry.storage.releases import Release
from registry.storage.rulebook import Rulebook


def register_decision(
    session: Session,
    actor: Actor,
    book: Rulebook,
    issuer: Authority,
    facts: ReleaseFacts,
    *,
    title: str,
    text: str,
    source: str,
    now: datetime,
) -> tuple[Document, list[int]]:
    """The decision, registered, published and owed to be filed (DOMAIN §2.8); and the ids of documents that name it."""
    assert issuer.id is not None
    meeting = collective_decision(facts)
    steps = (Step(StepKind.COLLECTIVE_DECISION, facts.decided_on, meeting, "审议通过"),)
    check_may_publish(DocumentKind.CLEANUP_DECISION, facts.published_on, steps, book.tracked_from)
    document = add_document(
        session,
        DocumentFacts(
            title=title,
            authority_ids=(issuer.id,),
            kind=DocumentKind.CLEANUP_DECISION,
            dates=Dates(
                signed_on=facts.decided_on,
                published_on=facts.published_on,
                effective_on=facts.published_on,
            ),
            doc_no=facts.doc_no,
            has_no_expiry=True,
            steps=steps,
            text=text,
            source=source,
        ),
        is_published=True,
        now=now,
    )
    linked = link_document(session, document)
    owe_filings(session, book, document, issuer)
    audit.record(
        session,
        now,
        actor.name,
        "register_document",
        subject_of(document),
        title=document.title,
        doc_no=document.doc_no,
        source=document.source,
        looked=[],
        unlooked=[],
        relations=[],
    )
    return document, linked


def tell(session: Session, cleanup: CleanupRound, release: Release, n_documents: int, now: datetime) -> None:
    """Queues a notice to the office and to the contacts of every authority that has a document in the round.

    An authority without a contact finds the list where everybody does: it asks nobody for anything.
    """
    assert cleanup.id is not None
    contacts = contacts_by_authority(session)
    concerned = {part.authority_id for part in progress(session, cleanup.id)}
    told = [person for key in sorted(concerned) for person in told_of_everything(contacts.get(key, ()))]
    queue_notices(
        session,
        NoticeKind.RELEASE_PUBLISHED,
        "release",
        release.id or 0,
        [*office_people(session), *told],
        threshold="",
        due_on=None,
        facts={
            "title": release.title,
            "doc_no": release.doc_no,
            "round": cleanup.name,
            "published_on": release.published_on.isoformat(),
            "n_documents": str(n_documents),
            "path": f"/desk/releases/{release.id}",
        },
        now=now,
    )
