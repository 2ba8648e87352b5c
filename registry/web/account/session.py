"""Signing in and out."""

from flask import flash, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from registry.actions.people import sign_in as action
from registry.clock import now
from registry.domain.roles import Permission
from registry.web.access import begin_session, current_store, needs, safe_next
from registry.web.forms import Form, form_page, refusals_on
from registry.web.frame import navigation


class SignInForm(Form):
    login = StringField("用户名", [InputRequired("请输入用户名。"), Length(max=60, message="用户名过长。")])
    password = PasswordField("密码", [InputRequired("请输入密码。"), Length(max=200, message="密码过长。")])


@needs(Permission.READ_PUBLIC)
def sign_in() -> ResponseReturnValue:
    """POST starts a session and redirects to `next`, a page of the desk, or to the first page."""
    onward = safe_next(request.args.get("next"))
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(onward or first_place())
    form = SignInForm()
    if form.validate_on_submit():
        with refusals_on(form):
            login, password = form.login.data or "", form.password.data or ""
            address = request.remote_addr or ""
            user = action.sign_in(current_store(), login=login, password=password, address=address, now=now())
            begin_session(user)
            return redirect(onward or first_place(), 303)
    return form_page("account/sign_in.html", form)


@needs(Permission.READ_OWN)
def sign_out() -> ResponseReturnValue:
    cookie.clear()
    flash("您已退出登录。", "success")
    return redirect(url_for("account.sign_in"), 303)


def first_place() -> str:
    """The first page that this person may open."""
    return url_for(navigation()[0].endpoint)
