"""The documents of a round as a workbook to fill in, and the outcomes taken from it again."""

import tempfile
from pathlib import Path
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.actions.cleanups import import_outcomes as import_action
from registry.clock import now
from registry.domain.cleanups import OUTCOME_WORDS
from registry.domain.documents import Disclosure
from registry.domain.errors import Refusal
from registry.domain.roles import Permission
from registry.exports.tables import Cell, render_xlsx
from registry.storage.cleanups.items import items_query
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.cleanups.finding import asked_authority, asked_filters, find_round
from registry.web.downloads import author, download

HEADERS = (
    "发文字号", "标题", "制定机关", "公布日期", "清理意见", "理由", "责任单位", "完成时限", "自查意见", "自查理由",
)  # fmt: skip


@needs(Permission.READ_OWN)
def table(round_id: int) -> ResponseReturnValue:
    """The items as filtered, as a workbook to fill in and to upload again; a contact gets its own authority's."""
    filters = asked_filters()
    with reading(current_store()) as session:
        cleanup = find_round(session, round_id)
        query = items_query(
            round_id, authority_id=asked_authority(), outcome=filters["outcome"], words=filters["q"]
        )
        rows = [_cells(*row) for row in session.execute(query).all()]
    return download(render_xlsx(HEADERS, rows, "清理意见", author()), f"{cleanup.name}-清理意见", "xlsx")


@needs(Permission.RUN_CLEANUP)
def take_outcomes(round_id: int) -> ResponseReturnValue:
    """Takes the outcomes from an uploaded table; 422 with the rows that were refused, when there are any."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise Refusal("请选择要导入的 .xlsx 或 .csv 文件。")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "outcomes"
        upload.save(path)
        result = import_action.import_outcomes(
            current_store(), current_actor(), round_id, path, upload.filename, now=now()
        )
    if not result.refused:
        flash(f"读入{result.n_read}行，全部确定。", "success")
        return redirect(url_for(".show", round_id=round_id), 303)
    with reading(current_store()) as session:
        cleanup = find_round(session, round_id)
    return render_template("desk/cleanups/take_outcomes.html", cleanup=cleanup, result=result), 422


def _cells(item: Any, document: Any, authority: Any) -> list[Cell]:
    """The cells of one item under HEADERS."""
    is_secret = document.disclosure is Disclosure.SECRET
    return [
        document.local_serial if is_secret else document.doc_no,
        document.title,
        authority.name,
        document.published_on,
        OUTCOME_WORDS.get(item.outcome, ""),
        item.reason,
        item.responsible,
        item.deadline_on,
        OUTCOME_WORDS.get(item.proposed_outcome, ""),
        item.proposed_reason,
    ]
