"""Papers: the list, a paper with its file, making and replacing one."""

from flask import Blueprint

from registry.web.desk.papers import index, make, show

_FORM = ["GET", "POST"]
_PAPER = "/<id:paper_id>"

pages = Blueprint("papers", __name__, url_prefix="/papers")
pages.add_url_rule("/", view_func=index.index)
pages.add_url_rule("/export.<any(csv, xlsx, docx):kind>", view_func=index.export)
pages.add_url_rule("/make", view_func=make.make, methods=_FORM)
pages.add_url_rule(_PAPER, view_func=show.show)
pages.add_url_rule(f"{_PAPER}.<any(docx, pdf):kind>", view_func=show.get_file)
pages.add_url_rule(f"{_PAPER}/pdf", view_func=show.print_pdf_again, methods=["POST"])
pages.add_url_rule(f"{_PAPER}/replace", view_func=make.replace, methods=_FORM)
