"""合法性审核 and 公平竞争审查 of drafts: the list, the page of a draft's reviews, and the forms of what is done."""

from flask import Blueprint

from registry.domain.legality_reviews import ReviewMove
from registry.web.desk.legality import accept_text, fair_review, index, materials, move, show

_ONE = "/documents/<id:document_id>/legality"
_FORM = ["GET", "POST"]

pages = Blueprint("legality", __name__)
pages.add_url_rule("/legality", view_func=index.index)
pages.add_url_rule("/legality/export.<any(csv, xlsx, docx):kind>", view_func=index.export)
pages.add_url_rule(_ONE, view_func=show.show)
pages.add_url_rule(f"{_ONE}/<any({', '.join(ReviewMove)}):move>", view_func=move.move, methods=_FORM)
pages.add_url_rule(f"{_ONE}/materials", view_func=materials.materials, methods=_FORM)
pages.add_url_rule(f"{_ONE}/text", view_func=accept_text.accept_text, methods=_FORM)
pages.add_url_rule(
    "/documents/<id:document_id>/fair-review", view_func=fair_review.fair_review, methods=_FORM
)
