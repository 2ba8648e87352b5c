"""The printed statement of the status of a public document on a day, from public facts only."""

from collections.abc import Sequence
from datetime import date, datetime

from registry.domain.amendments import amendments_of
from registry.domain.citations import citation
from registry.exports.filing_papers import render_status_proof
from registry.exports.papers.facts import Evidence, StatusProof
from registry.storage.documents.public import PublicEvent, Timeline
from registry.storage.documents.tables import Document
from registry.web.amended_texts import amended_sentence
from registry.web.words import dates_in_words, event_words


def render_proof(
    document: Document, issuers: Sequence[str], timeline: Timeline, on: date, office: str, now: datetime
) -> bytes:
    """The .docx; each entry names the public document behind it, and not who recorded it."""
    span = timeline.on(on)
    acts = {event.id: event.by for event in timeline.events}
    proof = StatusProof(
        office=office,
        title=document.title,
        doc_no=document.doc_no or None,
        authority="、".join(issuers),
        dates=dates_in_words(document),
        on=on,
        status=span.status,
        is_presumed=span.is_presumed,
        why=span.why,
        evidence=tuple(_evidence(event, event.on) for event in timeline.events if event.on),
        made_at=now,
        amended=tuple(
            amended_sentence(amendment, acts.get(amendment.event_id), on)
            for amendment in amendments_of(timeline.acts)
            if amendment.on <= on
        ),
    )
    return render_status_proof(proof)


def _evidence(event: PublicEvent, on: date) -> Evidence:
    return Evidence(on, event_words(event), citation(event.by.title, event.by.doc_no) if event.by else "")
