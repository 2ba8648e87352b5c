"""The issue register (发文登记簿): the lists of a year, one list, and what is done to its lines."""

from flask import Blueprint

from registry.domain.issue_registers import EARLIEST_YEAR
from registry.web.desk.issue_register import add, index, mark, match, remove, show, take_in

_LIST = f"/<id:authority_id>/<int(min={EARLIEST_YEAR}, max={index.LATEST_YEAR}):year>"
_FORM = ["GET", "POST"]

pages = Blueprint("issue_register", __name__, url_prefix="/issue-register")
pages.add_url_rule("/", view_func=index.index)
pages.add_url_rule("/take-in", view_func=take_in.take_in, methods=_FORM)
pages.add_url_rule("/entries/<id:entry_id>/match", view_func=match.match, methods=_FORM)
pages.add_url_rule(_LIST, view_func=show.show)
pages.add_url_rule(f"{_LIST}/export.<any(csv, xlsx):kind>", view_func=show.export)
pages.add_url_rule(f"{_LIST}/mark", view_func=mark.mark, methods=["POST"])
pages.add_url_rule(f"{_LIST}/add", view_func=add.add, methods=["POST"])
pages.add_url_rule(f"{_LIST}/remove", view_func=remove.remove, methods=_FORM)
