"""Evaluations of documents before their last valid day: their list, and one with its form."""

from flask import Blueprint

from registry.web.desk.evaluations import index, show

_EVALUATION = "/<id:evaluation_id>"

pages = Blueprint("evaluations", __name__, url_prefix="/evaluations")
pages.add_url_rule("", view_func=index.index)
pages.add_url_rule("/export.<any(csv, xlsx):kind>", view_func=index.export)
pages.add_url_rule(_EVALUATION, view_func=show.show, methods=["GET", "POST"])
pages.add_url_rule(f"{_EVALUATION}/settle", view_func=show.settle, methods=["POST"])
