"""The table of laws: its list, loading it, one law with its history, and the documents that rest on what is gone."""

from flask import Blueprint

from registry.web.desk.laws import index, keep, load, resting, show

_FORM = ["GET", "POST"]
_LAW = "/<id:law_id>"

pages = Blueprint("laws", __name__, url_prefix="/laws")
pages.add_url_rule("", view_func=index.index)
pages.add_url_rule("/export.<any(csv, xlsx):kind>", view_func=index.export)
pages.add_url_rule("/load", view_func=load.load, methods=_FORM)
pages.add_url_rule("/resting", view_func=resting.resting)
pages.add_url_rule("/resting/export.<any(csv, xlsx):kind>", view_func=resting.export_resting)
pages.add_url_rule("/new", view_func=keep.new, methods=_FORM)
pages.add_url_rule(_LAW, view_func=show.show)
pages.add_url_rule(f"{_LAW}/edit", view_func=keep.edit, methods=_FORM)
pages.add_url_rule(f"{_LAW}/remove", view_func=keep.remove, methods=_FORM)
