"""Issuing authorities: the list, one of them with its names and people, and everything that is done to it."""

from flask import Blueprint

from registry.web.desk.authorities import edit, hand_over, index, merge, reorganise, show

_ONE = "/<id:authority_id>"
_FORM = ["GET", "POST"]

pages = Blueprint("authorities", __name__, url_prefix="/authorities")
pages.add_url_rule("", view_func=index.index)
pages.add_url_rule("/export.<any(xlsx, csv):kind>", view_func=index.export)
pages.add_url_rule("/new", view_func=edit.new, methods=_FORM)
pages.add_url_rule(_ONE, view_func=show.show)
pages.add_url_rule(f"{_ONE}/edit", view_func=edit.edit, methods=_FORM)
pages.add_url_rule(f"{_ONE}/reorganise", view_func=reorganise.reorganise)
pages.add_url_rule(f"{_ONE}/rename", view_func=reorganise.rename, methods=_FORM)
pages.add_url_rule(f"{_ONE}/hand-over", view_func=hand_over.hand_over, methods=_FORM)
pages.add_url_rule(f"{_ONE}/merge", view_func=merge.merge, methods=_FORM)
