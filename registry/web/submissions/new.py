"""The public form of a 审查建议, and the receipt that answers it."""

from dataclasses import replace

from flask import render_template, request
from flask.typing import ResponseReturnValue

from registry.actions.proposals.submit_proposal import submit_proposal
from registry.clock import now
from registry.domain.errors import Busy, Refusal
from registry.domain.review_proposals import MOST_BYTES, MOST_FILES, check_proposal
from registry.domain.roles import Permission
from registry.storage import office
from registry.storage.documents.public import public_document
from registry.storage.documents.tables import Document
from registry.storage.engine import reading
from registry.storage.review_proposals import ReviewProposal, proposal_sent_from
from registry.web.access import current_store, needs
from registry.web.addresses import asked_number
from registry.web.forms import put_on
from registry.web.limits import POSTS, REFUSED_FORMS, SUBMISSIONS, count, is_allowed, limiter
from registry.web.submissions.attachments import receive_attachments
from registry.web.submissions.form import PublicForm
from registry.web.submissions.tokens import FormToken, code_of, new_token, read_token

_WAIT = "这个网络地址近一小时提交的审查建议太多，这次没有提交。请过一小时再按“提交”，或者直接向本单位递交书面材料。"
_OLD = "页面打开得太久，这次没有提交。您填写的内容还在下面，请核对后再按一次“提交”。"
_FORGED = (
    "没有认出这张表是在您的浏览器里打开的，这次没有提交。您填写的内容还在下面，请再按一次“提交”；"
    "仍不行的，请允许浏览器保存本站的 Cookie。"
)
_ROBOT = "“网址”一栏不用填写（它用来识别自动填表的程序），已经清空，这次没有提交。请再按一次“提交”。"


@limiter.limit(POSTS, methods=["POST"])
@needs(Permission.READ_PUBLIC)
def new() -> ResponseReturnValue:
    """GET shows the form, for the public document that `document` names; POST submits it and shows the receipt.

    A document that is not public is answered like one that does not exist: with the empty form.
    """
    document = _document()
    form = PublicForm()
    if request.method == "GET":
        if document is not None:
            form.title.data, form.doc_no.data = document.title, document.doc_no
        return _page(form, document, 200)
    if not form.validate():
        return _page(form, document, 422)
    try:
        return _receipt(*_submit(form, document))
    except Refusal as refusal:
        put_on(form, refusal)
        code = 503 if isinstance(refusal, Busy) else 429 if refusal.sentence == _WAIT else 422
        return _page(form, document, code)


def _submit(form: PublicForm, document: Document | None) -> tuple[ReviewProposal, str]:
    """The proposal and its receipt code. Raises Refusal; then the form keeps what was typed."""
    if form.website.data:
        form.website.data = ""
        raise Refusal(_ROBOT)
    token = _token(form)
    submission = form.submission(document.id if document else None).tidied()
    check_proposal(submission.person, submission.proposed, is_anonymous=submission.is_anonymous)
    if not (is_allowed(SUBMISSIONS, "submissions") and is_allowed(REFUSED_FORMS, "refused forms")):
        raise Refusal(_WAIT)
    code = code_of(token.once)
    try:
        submission = replace(submission, files=receive_attachments(request.files.getlist("files")))
        proposal = submit_proposal(current_store(), submission, once=token.once, code=code, now=now())
    except Refusal:
        count(REFUSED_FORMS, "refused forms")
        raise
    count(SUBMISSIONS, "submissions")
    return proposal, code


def _token(form: PublicForm) -> FormToken:
    """The token of the form. Raises Refusal for a forged or an old one."""
    token = read_token(form.written("token"))
    if token is None:
        raise Refusal(_FORGED)
    if token.is_expired:
        with reading(current_store()) as session:
            sent = proposal_sent_from(session, token.once)
        if sent is not None:
            raise Refusal(
                f"这张表已经提交过，登记号是{sent.number}，无需重复提交。要另提一份的，请再按一次“提交”。"
            )
        raise Refusal(_OLD)
    return token


def _document() -> Document | None:
    """The public document that the address names."""
    document_id = asked_number("document")
    if document_id is None:
        return None
    with reading(current_store()) as session:
        return public_document(session, document_id)


def _page(form: PublicForm, document: Document | None, code: int) -> ResponseReturnValue:
    form.token.data = new_token()
    with reading(current_store()) as session:
        office_name = office.setting(session, "office_name")
    page = render_template(
        "submissions/new.html",
        form=form,
        document=document,
        office=office_name,
        most_files=MOST_FILES,
        most_mb=MOST_BYTES // 1024 // 1024,
    )
    return page, code


def _receipt(proposal: ReviewProposal, code: str) -> ResponseReturnValue:
    return render_template("submissions/receipt.html", proposal=proposal, code=code)
