"""Record the conclusion of the 公平竞争审查 of a draft; it says whether market entities are touched."""

from datetime import datetime

from registry.actions.documents.attaching import add_attachment
from registry.actions.legality._filling import fill_step, note_change
from registry.actions.legality._holding import hold_draft
from registry.domain.fair_reviews import FairFacts, check_fair_facts
from registry.domain.instants import day_of
from registry.domain.roles import Actor, Permission
from registry.storage import audit
from registry.storage.documents.locks import subject_of
from registry.storage.engine import Store, transaction
from registry.storage.fair_reviews import FairReview, fair_review_of
from registry.storage.files import KeptFile

FAIR_MATERIAL = "公平竞争审查结论"


def record_fair_review(
    store: Store,
    actor: Actor,
    document_id: int,
    facts: FairFacts,
    *,
    file: KeptFile | None = None,
    now: datetime,
) -> None:
    """Keeps the conclusion with its file, in the place of an earlier one, and fills the formation step."""
    check_fair_facts(facts, day_of(now))
    with transaction(store) as session:
        document = hold_draft(session, actor, document_id, Permission.WRITE_DOCUMENT)
        row = fair_review_of(session, document_id) or FairReview(
            document_id=document_id, conclusion=facts.conclusion, recorded_at=now
        )
        row.conclusion, row.body, row.reviewed_on = facts.conclusion, facts.body.strip(), facts.reviewed_on
        row.exception, row.because = facts.exception, facts.because.strip()
        row.recorded_at, row.recorded_by = now, actor.name
        if file is not None:
            kept = KeptFile(file.sha256, file.name, file.size, "material", FAIR_MATERIAL)
            attachment = add_attachment(session, actor, document, kept, now=now)
            session.flush()
            row.attachment_id = attachment.id
        session.add(row)
        document.touches_market = facts.touches_market
        fill_step(session, document, facts.step(), now)
        note_change(session, document, now)
        audit.record(
            session,
            now,
            actor.name,
            "record_fair_review",
            subject_of(document),
            conclusion=facts.words,
            body=row.body,
            on=row.reviewed_on.isoformat() if row.reviewed_on else "",
            because=row.because,
        )
