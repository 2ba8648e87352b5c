"""The doors where an unknown person may write: a 审查建议 and the page that follows it, a comment on a draft list."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from registry.web.submissions import comment, follow, new

MOST_BYTES = (
    24 * 1024 * 1024
)  # three attachments and some more, so that a larger one is refused with the form kept
MOST_TYPED = 512 * 1024
MOST_PARTS = 60

OWN_TOKEN = (new.new, follow.follow, comment.comment)
"""The views whose forms need no token of the session: two have their own and keep what was typed, one only reads."""

submissions = Blueprint("submissions", __name__, url_prefix="/submissions")
_FORM = ["GET", "POST"]
submissions.add_url_rule("/new", "new", new.new, methods=_FORM)
submissions.add_url_rule("/comments/new", "comment", comment.comment, methods=_FORM)
submissions.add_url_rule("/follow", "follow", follow.follow, methods=_FORM)
submissions.add_url_rule("/followed", "show", follow.show)
submissions.add_url_rule("/followed/reply.docx", "reply", follow.reply)
submissions.add_url_rule("/followed/withdraw", "withdraw", follow.withdraw, methods=_FORM)


@submissions.before_request
def _limit_body() -> None:
    request.max_content_length = MOST_BYTES
    request.max_form_memory_size = MOST_TYPED
    request.max_form_parts = MOST_PARTS


@submissions.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    sentence = f"一次提交的内容不能超过{MOST_BYTES // 1024 // 1024}MB，文字不能超过20000字，这次没有提交。"
    return render_template("errors/413.html", layout="_layouts/account.html", sentence=sentence), 413
