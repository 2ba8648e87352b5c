"""The workbook of a round: downloaded to be filled in, and taken back; what clashes or cannot be taken is shown."""

import base64
import tempfile
from pathlib import Path, PurePath

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.actions.cleanups.make_workbook import make_workbook, make_workbooks, refused_workbook
from registry.actions.cleanups.return_workbook import return_workbook
from registry.clock import now, today
from registry.domain.errors import Refusal
from registry.domain.returned_rows import Side
from registry.domain.roles import Permission
from registry.storage.authorities import Authority
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.cleanups.finding import asked_authority, asked_filters, find_round
from registry.web.downloads import author, download

N_ROWS_SHOWN = 50


@needs(Permission.READ_OWN)
def workbook(round_id: int) -> ResponseReturnValue:
    """The documents as filtered, to be filled in and sent back; a contact gets those that it answers for."""
    filters, authority_id = asked_filters(), asked_authority()
    with reading(current_store()) as session:
        cleanup = find_round(session, round_id)
        authority = session.get(Authority, authority_id) if authority_id else None
        content = make_workbook(
            session,
            cleanup,
            today(),
            authority_id=authority_id,
            outcome=filters["outcome"],
            words=filters["q"],
            for_contact=not current_actor().may(Permission.READ_ALL),
        )
    whose = f"-{authority.name}" if authority else ""
    return download(content, f"{cleanup.name}{whose}-清理意见", "xlsx")


@needs(Permission.RUN_CLEANUP)
def workbooks(round_id: int) -> ResponseReturnValue:
    """A .zip of one workbook for each authority."""
    with reading(current_store()) as session:
        cleanup = find_round(session, round_id)
        content = make_workbooks(session, cleanup, today())
    return download(content, f"{cleanup.name}-各机关清理意见表格", "zip")


@needs(Permission.PROPOSE_OUTCOME)
def take_workbook(round_id: int) -> ResponseReturnValue:
    """Takes an uploaded workbook back; what was not written is shown, with 422 where rows were refused."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise Refusal("请选择要交回的 .xlsx 或 .csv 文件。")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook"
        upload.save(path)
        result = return_workbook(
            current_store(), current_actor(), round_id, path, upload.filename, side=_side(), now=now()
        )
    if not (result.refused or result.clashes or result.incomplete or result.missing):
        flash(
            f"读入{result.n_read}行，写入{result.n_changed}行，{result.n_same}行与现有意见相同。", "success"
        )
        return redirect(url_for(".show", round_id=round_id), 303)
    with reading(current_store()) as session:
        cleanup = find_round(session, round_id)
    refused = refused_workbook([(row.line, row.sentence) for row in result.refused], author())
    page = render_template(
        "desk/cleanups/returned.html",
        cleanup=cleanup,
        result=result,
        refused_file=base64.b64encode(refused).decode() if result.refused else "",
        refused_name=f"{PurePath(upload.filename).stem}-未接受的行.xlsx",
        n_rows_shown=N_ROWS_SHOWN,
    )
    return page, 422 if result.refused else 200


def _side() -> Side:
    """What the office says that the workbook carries; a contact's carries its answers."""
    if not current_actor().may(Permission.RUN_CLEANUP):
        return Side.ANSWERS
    typed = request.form.get("side", "")
    if typed not in set(Side):
        raise Refusal("请选择表中是制定机关的自查意见，还是法制机构确定的清理意见。", "side")
    return Side(typed)
