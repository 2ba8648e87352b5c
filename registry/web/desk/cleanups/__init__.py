"""Cleanup rounds: the list, one round, its documents and their outcomes, its gate and its release."""

from flask import Blueprint

from registry.web.desk.cleanups import (
    after,
    answers,
    answers_day,
    clashes,
    cosign,
    draft_round,
    examine,
    gate,
    index,
    items,
    meeting,
    open_round,
    release,
    returns,
    show,
    workbook,
)

_ROUND = "/<id:round_id>"
_RETURN = f"{_ROUND}/returns/<id:authority_id>"
_FORM = ["GET", "POST"]

pages = Blueprint("cleanups", __name__, url_prefix="/cleanups")
pages.add_url_rule("", view_func=index.index)
pages.add_url_rule("/open", view_func=open_round.open_round, methods=_FORM)
pages.add_url_rule("/prepare", view_func=draft_round.prepare, methods=_FORM)
pages.add_url_rule(_ROUND, view_func=show.show)
pages.add_url_rule(f"{_ROUND}/draft", view_func=draft_round.draft_round, methods=_FORM)
pages.add_url_rule(f"{_ROUND}/discard", view_func=draft_round.discard_draft, methods=["POST"])
pages.add_url_rule(f"{_ROUND}/answers-day", view_func=answers_day.answers_day, methods=_FORM)
pages.add_url_rule(f"{_ROUND}/adopt", view_func=show.adopt_proposals, methods=["POST"])
pages.add_url_rule(f"{_ROUND}/looked", view_func=show.mark_looked, methods=["POST"])
pages.add_url_rule(f"{_ROUND}/urge", view_func=show.urge_answers, methods=["POST"])
pages.add_url_rule(f"{_ROUND}/examine", view_func=examine.examine, methods=_FORM)
pages.add_url_rule(f"{_ROUND}/examine.xlsx", view_func=examine.board_table)
pages.add_url_rule(f"{_ROUND}/meeting", view_func=meeting.meeting, methods=_FORM)
pages.add_url_rule(_RETURN, view_func=returns.record_return, methods=_FORM)
pages.add_url_rule(f"{_RETURN}/reopen", view_func=returns.reopen_return, methods=["POST"])
pages.add_url_rule(f"{_RETURN}/paper", view_func=returns.print_return)
pages.add_url_rule(f"{_RETURN}/scan", view_func=returns.return_scan)
pages.add_url_rule(f"{_ROUND}/items", view_func=items.items, methods=_FORM)
pages.add_url_rule(f"{_ROUND}/answers", view_func=answers.answers, methods=_FORM)
pages.add_url_rule(f"{_ROUND}/answers/report", view_func=answers.report)
pages.add_url_rule(f"{_ROUND}/answers/<id:item_id>", view_func=answers.save_answer, methods=["POST"])
pages.add_url_rule(f"{_ROUND}/cosign", view_func=cosign.cosign, methods=_FORM)
pages.add_url_rule(f"{_ROUND}/workbook.xlsx", view_func=workbook.workbook)
pages.add_url_rule(f"{_ROUND}/workbooks.zip", view_func=workbook.workbooks)
pages.add_url_rule(f"{_ROUND}/returns", view_func=workbook.take_workbook, methods=["POST"])
pages.add_url_rule(f"{_ROUND}/clashes", view_func=clashes.clashes, methods=_FORM)
pages.add_url_rule(f"{_ROUND}/check", view_func=gate.check)
pages.add_url_rule(f"{_ROUND}/accept", view_func=gate.accept_finding, methods=["POST"])
pages.add_url_rule(f"{_ROUND}/extend", view_func=gate.extend_round, methods=["POST"])
pages.add_url_rule(f"{_ROUND}/draft.docx", view_func=release.draft)
pages.add_url_rule(f"{_ROUND}/release", view_func=release.release_round, methods=_FORM)
pages.add_url_rule("/after", "amendments", after.index)
pages.add_url_rule(f"{_ROUND}/after", "after", after.show)
pages.add_url_rule("/after/<id:item_id>/settle", "settle_amendment", after.settle, methods=["POST"])
pages.add_url_rule("/after/<id:item_id>/reopen", "reopen_amendment", after.reopen, methods=["POST"])
