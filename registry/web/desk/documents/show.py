"""The page of a document: its facts, its status on a day, its story, its filings and relations, and its text."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.clock import today
from registry.domain.after_release import told_outcome
from registry.domain.doc_numbers import DocNumber, parse
from registry.domain.document_fields import DAYS, LABELS, PLAIN
from registry.domain.documents import Dates, StepKind, date_findings, missing_steps
from registry.domain.doubts import MEANINGS, Doubt
from registry.domain.formation import needs_fair_review
from registry.domain.legality_reviews import PASSED
from registry.domain.papers.kinds import PaperKind, SubjectKind
from registry.domain.read_values import READ_WORDS
from registry.domain.roles import Permission
from registry.domain.validity import Status
from registry.storage import office
from registry.storage.audit import entries_about
from registry.storage.authorities import Authority
from registry.storage.conditions import Bound, bound_documents
from registry.storage.documents.tables import (
    Document,
    DocumentSpan,
    documents_by_key,
    issuers_of,
    steps_of,
)
from registry.storage.documents.timelines import events_of, spans_of
from registry.storage.documents.unlooked import unlooked_of
from registry.storage.documents.versions import texts_of
from registry.storage.doubts.queue import doubts_of_document
from registry.storage.engine import reading
from registry.storage.fair_reviews import fair_review_of
from registry.storage.files import attachments_of
from registry.storage.filings import filings_of
from registry.storage.hit_lists import count_hits
from registry.storage.legality_reviews import is_stale, last_review, text_hash
from registry.storage.release_pages import past_outcomes
from registry.web.access import current_actor, current_store, needs
from registry.web.amended_texts import ShownText, shown_text
from registry.web.desk.authorities.fields import note_of
from registry.web.desk.documents.finding import acts_behind, asked_day, visible_document
from registry.web.desk.documents.formation import formation_problems
from registry.web.desk.documents.hits import may_read
from registry.web.desk.documents.mending import in_particular, mending, told_twins
from registry.web.desk.documents.next_step import next_step
from registry.web.desk.documents.story import Tie, story_of, ties_of
from registry.web.desk.papers.section import PapersSection, papers_section

_ALWAYS_SHOWN = ("subject", "index_no", "reg_no")
_WORDS: dict[str, Any] = {
    "READ_WORDS": READ_WORDS,
    "labels": LABELS,
    "Permission": Permission,
    "in_particular": in_particular,
    "meanings": MEANINGS,
    "mending": mending,
}


@needs(Permission.READ_OWN)
def show(document_id: int) -> ResponseReturnValue:
    on = asked_day() or today()
    with reading(current_store()) as session:
        document = visible_document(session, document_id)
        papers = papers_section(session, SubjectKind.DOCUMENT, document_id)
        return render_template(
            "desk/documents/show.html",
            document=document,
            on=on,
            is_today=on == today(),
            today=today(),
            number=_number(document),
            same_number=_same_number(session, document),
            issuers=issuers_of(session, document_id),
            plain_facts=_plain_facts(document),
            findings=_findings(document),
            attachments=attachments_of(session, document_id),
            audit=_audit(session, document_id),
            may_edit=_may_edit(document),
            may_open=_may_open,
            **_life(session, document, on),
            rounds=past_outcomes(session, document_id),
            told_outcome=told_outcome,
            **_doubts(session, document_id),
            text=_text(session, document, on),
            hit_counts=count_hits(session, document_id) if may_read(session, document) else None,
            bound=_bound(session, document),
            papers=papers,
            last_proof=_last_proof(papers),
            **_reviews(session, document),
            **_WORDS,
        )


def _last_proof(papers: PapersSection) -> int:
    """The id of the newest kept proof of its status, 0 for none."""
    return max(
        (row.paper.id or 0 for row in papers.rows if row.paper.kind is PaperKind.STATUS_PROOF), default=0
    )


def _life(session: Session, document: Document, on: date) -> dict[str, Any]:
    """The context of its life: formation steps, spans, relations, story, filings, and the next step."""
    assert document.id is not None
    authority = session.get_one(Authority, document.lead_authority_id)
    steps = steps_of(session, document.id)
    needs_review = needs_fair_review(document.touches_market, document.published_on)
    missing = missing_steps(document.kind, steps, needs_review)
    filings = filings_of(session, document.id)
    spans = spans_of(session, document.id)
    ties = ties_of(session, document.id)
    n_to_confirm, lapses_on = _n_to_confirm(ties), _lapses_on(spans)
    return {
        "authority": authority,
        "steps": sorted(steps, key=lambda step: [*StepKind].index(step.kind)),
        "missing": missing,
        "problems": formation_problems(session, document, document.published_on),
        "is_old": document.is_published and _known_from(document) < office.tracked_from(session),
        "filings": filings,
        "vertical_note": note_of(session, authority, document.published_on or today()),
        "span": next(span for span in spans if span.from_on <= on < span.until_on),
        "spans": spans,
        "ties": ties,
        "story": story_of(session, document, spans, ties, filings),
        "step": next_step(
            current_actor(), document, authority, missing, filings, n_to_confirm, lapses_on, today()
        ),
    }


def _doubts(session: Session, document_id: int) -> dict[str, Any]:
    """The context of its doubts: those that stand, those that were settled, and the unchecked values."""
    standing, settled = doubts_of_document(session, document_id)
    is_settled = Doubt.UNLOOKED_VALUES in {row.doubt for row in settled}
    return {
        "standing": standing,
        "settled": settled,
        "told": told_twins(session, standing),
        "unlooked": [] if is_settled else unlooked_of(session, document_id),
    }


def _text(session: Session, document: Document, on: date) -> ShownText:
    """The text of the day, with the acts that amended it, named where this person may know of them."""
    events = events_of(session, document.id or 0)
    acts = acts_behind(session, events)
    issuers = [issuer.name_as_issued for issuer in issuers_of(session, document.id or 0)]
    texts = texts_of(session, document, is_for_public=False)
    return shown_text(document, issuers, texts, acts, on, today())


def _reviews(session: Session, document: Document) -> dict[str, Any]:
    """The context of its reviews before 公布; only its lead authority and the office see them."""
    if not _may_open(document):
        return {"review": None, "fair": None, "review_is_stale": False}
    document_id = document.id or 0
    review = last_review(session, document_id)
    return {
        "review": review,
        "fair": fair_review_of(session, document_id),
        "review_is_stale": review is not None
        and review.state in PASSED
        and not document.is_published
        and is_stale(review, text_hash(session, document_id)),
    }


def _bound(session: Session, document: Document) -> Bound | None:
    """What is to be asked today of a document that is valid until a task is done; None for any other."""
    return next(iter(bound_documents(session, today(), document_id=document.id)), None)


def _known_from(document: Document) -> date:
    """The day of publication, else of signature, else the first of all days."""
    return document.published_on or document.signed_on or date.min


def _lapses_on(spans: Sequence[DocumentSpan]) -> date | None:
    """The future day on which the document lapses, if it does."""
    to_come = (span.from_on for span in spans if span.status is Status.LAPSED and span.from_on > today())
    return next(to_come, None)


def _n_to_confirm(ties: Sequence[Tie]) -> int:
    return sum(tie.is_own and not tie.relation.is_confirmed for tie in ties)


def _may_edit(document: Document) -> bool:
    """Whether this person may edit the document: the office all, a contact the drafts of their authority."""
    actor = current_actor()
    if document.is_published:
        return actor.may(Permission.PUBLISH_DOCUMENT)
    return actor.may(Permission.WRITE_DOCUMENT) and actor.may_see([document.lead_authority_id])


def _number(document: Document) -> DocNumber | None:
    return parse(document.doc_no) if document.doc_no else None


def _same_number(session: Session, document: Document) -> list[Document]:
    """The other documents with this number, for the office only."""
    if document.doc_no_key is None or not current_actor().may(Permission.READ_ALL):
        return []
    return [other for other in documents_by_key(session, document.doc_no_key) if other.id != document.id]


def _plain_facts(document: Document) -> list[tuple[str, str]]:
    """(label, value) of the plain texts: those that are always shown, then the others if they are filled."""
    others = [name for name in PLAIN if name not in _ALWAYS_SHOWN and getattr(document, name)]
    return [(LABELS[name], getattr(document, name)) for name in (*_ALWAYS_SHOWN, *others)]


def _findings(document: Document) -> list[str]:
    findings = date_findings(Dates(**{name: getattr(document, name) for name in DAYS}))
    if document.doc_no and document.doc_no_key is None and not document.is_published:  # else it is a doubt
        findings.append(parse(document.doc_no).problem or "发文字号无法识别。")
    return findings


def _may_open(document: Document) -> bool:
    return current_actor().may_see([document.lead_authority_id])


def _audit(session: Session, document_id: int) -> list[object]:
    if not current_actor().may(Permission.READ_AUDIT):
        return []
    return list(entries_about(session, f"document:{document_id}", 20))
