"""Released lists on the desk: frozen, with their hashes, as a page and as files."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.domain.cleanups import Outcome
from registry.domain.roles import Permission
from registry.exports.release import render_rows
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.engine import reading
from registry.storage.releases import Release, changes_of, releases, releases_of_round, rows_of, standings_of
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
        linked={change.row.document_id for change in changes}
        if current_actor().may(Permission.READ_ALL)
        else (),
        page=page_of_list([row for row in rows if row.outcome is outcome]),
    )


@needs(Permission.READ_OWN)
def file(release_id: int, kind: str) -> ResponseReturnValue:
    """The frozen Word file, or the frozen rows as a table."""
    with reading(current_store()) as session:
        release = _release(session, release_id)
        rows = rows_of(session, release_id)
    content = (
        release.docx if kind == "docx" else render_rows(rows, release.frozen_fields, kind, release.issuer)
    )
    return download(content, release.title, kind)


def _release(session: Session, release_id: int) -> Release:
    return session.get(Release, release_id) or abort(404)
