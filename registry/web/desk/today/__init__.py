"""今日: what is overdue, due soon, and waited for, each row with its one next step."""

from flask import Blueprint

from registry.web.desk.today import first_steps, index

pages = Blueprint("today", __name__)
pages.add_url_rule("/", view_func=index.index)
pages.add_url_rule("/first-steps/close", "close_first_steps", view_func=first_steps.close, methods=["POST"])
