"""Register a document: a draft before 公布, or an act that has already been published."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from registry.actions._attachments import add_attachment
from registry.actions._documents import add_document, lead_authority, subject_of
from registry.actions._filings import owe_filings
from registry.actions._rules import load_rulebook
from registry.domain.documents import DocumentFacts, check_may_publish
from registry.domain.roles import Actor, Permission, require
from registry.domain.rules import proposed_valid_until
from registry.storage import audit, changes
from registry.storage.engine import Store, transaction
from registry.storage.files import KeptFile


def register_document(
    store: Store,
    actor: Actor,
    facts: DocumentFacts,
    *,
    is_published: bool,
    files: Sequence[KeptFile] = (),
    now: datetime,
) -> int:
    """The new document's id. A published one owes its filings at once; its files come with it. Raises Refusal."""
    with transaction(store) as session:
        require(actor, Permission.WRITE_DOCUMENT, facts.authority_ids[:1])
        if is_published:
            require(actor, Permission.PUBLISH_DOCUMENT)
        book = load_rulebook(session)
        if is_published and facts.dates.published_on:
            check_may_publish(facts.kind, facts.dates.published_on, facts.steps, book.tracked_from)
        document = add_document(session, facts, is_published=is_published, now=now)
        owe_filings(session, book, document, lead_authority(session, document))
        audit.record(
            session,
            now,
            actor.name,
            "register_document",
            subject_of(document),
            title=document.title,
            doc_no=document.doc_no,
            source=document.source,
        )
        for file in files:
            add_attachment(session, actor, document, file, now=now)
        assert document.id is not None
        changes.touch(session, [document.id], now)
        return document.id


def propose_validity(session: Session, title: str, effective_on: date | None) -> tuple[date | None, str]:
    """The last valid day a form may propose by the rules of that day, and why; never a fact (DESIGN idea 2)."""
    if effective_on is None:
        return None, "填写施行日期后，系统按规则提出有效期建议。"
    return proposed_valid_until(effective_on, title, load_rulebook(session).profile_for(effective_on))
