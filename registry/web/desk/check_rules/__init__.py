"""The rules that texts are checked by: their list, a rule with its versions, and the forms that change it."""

from flask import Blueprint

from registry.web.desk.check_rules import index, show, switch, write

_CODE = "/<code>"
_FORM = ["GET", "POST"]

pages = Blueprint("check_rules", __name__, url_prefix="/settings/check-rules")
pages.add_url_rule("", view_func=index.index)
pages.add_url_rule("/export.<any(xlsx, csv, docx):kind>", view_func=index.export)
pages.add_url_rule("/add", view_func=write.add, methods=_FORM)
pages.add_url_rule("/add-body", view_func=write.add_body, methods=_FORM)
pages.add_url_rule(_CODE, view_func=show.show)
pages.add_url_rule(f"{_CODE}/edit", view_func=write.edit, methods=_FORM)
pages.add_url_rule(f"{_CODE}/switch", view_func=switch.switch, methods=_FORM)
pages.add_url_rule(f"{_CODE}/restore", view_func=switch.restore, methods=_FORM)
