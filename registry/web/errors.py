"""The pages for refusals and errors: they never show a traceback, and always say what to do next."""

import secrets
from urllib.parse import urlsplit

from flask import Flask, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, RequestEntityTooLarge

from registry.domain.errors import Busy, Denied, Hidden, Refusal
from registry.storage.engine import is_disk_full

PAGES = {400, 403, 404, 409, 413, 422, 429, 500, 503, 507}


def install(app: Flask) -> None:
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _no_database)
    app.register_error_handler(IntegrityError, _in_conflict)
    app.register_error_handler(InternalServerError, _broken)


def _refused(refusal: Refusal) -> ResponseReturnValue:
    """Redirects to the form or page the request came from, and shows the sentence there; else a page of its own."""
    if isinstance(refusal, Hidden):
        return _page(404)
    if isinstance(refusal, Busy):
        return _page(503, sentence=refusal.sentence)
    if isinstance(refusal, Denied):
        return _page(403, sentence=refusal.sentence)
    back = _page_before()
    is_led_here = back is not None and urlsplit(back).path != request.path
    if back and (request.method == "POST" or is_led_here) and "HX-Request" not in request.headers:
        flash(refusal.sentence, "error")
        return redirect(back, 303)
    return _page(409, sentence=refusal.sentence)


def _page_before() -> str | None:
    """The path of the page of this site that the request came from, by its referrer; None for another site."""
    before = urlsplit(request.referrer or "")
    if before.netloc != request.host:
        return None
    return before.path + (f"?{before.query}" if before.query else "")


def _expired(_error: CSRFError) -> ResponseReturnValue:
    return _page(400, sentence="页面停留过久或已重新登录，这次提交没有被接受，系统没有保存任何内容。")


def _too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    most, most_typed = current_app.config["MAX_CONTENT_LENGTH"], current_app.config["MAX_FORM_MEMORY_SIZE"]
    if (request.content_length or 0) > most:
        sentence = f"一次上传的内容不能超过{most // 1024 // 1024}MB，这次没有保存。"
    else:
        sentence = (
            f"表单里填写或者粘贴的文字，一次不能超过{most_typed // 1024 // 1024}MB，这次没有保存。"
            "请拆开后分几次提交。"
        )
    return _page(413, sentence=sentence)


def _http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if error.response is not None or code < 400:
        return error
    return _page(code)


def _where() -> str:
    """The place of the request for the log; of what an unknown person sent only the page, for its code is a secret."""
    return str(request.url_rule) if request.blueprint == "submissions" else request.path


def _no_database(error: OperationalError) -> ResponseReturnValue:
    current_app.logger.error("the database did not answer: %s", error)
    return _page(507 if is_disk_full(error) else 503)


def _in_conflict(error: IntegrityError) -> ResponseReturnValue:
    """The database refused a row because somebody else wrote the same meanwhile, after our checks."""
    current_app.logger.error("the database refused at %s: %s", _where(), error.orig)
    return _refused(Refusal("这一步与他人刚刚的操作冲突，没有保存任何内容。请刷新页面，核对后再办。"))


def _broken(error: InternalServerError) -> ResponseReturnValue:
    if is_disk_full(error.original_exception):
        current_app.logger.error("no room left: %r at %s", error.original_exception, _where())
        return _page(507)
    incident = secrets.token_hex(4)
    current_app.logger.error("incident %s: %r at %s", incident, error.original_exception, _where())
    return _page(500, incident=incident)


def _page(code: int, **words: str) -> ResponseReturnValue:
    shown = code if code in PAGES else 404 if code == 405 else 400 if code < 500 else 503
    return render_template(f"errors/{shown}.html", layout=_layout(code), **words), code


def _layout(code: int) -> str:
    """Behind the sign-in, that of the desk, unless the system itself is in trouble and its database may be gone."""
    is_at_desk = code < 500 and request.path.startswith("/desk/") and current_user.is_authenticated
    return "_layouts/desk.html" if is_at_desk else "_layouts/account.html"
