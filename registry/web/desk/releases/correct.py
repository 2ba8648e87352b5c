"""The correction of a released list on the desk: its rows are chosen, shown before and after, then released."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from registry.actions.cleanups import correct_release as action
from registry.clock import now, today
from registry.domain.corrections import REMEDY_WORDS, REMOVE, REPRINT, RowCorrection
from registry.domain.errors import Refusal
from registry.domain.normal import tidy
from registry.domain.roles import Permission
from registry.storage import audit
from registry.storage.authorities import issuing_bodies
from registry.storage.engine import reading
from registry.storage.release_candidates import candidates
from registry.storage.releases import Release, rows_of
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.cleanups.forms import ReleaseForm
from registry.web.forms import choices, form_page, is_revising, refusals_on

N_FOUND = 50


class CorrectForm(ReleaseForm):
    because = TextAreaField("更正的原因", [InputRequired("请写明更正的原因。"), Length(max=1000)])
    q = StringField("查找文件", [Length(max=200)])
    sections: ClassVar[Mapping[str, str]] = {"rows": "rows"}


@dataclass(frozen=True)
class Typed:
    """What was typed for one document."""

    remedy: str = ""
    reason: str = ""
    deadline: str = ""


@needs(Permission.RELEASE_LIST)
def correct_release(release_id: int) -> ResponseReturnValue:
    """POST with `find` looks for documents, else asks for confirmation; with `confirmed` the correction is released."""
    typed = _typed(request.form)
    with reading(current_store()) as session:
        release = session.get(Release, release_id) or abort(404)
        authorities = {body.id: body.name for body in issuing_bodies(session)}
    issuer = next((body_id for body_id, name in authorities.items() if name == release.issuer), None)
    form = CorrectForm(authority_id=issuer, published_on=today())
    form.authority_id.choices = choices(authorities)
    prepared = None
    if "find" not in request.form and not is_revising() and form.validate_on_submit():
        with refusals_on(form):
            wanted = action.CorrectionFacts(form.facts(), form.because.data or "", _rows(typed))
            if "confirmed" in request.form:
                new_id = action.correct_release(
                    current_store(), current_actor(), release_id, wanted, now=now()
                )
                flash("勘误已发布。原目录保持不变，并已注明更正。", "success")
                return redirect(url_for(".show", release_id=new_id), 303)
            with reading(current_store()) as session:
                head = audit.head(session)
                prepared = action.preview_correction(
                    session, current_actor(), release_id, wanted, head, now()
                )
    with reading(current_store()) as session:
        found = candidates(session, rows_of(session, release_id), form.q.data or "", list(typed), N_FOUND)
    return form_page(
        "desk/releases/correct_release.html",
        form,
        release=release,
        issuers=authorities,
        found=found,
        typed=typed,
        remedies=REMEDY_WORDS,
        only_listed={REMOVE, REPRINT},
        prepared=prepared,
    )


def _typed(form: Mapping[str, str]) -> dict[int, Typed]:
    """document id → what was typed, for the documents with a remedy."""
    chosen = {}
    for name, remedy in form.items():
        kind, _, document_id = name.partition("-")
        if kind == "remedy" and remedy and document_id.isdecimal() and len(document_id) < 10:
            reason, deadline = (
                tidy(form.get(f"{field}-{document_id}", "")) for field in ("reason", "deadline")
            )
            chosen[int(document_id)] = Typed(remedy, reason, deadline)
    return chosen


def _rows(typed: Mapping[int, Typed]) -> tuple[RowCorrection, ...]:
    """The corrections that were typed. Raises Refusal for a remedy or a date that cannot be read."""
    rows = []
    for document_id, fields in typed.items():
        if fields.remedy not in REMEDY_WORDS:
            raise Refusal("更正方式认不出来，请在列表中选择。", "rows")
        try:
            deadline_on = date.fromisoformat(fields.deadline) if fields.deadline else None
        except ValueError:
            raise Refusal(f"完成时限“{fields.deadline}”不是日期，请填写如2026-06-30。", "rows") from None
        rows.append(RowCorrection(document_id, fields.remedy, fields.reason, deadline_on=deadline_on))
    return tuple(rows)
