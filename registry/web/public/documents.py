"""One document as the public reads it: facts, status on a day and why, relations, text and files."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from registry.clock import now, today
from registry.domain.after_release import told_outcome
from registry.domain.catalog import PUBLIC_PLAIN_FIELDS
from registry.domain.document_fields import LABELS
from registry.domain.documents import RELATION_WORDS
from registry.domain.periods import Period
from registry.domain.roles import Permission
from registry.domain.validity import ALIVE, EVENT_WORDS, STATUS_WORDS, EventKind, Span
from registry.storage import office
from registry.storage.documents.public import (
    PublicEvent,
    PublicRelation,
    Timeline,
    public_document,
    public_file,
    public_files,
    public_relations,
    public_timelines,
)
from registry.storage.documents.tables import Document, issuers_of
from registry.storage.documents.versions import Texts, texts_of
from registry.storage.engine import reading
from registry.storage.files import Attachment, path_of
from registry.storage.release_pages import PastOutcome, past_outcomes
from registry.storage.releases import release_of_decision
from registry.web import downloads
from registry.web.access import current_settings, current_store, needs
from registry.web.amended_texts import ShownText, shown_text
from registry.web.limits import DOWNLOADS, limiter
from registry.web.public._addresses import asked_day
from registry.web.public._proofs import render_proof
from registry.web.words import cn_date

pages = Blueprint("documents", __name__, url_prefix="/documents")


@dataclass(frozen=True)
class Shown:
    """The contents of the page of a document."""

    document: Document
    issuers: list[str]
    texts: Texts
    files: list[Attachment]
    relations: list[tuple[str, PublicRelation]]
    timeline: Timeline
    release_id: int | None
    rounds: list[PastOutcome]

    @property
    def plain_facts(self) -> list[tuple[str, str]]:
        """(label, value) of the public plain texts that are filled, beside those that always stand there."""
        others = [field for field in PUBLIC_PLAIN_FIELDS if field.name not in ("index_no", "subject")]
        return [(field.label, value) for field in others if (value := getattr(self.document, field.name))]

    def text_on(self, on: date) -> ShownText:
        """The text of a day, with what amended it."""
        acts = {event.id: event.by for event in self.timeline.events}
        return shown_text(self.document, self.issuers, self.texts, acts, on, today())

    def is_amended(self, on: date) -> bool:
        return any(
            event.kind is EventKind.AMENDED and (event.on is None or event.on <= on)
            for event in self.timeline.events
        )

    def valid_until(self, on: date) -> str:
        """The last valid day as it stood on a day, extensions included."""
        period = self.timeline.validity_on(on)
        return period.words or cn_date(period.valid_until)

    def has_ended(self, span: Span) -> bool:
        return span.status not in ALIVE


@pages.route("/<id:document_id>")
@needs(Permission.READ_PUBLIC)
def show(document_id: int) -> ResponseReturnValue:
    """The document on the day `on`; 404 for one that is not public."""
    shown = _shown(document_id)
    if shown is None:
        abort(404)
    on, is_odd_day = asked_day()
    address = url_for("public.documents.show", document_id=document_id)
    return render_template(
        "public/documents/show.html",
        shown=shown,
        document=shown.document,
        on=on,
        is_odd_day=is_odd_day,
        today=today(),
        span=shown.timeline.on(on),
        event_words=_event_words,
        told_outcome=told_outcome,
        labels=LABELS,
        text=shown.text_on(on),
        canonical=f"{current_settings().public_url}{address}",
    )


@pages.route("/<id:document_id>/proof.docx")
@limiter.limit(DOWNLOADS)
@needs(Permission.READ_PUBLIC)
def proof(document_id: int) -> ResponseReturnValue:
    """The .docx that says whether the document was in force on the day `on`."""
    shown = _shown(document_id)
    if shown is None:
        abort(404)
    on, _ = asked_day()
    with reading(current_store()) as session:
        name = office.setting(session, "office_name")
    content = render_proof(shown.document, shown.issuers, shown.timeline, on, name, now())
    return downloads.download(content, f"时效性查询结果（{on}）", "docx")


@pages.route("/<id:document_id>/files/<id:attachment_id>")
@limiter.limit(DOWNLOADS)
@needs(Permission.READ_PUBLIC)
def download(document_id: int, attachment_id: int) -> ResponseReturnValue:
    """A text or annex of a public document; neither its address nor the answer tells where it is stored."""
    store = current_store()
    with reading(store) as session:
        file = public_file(session, document_id, attachment_id)
    if file is None:
        abort(404)
    path = path_of(store, file.sha256)
    if not path.is_file():
        current_app.logger.error("the bytes of attachment %s are missing", attachment_id)
        abort(404)
    return downloads.download_file(path, file.name)


def _shown(document_id: int) -> Shown | None:
    with reading(current_store()) as session:
        document = public_document(session, document_id)
        if document is None:
            return None
        return Shown(
            document=document,
            issuers=[issuer.name_as_issued for issuer in issuers_of(session, document_id)],
            texts=texts_of(session, document),
            files=public_files(session, document_id),
            relations=[
                (_relation_words(relation), relation) for relation in public_relations(session, document_id)
            ],
            timeline=public_timelines(session, [document])[document_id],
            release_id=release_of_decision(session, document_id),
            rounds=past_outcomes(session, document_id),
        )


def _relation_words(relation: PublicRelation) -> str:
    own, others = RELATION_WORDS[relation.kind]
    return f"{own if relation.is_own else others}{'（部分）' if relation.is_partial else ''}"


def _event_words(event: PublicEvent) -> str:
    """停止执行, 延长有效期（至2030-01-01）, 台账载明：废止, 修改第五条."""
    words = f"{EVENT_WORDS[event.kind]}{event.articles}"
    if event.stated is not None:
        return f"{words}：{STATUS_WORDS[event.stated]}"
    if new := Period(None, event.new_has_no_expiry, event.new_ends_when).words:
        return f"{words}（{new}）"
    return f"{words}（至{cn_date(event.new_valid_until)}）" if event.new_valid_until else words
