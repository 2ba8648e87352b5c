"""The printed answer whether a public document was in force on a day, from public facts only."""

from collections.abc import Sequence
from datetime import date, datetime

from registry.domain.citations import citation
from registry.domain.validity import EVENT_WORDS, STATUS_WORDS
from registry.exports.filing_papers import render_status_proof
from registry.exports.papers import Evidence, StatusProof
from registry.storage.documents import Document
from registry.storage.public_documents import PublicEvent, Timeline

_DATES = {"成文": "signed_on", "公布": "published_on", "施行": "effective_on", "有效期至": "valid_until"}


def render_proof(
    document: Document, issuers: Sequence[str], timeline: Timeline, on: date, office: str, now: datetime
) -> bytes:
    """The .docx; each entry names the public document that did it, and nobody who recorded it."""
    span = timeline.on(on)
    dates = [f"{word}{day}" for word, name in _DATES.items() if (day := getattr(document, name))]
    proof = StatusProof(
        office=office,
        title=document.title,
        doc_no=document.doc_no or None,
        authority="、".join(issuers),
        dates="，".join([*dates, *(["长期有效"] if document.has_no_expiry else [])]) or "均未载明",
        on=on,
        status=span.status,
        is_presumed=span.is_presumed,
        why=span.why,
        evidence=tuple(_evidence(event, event.on) for event in timeline.events if event.on),
        made_at=now,
    )
    return render_status_proof(proof)


def _evidence(event: PublicEvent, on: date) -> Evidence:
    words = EVENT_WORDS[event.kind]
    if event.stated:
        words += f"：{STATUS_WORDS[event.stated]}"
    if event.new_valid_until:
        words += f"，有效期至{event.new_valid_until}"
    return Evidence(on, words, citation(event.by.title, event.by.doc_no) if event.by else "")
