"""Filings: the list, a filing with its deadlines and papers, the page of a move, filing again, and urging."""

from flask import Blueprint

from registry.domain.filings import Move
from registry.web.desk.filings import index, materials, move, papers, refile, show, urge

_FILING = "/<id:filing_id>"
_FORM = ["GET", "POST"]

pages = Blueprint("filings", __name__, url_prefix="/filings")
pages.add_url_rule("/", view_func=index.index)
pages.add_url_rule("/export.<any(csv, xlsx, docx):kind>", view_func=index.export)
pages.add_url_rule("/urge", view_func=urge.urge, methods=_FORM)
pages.add_url_rule(_FILING, view_func=show.show)
pages.add_url_rule(f"{_FILING}/<any({', '.join(Move)}):move>", view_func=move.move, methods=_FORM)
pages.add_url_rule(f"{_FILING}/materials", view_func=materials.materials, methods=_FORM)
pages.add_url_rule(f"{_FILING}/refile", view_func=refile.refile, methods=_FORM)
pages.add_url_rule(f"{_FILING}/papers/<any(registration, opinion):paper>.docx", view_func=papers.paper)
