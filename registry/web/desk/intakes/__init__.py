"""Imports: the list, one intake with its dry run, and what a person chooses for its rows."""

from flask import Blueprint

from registry.web.desk.intakes import apply, columns, discard, index, refused, rows, show, upload

_INTAKE = "/<id:intake_id>"
_FORM = ["GET", "POST"]

pages = Blueprint("intakes", __name__, url_prefix="/intakes")
pages.add_url_rule("/", view_func=index.index)
pages.add_url_rule("/upload", view_func=upload.upload, methods=_FORM)
pages.add_url_rule(_INTAKE, view_func=show.show)
pages.add_url_rule(f"{_INTAKE}/progress", view_func=show.progress)
pages.add_url_rule(f"{_INTAKE}/columns", view_func=columns.columns, methods=_FORM)
pages.add_url_rule(f"{_INTAKE}/apply", view_func=apply.apply, methods=_FORM)
pages.add_url_rule(f"{_INTAKE}/discard", view_func=discard.discard, methods=_FORM)
pages.add_url_rule(f"{_INTAKE}/refused.xlsx", view_func=refused.refused)

row_pages = Blueprint("intake_rows", __name__, url_prefix="/intake_rows")
row_pages.add_url_rule(f"{_INTAKE}/choose", view_func=rows.choose, methods=["POST"])
row_pages.add_url_rule(f"{_INTAKE}/match/<id:position>", view_func=rows.match, methods=_FORM)
row_pages.add_url_rule(f"{_INTAKE}/place", view_func=rows.place, methods=["POST"])
