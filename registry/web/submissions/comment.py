"""The public form of a comment on a draft list; it is open as long as the consultation is."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from registry.actions.consultations.take_comment import Comment, submit_comment
from registry.clock import now, today
from registry.domain.cleanups import OUTCOME_WORDS, Outcome
from registry.domain.consultations import LABELS, LONGEST, is_open
from registry.domain.errors import Busy, Refusal
from registry.domain.roles import Permission
from registry.storage.cleanups.consultations import announced, public_rows
from registry.storage.engine import reading
from registry.web.access import current_store, needs
from registry.web.addresses import asked_number
from registry.web.forms import Form, put_on
from registry.web.limits import COMMENTS, POSTS, count, is_allowed, limiter
from registry.web.submissions.tokens import new_token, read_token

_WAIT = "这个网络地址近一小时提交的意见太多，这次没有提交。请过一小时再按“提交”，或者递交书面意见。"
_OLD = "页面打开得太久，或者浏览器没有保存本站的 Cookie，这次没有提交。您填写的内容还在下面，请核对后再按一次“提交”。"
_ROBOT = "“网址”一栏不用填写（它用来识别自动填表的程序），已经清空，这次没有提交。请再按一次“提交”。"


class CommentForm(Form):
    """Its own token, and not the session's, tells who sends it."""

    class Meta(Form.Meta):
        csrf = False

    text = TextAreaField(
        LABELS["text"],
        [
            InputRequired("请写明您的意见。"),
            Length(max=LONGEST["text"], message=f"最多{LONGEST['text']}个字，请精简。"),
        ],
    )
    name = StringField(
        LABELS["name"],
        [Length(max=LONGEST["name"], message=f"最多{LONGEST['name']}个字。")],
        render_kw={"autocomplete": "name"},
    )
    contact = StringField(
        LABELS["contact"],
        [Length(max=LONGEST["contact"], message=f"最多{LONGEST['contact']}个字。")],
        render_kw={"autocomplete": "off"},
    )
    website = StringField("网址（请勿填写）", render_kw={"autocomplete": "off", "tabindex": "-1"})
    token = StringField("")


@limiter.limit(POSTS, methods=["POST"])
@needs(Permission.READ_PUBLIC)
def comment() -> ResponseReturnValue:
    """GET shows the form for the consultation, and the document of its list, that the address names; POST submits.

    404 for a consultation that nobody announced. A document that is not in its list is answered like none.
    """
    with reading(current_store()) as session:
        consultation = announced(session, asked_number("consultation") or 0) or abort(404)
        document_id = asked_number("document")
        rows = public_rows(session, consultation) if document_id else []
    row = next((row for row in rows if row["document_id"] == document_id), None)
    form, code = CommentForm(), 200
    taken_until = is_open(consultation.opens_on, consultation.closes_on, today())
    if request.method == "POST":
        code = 422
        if form.validate():
            try:
                _submit(form, consultation.id or 0, row["document_id"] if row else None)
                return render_template("submissions/comment_received.html", consultation=consultation)
            except Refusal as refusal:
                put_on(form, refusal)
                code = 503 if isinstance(refusal, Busy) else 429 if refusal.sentence == _WAIT else 422
    form.token.data = new_token()
    page = render_template(
        "submissions/comment.html",
        form=form,
        consultation=consultation,
        row=row,
        outcome_word=OUTCOME_WORDS[Outcome(row["outcome"])] if row else "",
        is_open=taken_until,
    )
    return page, code


def _submit(form: CommentForm, consultation_id: int, document_id: int | None) -> None:
    """Raises Refusal; then the form keeps what was typed."""
    if form.website.data:
        form.website.data = ""
        raise Refusal(_ROBOT)
    token = read_token(form.token.data or "")
    if token is None or token.is_expired:
        raise Refusal(_OLD)
    if not is_allowed(COMMENTS, "comments"):
        raise Refusal(_WAIT)
    typed = Comment(form.text.data or "", form.name.data or "", form.contact.data or "", document_id)
    submit_comment(current_store(), consultation_id, typed, now=now())
    count(COMMENTS, "comments")
