"""The list of evaluations before the last valid day, and the same list as a file."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col

from registry.clock import today
from registry.domain.documents import shown_title
from registry.domain.evaluations import Conclusion
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.storage.evaluations import (
    SORTS,
    Evaluation,
    EvaluationFilter,
    EvaluationScope,
    evaluations_query,
)
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import asked_word, record_id
from registry.web.downloads import download_table
from registry.web.paging import Sort, export_links, has_filters, page_of

HEADERS = (
    "文件", "发文字号", "评估机关", "有效期至", "评估期限", "评估结论", "理由", "建议延长至", "报送时间", "办结情况",
)  # fmt: skip
_SORT = Sort(SORTS, col(Evaluation.id), "due_on")


@needs(Permission.READ_OWN)
def index() -> ResponseReturnValue:
    """A contact sees the evaluations of its own authority."""
    wanted = _asked()
    with reading(current_store()) as session:
        page = page_of(session, evaluations_query(wanted, today()), _SORT)
        return render_template(
            "desk/evaluations/index.html",
            page=page,
            wanted=wanted,
            scopes=EvaluationScope,
            conclusions=Conclusion,
            today=today(),
            is_filtered=has_filters(),
            exports=export_links(lambda kind: url_for(".export", kind=kind), page.total),
        )


@needs(Permission.READ_OWN)
def export(kind: str) -> ResponseReturnValue:
    """The whole filtered list in the order of the page."""
    query = evaluations_query(_asked(), today()).order_by(*_SORT.order())
    with reading(current_store()) as session:
        rows = [
            (
                shown_title(document), document.doc_no, authority.name, row.valid_until, row.due_on,
                row.conclusion.word if row.conclusion else "", row.reason, row.extend_until,
                row.answered_at.date() if row.answered_at else None, row.settled_as,
            )
            for row, document, authority in session.execute(query)
        ]  # fmt: skip
    return download_table(kind, HEADERS, rows, f"届满前评估{today()}")


def _asked() -> EvaluationFilter:
    actor = current_actor()
    is_office = actor.may(Permission.READ_ALL)
    return EvaluationFilter(
        asked_word("scope", EvaluationScope) or EvaluationScope.OPEN,
        request.args.get("authority_id", type=record_id) if is_office else actor.authority_id or 0,
        asked_word("conclusion", Conclusion),
        request.args.get("q", "").strip()[:100],
    )
