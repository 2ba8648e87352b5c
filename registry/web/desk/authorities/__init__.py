"""The pages of issuing authorities: the list, an authority with its names and people, and its actions."""

from flask import Blueprint

from registry.web.desk.authorities import edit, hand_over, index, merge, reorganise, show

_AUTHORITY = "/<id:authority_id>"
_FORM = ["GET", "POST"]

pages = Blueprint("authorities", __name__, url_prefix="/authorities")
pages.add_url_rule("", view_func=index.index)
pages.add_url_rule("/export.<any(xlsx, csv):kind>", view_func=index.export)
pages.add_url_rule("/new", view_func=edit.new, methods=_FORM)
pages.add_url_rule(_AUTHORITY, view_func=show.show)
pages.add_url_rule(f"{_AUTHORITY}/edit", view_func=edit.edit, methods=_FORM)
pages.add_url_rule(f"{_AUTHORITY}/reorganise", view_func=reorganise.reorganise)
pages.add_url_rule(f"{_AUTHORITY}/rename", view_func=reorganise.rename, methods=_FORM)
pages.add_url_rule(f"{_AUTHORITY}/hand-over", view_func=hand_over.hand_over, methods=_FORM)
pages.add_url_rule(f"{_AUTHORITY}/merge", view_func=merge.merge, methods=_FORM)
