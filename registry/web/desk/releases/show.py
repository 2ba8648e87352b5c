"""Released lists on the desk: frozen, with their hashes, as a page and as files."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.actions.cleanups.print_release_again import print_release_again
from registry.clock import now
from registry.domain.cleanups import Outcome
from registry.domain.roles import Permission
from registry.exports.release import render_rows
from registry.readers.files.libreoffice import is_installed
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.engine import reading
from registry.storage.releases import (
    Release,
    bytes_of_pdf,
    changes_of,
    pdf_of_release,
    releases,
    releases_of_round,
    rows_of,
    standings_of,
)
from registry.web.access import current_actor, current_store, needs
from registry.web.downloads import download
from registry.web.paging import page_of_list


@needs(Permission.READ_OWN)
def index() -> ResponseReturnValue:
    with reading(current_store()) as session:
        listed = releases(session)
    corrected = {release.corrects_id for release in listed}
    return render_template("desk/releases/index.html", releases=listed, corrected=corrected)


@needs(Permission.READ_OWN)
def show(release_id: int) -> ResponseReturnValue:
    """The list as it was printed, one outcome at a time."""
    with reading(current_store()) as session:
        release = _release(session, release_id)
        rows = rows_of(session, release_id)
        standings = standings_of(session, [release_id]).get(release_id, {})
        cleanup = session.get_one(CleanupRound, release.round_id)
        chain = releases_of_round(session, release.round_id)
        changes = changes_of(session, release)
        pdf = pdf_of_release(session, release_id)
    printed = list(dict.fromkeys(row.outcome for row in rows))
    asked = request.args.get("outcome", "")
    outcome = Outcome(asked) if asked in printed else next(iter(printed), None)
    return render_template(
        "desk/releases/show.html",
        release=release,
        cleanup=cleanup,
        outcome=outcome,
        standings=standings,
        chain=chain,
        changes=changes,
        pdf=pdf,
        can_print=is_installed(),
        linked={change.row.document_id for change in changes}
        if current_actor().may(Permission.READ_ALL)
        else (),
        page=page_of_list([row for row in rows if row.outcome is outcome]),
    )


@needs(Permission.READ_OWN)
def file(release_id: int, kind: str) -> ResponseReturnValue:
    """The frozen Word file, what was printed of it, or the frozen rows as a table."""
    with reading(current_store()) as session:
        release = _release(session, release_id)
        if kind == "pdf":
            content = bytes_of_pdf(session, release_id) or abort(404)
        elif kind == "docx":
            content = release.docx
        else:
            rows = rows_of(session, release_id)
            content = render_rows(rows, release.frozen_fields, kind, release.issuer)
    return download(content, release.title, kind)


@needs(Permission.RELEASE_LIST)
def print_pdf_again(release_id: int) -> ResponseReturnValue:
    print_release_again(current_store(), current_actor(), release_id, now=now())
    flash("PDF 将重新生成，一般一分钟左右就有，请稍后刷新本页。", "success")
    return redirect(url_for(".show", release_id=release_id), 303)


def _release(session: Session, release_id: int) -> Release:
    return session.get(Release, release_id) or abort(404)
