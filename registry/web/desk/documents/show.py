"""One document, whole: what it is, what holds on a day and why, what happened, what is due, and its text."""

from collections.abc import Sequence
from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.clock import today
from registry.domain.articles import contents, paragraphs
from registry.domain.doc_numbers import DocNumber, parse
from registry.domain.documents import Dates, Step, StepKind, date_findings, missing_steps
from registry.domain.doubts import MEANINGS, Doubt
from registry.domain.read_values import READ_WORDS
from registry.domain.roles import Permission
from registry.domain.validity import Status
from registry.storage import office
from registry.storage.audit import entries_about
from registry.storage.authorities import Authority
from registry.storage.documents import (
    Document,
    DocumentSpan,
    documents_by_key,
    issuers_of,
    steps_of,
    text_of,
)
from registry.storage.doubt_queue import doubts_of_document
from registry.storage.engine import reading
from registry.storage.files import attachments_of
from registry.storage.filings import filings_of
from registry.storage.timelines import spans_of
from registry.storage.unlooked import unlooked_of
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.documents.finding import asked_day, visible_document
from registry.web.desk.documents.mending import in_particular, mending, told_twins
from registry.web.desk.documents.next_step import next_step
from registry.web.desk.documents.story import Tie, story_of, ties_of


@needs(Permission.READ_OWN)
def show(document_id: int) -> ResponseReturnValue:
    on = asked_day() or today()
    with reading(current_store()) as session:
        document = visible_document(session, document_id)
        authority = session.get_one(Authority, document.lead_authority_id)
        steps = steps_of(session, document_id)
        filings = filings_of(session, document_id)
        spans = spans_of(session, document_id)
        ties = ties_of(session, document_id)
        story = story_of(session, document, spans, ties, filings)
        text = paragraphs(text_of(session, document_id))
        missing = missing_steps(
            document.kind,
            [Step(row.kind, row.done_on, row.body, row.result, row.not_applicable_because) for row in steps],
        )
        standing, settled = doubts_of_document(session, document_id)
        is_found_right = Doubt.UNLOOKED_VALUES in {row.doubt for row in settled}
        return render_template(
            "desk/documents/show.html",
            standing=standing,
            told=told_twins(session, standing),
            unlooked=[] if is_found_right else unlooked_of(session, document_id),
            READ_WORDS=READ_WORDS,
            settled=settled,
            meanings=MEANINGS,
            mending=mending,
            in_particular=in_particular,
            document=document,
            authority=authority,
            number=_number(document),
            same_number=_same_number(session, document),
            issuers=issuers_of(session, document_id),
            on=on,
            is_today=on == today(),
            span=next(one for one in spans if one.from_on <= on < one.until_on),
            spans=spans,
            story=story,
            steps={row.kind: row for row in steps},
            step_kinds=[kind for kind in StepKind if kind in {row.kind for row in steps}],
            missing=missing,
            is_old=_known_from(document) < office.tracked_from(session),
            findings=_findings(document),
            ties=ties,
            filings=filings,
            attachments=attachments_of(session, document_id),
            text=text,
            toc=contents(text),
            audit=_audit(session, document_id),
            step=next_step(
                current_actor(),
                document,
                authority,
                missing,
                filings,
                _n_to_confirm(ties),
                _lapses_on(spans),
                today(),
            ),
            may_edit=_may_edit(document),
            may_open=_may_open,
            Permission=Permission,
            today=today(),
        )


def _known_from(document: Document) -> date:
    """The day it was published, or signed where that is missing; the first of all days where both are."""
    return document.published_on or document.signed_on or date.min


def _lapses_on(spans: Sequence[DocumentSpan]) -> date | None:
    """The day to come on which it lapses, as its events stand."""
    to_come = (one.from_on for one in spans if one.status is Status.LAPSED and one.from_on > today())
    return next(to_come, None)


def _n_to_confirm(ties: Sequence[Tie]) -> int:
    return sum(tie.is_own and not tie.relation.is_confirmed for tie in ties)


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
    if document.doc_no and document.doc_no_key is None and not document.is_published:  # else it is a doubt
        found.append(parse(document.doc_no).problem or "发文字号无法识别。")
    return found


def _may_open(document: Document) -> bool:
    return current_actor().may_see([document.lead_authority_id])


def _audit(session: Session, document_id: int) -> list[object]:
    if not current_actor().may(Permission.READ_AUDIT):
        return []
    return list(entries_about(session, f"document:{document_id}", 20))
