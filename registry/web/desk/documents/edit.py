"""The form that corrects a document. If the document was saved meanwhile, it shows both versions."""

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.actions.documents.edit_document import edit_document
from registry.clock import now
from registry.domain.document_fields import FIELDS
from registry.domain.documents import Disclosure
from registry.domain.roles import Permission
from registry.storage.documents.tables import Document, documents_by_key
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.documents.finding import visible_document
from registry.web.desk.documents.form import (
    DocumentForm,
    facts_of,
    names_as_issued,
    values_of,
)
from registry.web.desk.documents.new import form_context, is_only_shown, is_sound
from registry.web.forms import form_page, refusals_on, typed_version
from registry.web.ways_back import way_back

_COMPARED = tuple(
    field.name for field in FIELDS if field.group and field.name not in ("duplicate_reason", "text")
)
"""The fields whose differences are shown; the text is compared apart, by the place where it begins to differ."""


@needs(Permission.WRITE_DOCUMENT)
def edit(document_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        document = visible_document(session, document_id)
        if document.disclosure is Disclosure.SECRET or not _may_edit(document):
            abort(403)
        values = values_of(session, document)
    form = DocumentForm(data=values)
    if not is_only_shown(form) and is_sound(form):
        with refusals_on(form):
            changed = _save(document_id, form)
            flash("已保存修改。" if changed else "内容没有变化。", "success")
            return redirect(_back(document_id), 303)
    return _page(form, document)


def _save(document_id: int, form: DocumentForm) -> dict[str, list[str]]:
    with reading(current_store()) as session:
        facts = facts_of(session, form, names_as_issued(session, document_id))
    return edit_document(
        current_store(),
        current_actor(),
        document_id,
        facts,
        version=typed_version(form.version.data),
        reason=form.reason.data or "",
        now=now(),
    )


def _page(form: DocumentForm, document: Document) -> ResponseReturnValue:
    with reading(current_store()) as session:
        document = session.get_one(Document, document.id)
        is_stale = form.is_submitted() and form.version.data != str(document.version)
        differences = _differences(session, form, document) if is_stale else []
        context = form_context(session, form)
        context["shows_duplicate_reason"] |= _shares_number(session, document)
    form.version.data = str(document.version)
    return form_page(
        "desk/documents/edit.html",
        form,
        document=document,
        is_stale=is_stale,
        differences=differences,
        evidence={},
        back=_back(document.id),
        **context,
    )


def _back(document_id: int | None) -> str:
    return way_back(url_for("desk.documents.show", document_id=document_id))


def _shares_number(session: Session, document: Document) -> bool:
    return document.doc_no_key is not None and len(documents_by_key(session, document.doc_no_key)) > 1


def _differences(session: Session, form: DocumentForm, document: Document) -> list[tuple[str, str, str]]:
    """(label, the value registered now, the value typed) of each field that differs."""
    latest = values_of(session, document)
    rows = [(form[name], latest[name], form[name].data) for name in (*_COMPARED, "touches_market")]
    rows += [(step, _step(latest.get(step.name, {})), _step(step.data)) for step in form.steps]
    shown = [(field.label.text, _shown(now_), _shown(typed)) for field, now_, typed in rows if now_ != typed]
    texts = [" ".join(text.split()) for text in (latest["text"], form.text.data or "")]
    return shown + [(form.text.label.text, *_around(*texts))] * (texts[0] != texts[1])


def _step(facts: Mapping[str, Any]) -> str:
    """The values of a formation step in one line, in the order of the form."""
    values = (facts.get(name) for name in ("begun_on", "done_on", "body", "result", "not_applicable_because"))
    return "，".join(str(value) for value in values if value)


def _around(latest: str, typed: str) -> tuple[str, str]:
    """A piece of both texts around the first place where they differ."""
    pairs = enumerate(zip(latest, typed, strict=False))
    at = next((n for n, (old, new) in pairs if old != new), min(len(latest), len(typed)))
    begin = max(0, at - 20)
    return (f"…{latest[begin : at + 60]}…", f"…{typed[begin : at + 60]}…")


def _shown(value: Any) -> str:
    return {None: "（空）", "": "（空）", True: "是", False: "否"}.get(value, str(value))


def _may_edit(document: Document) -> bool:
    actor = current_actor()
    return not document.is_published or actor.may(Permission.PUBLISH_DOCUMENT)
