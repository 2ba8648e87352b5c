"""The signed return of an authority: printed to be signed, recorded with its scan, opened again by the office."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session, col
from wtforms import DateField, FileField, StringField
from wtforms.validators import InputRequired, Length

from registry.actions.cleanups import record_return as record_action
from registry.actions.cleanups import reopen_return as reopen_action
from registry.clock import now, today
from registry.domain.roles import Permission
from registry.storage.authorities import Authority
from registry.storage.cleanups.items import items_query
from registry.storage.cleanups.returns import return_of, unanswered_of
from registry.storage.cleanups.tables import CleanupItem, CleanupRound
from registry.storage.engine import reading
from registry.storage.files import KeptFile, path_of
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.cleanups.finding import find_round
from registry.web.desk.uploads import receive
from registry.web.downloads import download_file
from registry.web.forms import Form, form_page, refusals_on


class ReturnForm(Form):
    signed_on = DateField("签字日期", [InputRequired("请填写签字日期。")])
    signer = StringField("签字的负责人", [InputRequired("请填写签字的负责人。"), Length(max=100)])
    file = FileField("签字稿扫描件")


@needs(Permission.READ_OWN)
def record_return(round_id: int, authority_id: int) -> ResponseReturnValue:
    """The return of one authority: what it still lacks, or when it was signed; POST records it with its scan."""
    form = ReturnForm(signed_on=today())
    with reading(current_store()) as session:
        cleanup, authority = _find(session, round_id, authority_id)
        signed = return_of(session, round_id, authority_id)
        n_lacking, titles = unanswered_of(session, round_id, authority_id)
    if form.validate_on_submit():
        with refusals_on(form):
            record_action.record_return(
                current_store(),
                current_actor(),
                round_id,
                authority_id,
                signed_on=form.signed_on.data or today(),
                signer=form.signer.data or "",
                file=_scan(),
                now=now(),
            )
            flash(f"{authority.name}已签字报送。", "success")
            return redirect(url_for(".record_return", round_id=round_id, authority_id=authority_id), 303)
    return form_page(
        "desk/cleanups/record_return.html",
        form,
        cleanup=cleanup,
        authority=authority,
        signed=signed,
        n_lacking=n_lacking,
        titles=titles,
        may_sign=current_actor().may(Permission.PROPOSE_OUTCOME) and cleanup.released_at is None,
        may_read_all=current_actor().may(Permission.READ_ALL),
        may_reopen=current_actor().may(Permission.RUN_CLEANUP) and cleanup.released_at is None,
    )


@needs(Permission.RUN_CLEANUP)
def reopen_return(round_id: int, authority_id: int) -> ResponseReturnValue:
    reason = request.form.get("reason", "")
    reopen_action.reopen_return(current_store(), current_actor(), round_id, authority_id, reason, now=now())
    flash("已重新打开，制定机关可以修改清理意见。", "success")
    return redirect(url_for(".record_return", round_id=round_id, authority_id=authority_id), 303)


@needs(Permission.READ_OWN)
def print_return(round_id: int, authority_id: int) -> ResponseReturnValue:
    """The answers of one authority on a plain page, to be printed and signed."""
    with reading(current_store()) as session:
        cleanup, authority = _find(session, round_id, authority_id)
        rows = session.execute(items_query(round_id, authority_id=authority_id)).all()
    return render_template(
        "desk/cleanups/print_return.html", cleanup=cleanup, authority=authority, rows=rows, today=today()
    )


@needs(Permission.READ_OWN)
def return_scan(round_id: int, authority_id: int) -> ResponseReturnValue:
    """The scan of a signed return, always as an attachment."""
    with reading(current_store()) as session:
        _find(session, round_id, authority_id)
        signed = return_of(session, round_id, authority_id)
    if signed is None or not signed.file_sha256:
        abort(404)
    path = path_of(current_store(), signed.file_sha256)
    return download_file(path, signed.file_name) if path.is_file() else abort(404)


def _find(session: Session, round_id: int, authority_id: int) -> tuple[CleanupRound, Authority]:
    """The round and an authority that answers in it; 404 for any other, and for what a contact may not see."""
    cleanup = find_round(session, round_id)
    authority = session.get(Authority, authority_id) or abort(404)
    query = items_query(round_id, authority_id=authority_id).with_only_columns(col(CleanupItem.id))
    if not current_actor().may_see([authority_id]) or session.execute(query.limit(1)).first() is None:
        abort(404)
    return cleanup, authority


def _scan() -> KeptFile | None:
    """The uploaded scan; None where there is none."""
    upload = request.files.get("file")
    return receive(upload, role="internal").kept if upload and upload.filename else None
