"""The public consultation on the draft list of a round: announced, answered, summed up."""

from flask import Blueprint

from registry.web.desk.consultations import answer, show

_FORM = ["GET", "POST"]

pages = Blueprint("consultations", __name__, url_prefix="/cleanups/<id:round_id>/consultation")
pages.add_url_rule("", view_func=show.show, methods=_FORM)
pages.add_url_rule("/comments/<id:comment_id>", view_func=answer.reply, methods=_FORM)
pages.add_url_rule("/add", view_func=answer.add, methods=_FORM)
pages.add_url_rule("/summary", view_func=answer.summarise, methods=_FORM)
pages.add_url_rule("/erase", view_func=show.erase, methods=["POST"])
