"""One document, whole: what it is, what holds on a day and why, what happened, what is due, and its text."""

from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.clock import today
from registry.domain.articles import contents, paragraphs
from registry.domain.doc_numbers import DocNumber, parse
from registry.domain.documents import Dates, Step, StepKind, date_findings, missing_steps
from registry.domain.roles import Permission
from registry.domain.validity import EVER, FOREVER, EventKind
from registry.storage import office
from registry.storage.audit import entries_about
from registry.storage.authorities import Authority
from registry.storage.documents import (
    Document,
    DocumentEvent,
    documents_by_id,
    documents_by_key,
    issuers_of,
    relations_of,
    steps_of,
    text_of,
)
from registry.storage.engine import reading
from registry.storage.files import attachments_of
from registry.storage.filings import filings_of
from registry.storage.timelines import events_of, spans_of
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.documents.finding import may_know, visible_document
from registry.web.desk.documents.next_step import next_step

_AMENDING = {EventKind.AMENDED, EventKind.PARTLY_REPEALED}


@dataclass(frozen=True)
class Deed:
    """An event as the page tells it; `voided` is the correction that took it back."""

    event: DocumentEvent
    by: Document | None
    voided: DocumentEvent | None
    may_void: bool


@needs(Permission.READ_OWN)
def show(document_id: int) -> ResponseReturnValue:
    on = _asked_day()
    with reading(current_store()) as session:
        document = visible_document(session, document_id)
        authority = session.get_one(Authority, document.lead_authority_id)
        steps = steps_of(session, document_id)
        filings = filings_of(session, document_id)
        spans = spans_of(session, document_id)
        deeds = _deeds(session, document_id)
        text = paragraphs(text_of(session, document_id))
        missing = missing_steps(
            document.kind,
            [Step(row.kind, row.done_on, row.body, row.result, row.not_applicable_because) for row in steps],
        )
        return render_template(
            "desk/documents/show.html",
            document=document,
            authority=authority,
            number=_number(document),
            same_number=_same_number(session, document),
            issuers=issuers_of(session, document_id),
            on=on,
            is_today=on == today(),
            span=next(one for one in spans if one.from_on <= on < one.until_on),
            spans=spans,
            is_amended=any(_amends(deed, on) for deed in deeds),
            deeds=deeds,
            steps={row.kind: row for row in steps},
            step_kinds=[kind for kind in StepKind if kind in {row.kind for row in steps}],
            missing=missing,
            is_old=document.published_on is None or document.published_on < office.tracked_from(session),
            findings=_findings(document),
            relations=_relations(session, document_id),
            filings=filings,
            attachments=attachments_of(session, document_id),
            text=text,
            toc=contents(text),
            audit=_audit(session, document_id),
            step=next_step(current_actor(), document, authority, missing, filings, today()),
            may_edit=_may_edit(document),
            may_open=_may_open,
            Permission=Permission,
            EVER=EVER,
            FOREVER=FOREVER,
            today=today(),
        )


def _asked_day() -> date:
    try:
        return min(max(date.fromisoformat(request.args.get("on", "")), EVER), date(9999, 12, 30))
    except ValueError:
        return today()


def _may_edit(document: Document) -> bool:
    """The office edits everything, an authority its own drafts."""
    actor = current_actor()
    if document.is_published:
        return actor.may(Permission.PUBLISH_DOCUMENT)
    return actor.may(Permission.WRITE_DOCUMENT) and actor.may_see([document.lead_authority_id])


def _number(document: Document) -> DocNumber | None:
    return parse(document.doc_no) if document.doc_no else None


def _same_number(session: Session, document: Document) -> list[Document]:
    """The other documents that bear this number, for a reason that was recorded; the office's to know."""
    if document.doc_no_key is None or not current_actor().may(Permission.READ_ALL):
        return []
    return [one for one in documents_by_key(session, document.doc_no_key) if one.id != document.id]


def _findings(document: Document) -> list[str]:
    dates = Dates(
        document.signed_on,
        document.issued_on,
        document.published_on,
        document.posted_on,
        document.effective_on,
        document.valid_until,
    )
    found = date_findings(dates)
    if document.doc_no and document.doc_no_key is None:
        found.append(parse(document.doc_no).problem or "发文字号无法识别。")
    return found


def _deeds(session: Session, document_id: int) -> list[Deed]:
    events = events_of(session, document_id)
    voids = {event.voids: event for event in events if event.voids is not None}
    known = documents_by_id(session, [event.by_document_id for event in events if event.by_document_id])
    may = current_actor().may(Permission.RECORD_EVENT)
    return [
        Deed(
            event,
            by if (by := known.get(event.by_document_id or 0)) and may_know(by) else None,
            voids.get(event.id or 0),
            may and event.kind is not EventKind.PUBLISHED and event.id not in voids,
        )
        for event in events
        if event.kind is not EventKind.VOIDED
    ]


def _amends(deed: Deed, on: date) -> bool:
    event = deed.event
    return event.kind in _AMENDING and deed.voided is None and (event.effective_on or date.min) <= on


def _relations(session: Session, document_id: int) -> list[tuple[object, Document | None, bool]]:
    """(relation, the document at its other end, whether this document declares it)."""
    own, others = relations_of(session, document_id)
    ids = [one.other_id for one in own if one.other_id] + [one.document_id for one in others]
    known = {key: one for key, one in documents_by_id(session, ids).items() if may_know(one)}
    declared = [(one, known.get(one.other_id or 0), True) for one in own]
    return [*declared, *((one, known[one.document_id], False) for one in others if one.document_id in known)]


def _may_open(document: Document) -> bool:
    return current_actor().may_see([document.lead_authority_id])


def _audit(session: Session, document_id: int) -> list[object]:
    if not current_actor().may(Permission.READ_AUDIT):
        return []
    return list(entries_about(session, f"document:{document_id}", 20))
