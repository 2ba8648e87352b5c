"""The printed page that tells whether a document was in force on a day, with its evidence."""

from datetime import date, timedelta

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.actions.documents.keep_status_proof import keep_status_proof
from registry.clock import now, today
from registry.domain.amendments import amendments_of
from registry.domain.documents import Disclosure
from registry.domain.roles import Permission
from registry.domain.validity import Status
from registry.domain.written_days import cn_date
from registry.exports.filing_papers import render_status_proof
from registry.exports.papers.facts import Evidence, StatusProof
from registry.storage import office
from registry.storage.documents.tables import Document, DocumentSpan, issuers_of
from registry.storage.documents.timelines import as_event, events_of, spans_of
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.amended_texts import amended_sentence
from registry.web.desk.documents.finding import acts_behind, asked_day, visible_document
from registry.web.desk.documents.story import Day, story_of, ties_of
from registry.web.downloads import download
from registry.web.forms import typed_version
from registry.web.words import dates_in_words


@needs(Permission.READ_OWN)
def proof(document_id: int) -> ResponseReturnValue:
    """The page for the day `on` of the address, else for today; drawn each time and not kept."""
    on = asked_day() or today()
    with reading(current_store()) as session:
        paper = _proof(session, _provable(session, document_id), on)
    return download(render_status_proof(paper), f"时效性查询结果（{on}）", "docx")


@needs(Permission.EXAMINE_FILING)
def keep_proof(document_id: int) -> ResponseReturnValue:
    """The answer for the day `on`, made a paper of the office."""
    on = asked_day() or today()
    with reading(current_store()) as session:
        proof = _proof(session, _provable(session, document_id), on)
    after = typed_version(request.form.get("after"))
    paper = keep_status_proof(current_store(), current_actor(), document_id, proof, after=after, now=now())
    flash("时效性查询结果已出具并留存。", "success")
    return redirect(url_for("desk.papers.show", paper_id=paper.id), 303)


def _provable(session: Session, document_id: int) -> Document:
    """The document; 404 for a secret stub and for one that was not published."""
    document = visible_document(session, document_id)
    if document.disclosure is Disclosure.SECRET or not document.is_published:
        abort(404)
    return document


def _proof(session: Session, document: Document, on: date) -> StatusProof:
    document_id = document.id or 0
    spans = spans_of(session, document_id)
    span = next(span for span in spans if span.from_on <= on < span.until_on)
    story = story_of(session, document, spans, ties_of(session, document_id), [])
    return StatusProof(
        office=office.setting(session, "office_name"),
        title=document.title,
        doc_no=document.doc_no or None,
        authority="、".join(row.name_as_issued for row in issuers_of(session, document_id)),
        dates=dates_in_words(document) + (f"（{document.source}）" if document.source else ""),
        on=on,
        status=span.status,
        is_presumed=span.is_presumed,
        why=span.why,
        evidence=tuple(evidence for day in story.days for evidence in _evidence(day)),
        made_at=now(),
        amended=_amended(session, document, on),
    )


def _amended(session: Session, document: Document, on: date) -> tuple[str, ...]:
    """The acts that had amended it by the day, named where this person may know of them."""
    events = events_of(session, document.id or 0)
    acts = acts_behind(session, events)
    return tuple(
        amended_sentence(amendment, acts.get(amendment.event_id), on)
        for amendment in amendments_of(map(as_event, events))
        if amendment.on <= on
    )


def _evidence(day: Day) -> list[Evidence]:
    """The valid events of a day, its relations with their clauses, and a lapse, which is computed."""
    deeds = [deed for deed in day.deeds if (deed.recorded or deed.source) and not deed.correction]
    rows = [
        Evidence(day.on, deed.what, "；".join(part for part in (deed.source, deed.recorded) if part))
        for deed in deeds
    ]
    return [*rows, *_lapse(day.span)]


def _lapse(span: DocumentSpan | None) -> list[Evidence]:
    if span is None or span.status is not Status.LAPSED:
        return []
    last = span.from_on - timedelta(days=1)
    return [Evidence(span.from_on, "失效", f"有效期至{cn_date(last)}届满，按登记的有效期计算")]
