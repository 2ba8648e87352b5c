"""The form that registers a document: typed, or filled from an uploaded file with the evidence of each value."""

from datetime import date
from typing import Any

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from registry.actions.documents.register_document import propose_validity, register_document
from registry.clock import now
from registry.domain.doc_numbers import DocNumber, parse
from registry.domain.errors import Refusal
from registry.domain.read_values import READ_WORDS
from registry.domain.roles import Permission
from registry.storage import office
from registry.storage.authorities import authority_names, present_authorities
from registry.storage.engine import reading
from registry.storage.files import KeptFile, path_of
from registry.web.access import MAX_AGE_S, current_actor, current_store, needs
from registry.web.desk.documents.form import DocumentForm, facts_of, put_problems
from registry.web.desk.documents.looking import looked, read_values
from registry.web.desk.documents.offers import agreed, offers_of, to_carry
from registry.web.desk.documents.prefill import evidence_of, told_of, values_of
from registry.web.desk.documents.read_text import marked_text
from registry.web.desk.uploads import Received, receive
from registry.web.forms import form_page, refusals_on


@needs(Permission.WRITE_DOCUMENT)
def new() -> ResponseReturnValue:
    given = {**_asked(), **_own_authority()}
    form = DocumentForm(formdata=_with_choices() if request.method == "POST" else None, data=given)
    carried = _carried(form.kept.data or "")
    is_published = request.form.get("save") == "published"
    if not is_only_shown(form) and is_sound(form, as_published=is_published):
        with refusals_on(form):
            document_id = _register(form, carried, is_published=is_published)
            flash("已登记为已公布的文件。" if is_published else "已暂存为草稿，尚未公布。", "success")
            _tell_unlooked(form, carried)
            return redirect(url_for("desk.documents.show", document_id=document_id), 303)
    return _page(form, carried)


@needs(Permission.WRITE_DOCUMENT)
def read_file() -> ResponseReturnValue:
    """The form filled from an uploaded file, which will be attached; it says what could not be read."""
    try:
        received = receive(request.files.get("file"))
    except Refusal as refusal:
        return _page(DocumentForm(formdata=None, data=_own_authority()), {}, upload_error=refusal.sentence)
    carried = _carry(received)
    values = {**_own_authority(), **values_of(received.reading), "kept": _signer().dumps(carried)}
    return _page(DocumentForm(formdata=None, data=values), carried)


def is_sound(form: DocumentForm, *, as_published: bool = False) -> bool:
    """Whether the form was sent and can be saved; all errors are put on the form at once."""
    if not form.is_submitted():
        return False
    is_valid = form.validate()
    with reading(current_store()) as session:
        put_problems(session, form, office.tracked_from(session) if as_published else None)
    return is_valid and not form.errors and not form.form_errors


def _register(form: DocumentForm, carried: dict[str, Any], *, is_published: bool) -> int:
    with reading(current_store()) as session:
        facts = facts_of(session, form)
    relations, waiting = agreed(carried)
    return register_document(
        current_store(),
        current_actor(),
        facts,
        is_published=is_published,
        files=[_kept_file(carried)] if form.kept.data else [],
        relations=relations,
        waiting=waiting,
        read=read_values(form, carried),
        now=now(),
    )


def _tell_unlooked(form: DocumentForm, carried: dict[str, Any]) -> None:
    n_unlooked = sum(not value.is_looked for value in read_values(form, carried))
    if n_unlooked:
        flash(
            f"有{n_unlooked}项读取的内容没有勾选“核对无误”，已在文件页标明“未核对”，请对照原件核对。",
            "warning",
        )


def _with_choices() -> MultiDict[str, str]:
    """The form data, each empty field filled with the choice made for it."""
    sent = MultiDict(request.form)
    for name in request.form:
        field = name.removeprefix("choice-")
        if field != name and not sent.get(field):
            sent[field] = sent[name]
    return sent


def _page(form: DocumentForm, carried: dict[str, Any], upload_error: str = "") -> ResponseReturnValue:
    form.kept.data = form.kept.data if carried else ""
    with reading(current_store()) as session:
        context = form_context(session, form)
        offers = offers_of(session, carried)
    page = form_page(
        "desk/documents/new.html",
        form,
        carried=carried,
        evidence=_begun(carried.get("evidence", {}), form),
        looked=looked(),
        offers=offers,
        READ_WORDS=READ_WORDS,
        read_text=marked_text(form.text.data or "", carried.get("evidence", {})) if carried else [],
        upload_error=upload_error,
        may_publish=current_actor().may(Permission.PUBLISH_DOCUMENT),
        **context,
    )
    return (page[0], 422) if upload_error and isinstance(page, tuple) else page


def _begun(evidence: dict[str, dict[str, Any]], form: DocumentForm) -> dict[str, dict[str, Any]]:
    """The evidence, with `begins` on the first unchecked value, which gets the keyboard; on none after errors."""
    is_open = not (form.errors or form.form_errors)
    to_look = [name for name in READ_WORDS if evidence.get(name, {}).get("mark") == "read"]
    first = next((name for name in to_look if is_open and name not in looked()), None)
    return {name: {**read, "begins": name == first} for name, read in evidence.items()}


def form_context(session: Session, form: DocumentForm) -> dict[str, Any]:
    """The context of the new and the edit page: authority names, the parsed number, the proposed validity."""
    until, why = propose_validity(session, form.title.data or "", form.effective_on.data)
    number: DocNumber | None = parse(form.doc_no.data) if form.doc_no.data else None
    is_duplicate = any("重号" in str(error) for error in (*form.doc_no.errors, *form.title.errors))
    return {
        "authorities": [
            authority.name
            for authority in present_authorities(session)
            if authority.is_issuer and not authority.is_unknown
        ],
        "number": number,
        "proposed_until": until,
        "proposed_why": why,
        "shows_duplicate_reason": bool(form.duplicate_reason.data) or is_duplicate,
    }


def is_only_shown(form: DocumentForm) -> bool:
    """Whether the form was sent only to be shown again, not saved."""
    asked = request.form.get("save")
    if asked == "check" and is_sound(form):
        flash("填写的内容没有发现问题；尚未保存，请按表末的按钮保存。", "info")
    return asked in ("check", "adopt") or _is_proposal_asked(form)


def _is_proposal_asked(form: DocumentForm) -> bool:
    """Whether the button of the proposed validity was pressed, which fills it in."""
    if request.form.get("save") != "propose":
        return False
    with reading(current_store()) as session:
        form.valid_until.data, _ = propose_validity(session, form.title.data or "", form.effective_on.data)
    form.valid_until.raw_data = None
    return True


def _asked() -> dict[str, Any]:
    """The values in the address, with which a line of the issue register leads here."""
    texts = {name: request.args.get(name, "")[:500] for name in ("title", "doc_no", "lead_authority")}
    issued_on = request.args.get("issued_on", type=date.fromisoformat)
    return texts | ({"issued_on": issued_on} if issued_on else {})


def _own_authority() -> dict[str, str]:
    """The lead authority of a document that a contact registers: the contact's own."""
    actor = current_actor()
    if actor.authority_id is None:
        return {}
    with reading(current_store()) as session:
        return {"lead_authority": authority_names(session, [actor.authority_id])[actor.authority_id]}


def _carry(received: Received) -> dict[str, Any]:
    """The values carried from the upload to the saving: the kept file, and the evidence of the fields."""
    return {
        "sha256": received.kept.sha256,
        "name": received.kept.name,
        "size": received.kept.size,
        "role": received.kept.role,
        "user_id": current_actor().user_id,
        "evidence": evidence_of(received.reading),
        "told": told_of(received.reading),
        "relations": to_carry(received.reading),
        "problems": received.reading.problems,
        "n_chars": received.reading.n_chars,
    }


def _carried(token: str) -> dict[str, Any]:
    """The carried values; empty if the token is invalid, too old or another person's, or its file is gone."""
    try:
        carried: dict[str, Any] = _signer().loads(token, max_age=MAX_AGE_S)
    except BadData:
        return {}
    is_own = carried.get("user_id") == current_actor().user_id
    return carried if is_own and path_of(current_store(), carried["sha256"]).is_file() else {}


def _kept_file(carried: dict[str, Any]) -> KeptFile:
    if not carried:
        raise Refusal("先前上传的文件已过期，没有附上。填写的内容还在：可以直接保存，再到文件页上传附件。")
    return KeptFile(carried["sha256"], carried["name"], carried["size"], carried["role"])


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="kept-file")
