"""One's own account: signing in and out, the password, how one is told, days of absence."""

from flask import Blueprint

from registry.web.account import absence, channels, password, session

account = Blueprint("account", __name__, url_prefix="/account")
account.add_url_rule("/sign-in", view_func=session.sign_in, methods=["GET", "POST"])
account.add_url_rule("/sign-out", view_func=session.sign_out, methods=["POST"])
account.add_url_rule("/password", view_func=password.change_password, methods=["GET", "POST"])
account.add_url_rule("/channels", view_func=channels.channels, methods=["GET", "POST"])
account.add_url_rule("/channels/try", view_func=channels.try_channel, methods=["POST"])
account.add_url_rule("/channels/calendar", view_func=channels.make_calendar, methods=["POST"])
account.add_url_rule("/channels/calendar/withdraw", view_func=channels.withdraw_calendar, methods=["POST"])
account.add_url_rule("/absence", view_func=absence.absence, methods=["GET", "POST"])
