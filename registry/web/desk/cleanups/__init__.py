"""Cleanup rounds: the list, one round, its documents and their outcomes, its gate and its release."""

from flask import Blueprint

from registry.web.desk.cleanups import gate, index, items, open_round, release, show, worksheet

_ROUND = "/<id:round_id>"
_FORM = ["GET", "POST"]

pages = Blueprint("cleanups", __name__, url_prefix="/cleanups")
pages.add_url_rule("", view_func=index.index)
pages.add_url_rule("/open", view_func=open_round.open_round, methods=_FORM)
pages.add_url_rule(_ROUND, view_func=show.show)
pages.add_url_rule(f"{_ROUND}/adopt", view_func=show.adopt_proposals, methods=["POST"])
pages.add_url_rule(f"{_ROUND}/items", view_func=items.items, methods=_FORM)
pages.add_url_rule(f"{_ROUND}/table.xlsx", view_func=worksheet.table)
pages.add_url_rule(f"{_ROUND}/outcomes", view_func=worksheet.take_outcomes, methods=["POST"])
pages.add_url_rule(f"{_ROUND}/check", view_func=gate.check)
pages.add_url_rule(f"{_ROUND}/accept", view_func=gate.accept_finding, methods=["POST"])
pages.add_url_rule(f"{_ROUND}/extend", view_func=gate.extend_round, methods=["POST"])
pages.add_url_rule(f"{_ROUND}/draft.docx", view_func=release.draft)
pages.add_url_rule(f"{_ROUND}/release", view_func=release.release_round, methods=_FORM)
