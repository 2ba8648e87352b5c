"""One's own account: signing in and out, changing the password."""

from flask import Blueprint

from registry.web.account import password, session

account = Blueprint("account", __name__, url_prefix="/account")
account.add_url_rule("/sign-in", view_func=session.sign_in, methods=["GET", "POST"])
account.add_url_rule("/sign-out", view_func=session.sign_out, methods=["POST"])
account.add_url_rule("/password", view_func=password.change_password, methods=["GET", "POST"])
