"""An authority is merged, split or abolished: the form, a preview of what moves, then the confirmation."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from wtforms import HiddenField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from registry.actions.authorities.reorganise_authority import (
    Heirs,
    Reform,
    check_reform,
    preview_reform,
    reorganise_authority,
)
from registry.clock import now, today
from registry.domain.documents import KIND_WORDS
from registry.domain.roles import Permission
from registry.storage.authorities import Authority, SuccessionKind
from registry.storage.authority_matters import documents_query, matters_of, open_filings_of, people_of
from registry.storage.documents.tables import Document
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import record_id
from registry.web.desk.authorities.fields import find_authority, other_names, text
from registry.web.desk.documents.form import day_field
from registry.web.forms import Form, choices, form_page, is_revising, refusals_on, typed_version

N_ROWS = 50


class HandOverForm(Form):
    on = day_field("日期", InputRequired("请填写日期。"))
    source = text("文件依据", 500, InputRequired("请写明文件依据（名称和文号）。"))
    heir_id = SelectField("承接机关", [Optional()], coerce=lambda value: int(value or 0))
    heir_ids = SelectMultipleField(
        "还有哪些承接机关",
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    version = HiddenField()

    def heirs(self) -> Heirs | None:
        """The heirs chosen in the form and in the lists below it; None when none is chosen."""
        if not self.heir_id.data:
            return None
        default_id, named = self.heir_id.data, frozenset(self.heir_ids.data or [])
        heir_ids = {default_id, *named}
        return Heirs(default_id, _chosen("document", heir_ids), _chosen("person", heir_ids), named)


@dataclass(frozen=True)
class Documents:
    """A page of the documents that would move; `elsewhere` are the heirs chosen on other pages (id → heir)."""

    rows: Sequence[Document]
    elsewhere: dict[int, int]
    q: str
    number: int
    n_pages: int
    total: int


@needs(Permission.MANAGE_AUTHORITIES)
def hand_over(authority_id: int) -> ResponseReturnValue:
    kind = _kind()
    with reading(current_store()) as session:
        authority = find_authority(session, authority_id)
        form = _form(session, authority, kind)
    preview = None
    if not is_revising() and form.validate_on_submit():
        with refusals_on(form):
            assert form.on.data is not None
            reform = Reform(kind, form.on.data, form.source.data or "", form.heirs())
            if "confirmed" in request.form:
                version = typed_version(form.version.data)
                reorganise_authority(
                    current_store(), current_actor(), authority_id, reform, version=version, now=now()
                )
                flash("已办理，移交情况见下面的“承接关系”。", "success")
                return redirect(url_for("desk.authorities.show", authority_id=authority_id), 303)
            with reading(current_store()) as session:
                preview = _preview(session, authority, reform)
    form.version.data = str(authority.version)
    return form_page(
        "desk/authorities/hand_over.html",
        form,
        authority=authority,
        kind=kind,
        **(preview or {"parts": None}),
    )


def _form(session: Session, authority: Authority, kind: SuccessionKind) -> HandOverForm:
    form = HandOverForm(version=str(authority.version))
    others = other_names(session, authority.id or 0)
    if kind is SuccessionKind.SPLIT:
        form.heir_id.label.text = "其余归"
        keeps = {authority.id: f"{authority.name}（本机关继续存在）"}
        form.heir_id.choices = choices({**keeps, **others}, "请选择")
    else:
        form.heir_id.choices = choices(others, "无人承接" if kind is SuccessionKind.ABOLISHED else "请选择")
    form.heir_ids.choices = choices(others)
    return form


def _preview(session: Session, authority: Authority, reform: Reform) -> dict[str, object]:
    """The values of the page that shows what would move. Raises Refusal as `check_reform` does."""
    assert authority.id is not None
    heirs = reform.heirs
    names = {authority.id: authority.name, **other_names(session, authority.id)}
    heir_ids = [heir_id for heir_id in (heirs.ids if heirs else set()) if heir_id in names]
    rows = {heir_id: session.get_one(Authority, heir_id) for heir_id in heir_ids}
    check_reform(authority, reform, {authority.id: authority, **rows}, today())
    documents = list(session.execute(documents_query(authority.id)).scalars())
    page, chosen = _page(documents, heirs)
    if heirs and chosen:
        heirs = Heirs(heirs.default_id, chosen, heirs.people, heirs.named)
    return {
        "parts": preview_reform(session, authority.id, heirs),
        "heirs": heirs,
        "names": names,
        "matters": matters_of(session, authority.id),
        "documents": page,
        "filings": open_filings_of(session, authority.id),
        "people": people_of(session, authority.id),
    }


def _page(documents: Sequence[Document], heirs: Heirs | None) -> tuple[Documents, dict[int, int]]:
    """(the requested page, document id → chosen heir); an heir may be chosen for all documents of the filter."""
    q = request.form.get("q", "").strip()[:100]
    fitting = [document for document in documents if _fits(document, q)]
    chosen = dict(heirs.documents) if heirs else {}
    taker = request.form.get("all_to", type=record_id)
    if "apply" in request.form and heirs and taker in heirs.ids:
        chosen |= {document.id: taker for document in fitting if document.id is not None}
    n_pages = max(1, -(-len(fitting) // N_ROWS))
    number = min(max(1, request.form.get("page", 1, type=record_id)), n_pages)
    rows = fitting[(number - 1) * N_ROWS : number * N_ROWS]
    shown = {document.id for document in rows}
    elsewhere = {document_id: heir for document_id, heir in chosen.items() if document_id not in shown}
    return Documents(rows, elsewhere, q, number, n_pages, len(fitting)), chosen


def _fits(document: Document, q: str) -> bool:
    return q in f"{document.title}\n{document.doc_no}\n{KIND_WORDS[document.kind]}"


def _chosen(noun: str, heir_ids: set[int]) -> dict[int, int]:
    """id → heir, from the selects `document-12` and `person-3`; values that are none of the heirs are left out."""
    chosen = {}
    for name, value in request.form.items():
        kind, _, number = name.partition("-")
        if kind == noun and number.isdecimal() and value.isdecimal() and int(value) in heir_ids:
            chosen[int(number)] = int(value)
    return chosen


def _kind() -> SuccessionKind:
    kind = request.args.get("what", "")
    return SuccessionKind(kind) if kind in set(SuccessionKind) else abort(404)
