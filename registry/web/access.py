"""Access: every view names its permission; a view without one is closed to everybody."""

import hashlib
import re
from collections.abc import Callable
from typing import TypeVar

from flask import Flask, abort, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user

from registry.clock import now
from registry.config import Settings
from registry.domain.roles import VISITOR, Actor, Permission, Role
from registry.storage.engine import Store, reading
from registry.storage.people import User, actor_of

MAX_AGE_S = 8 * 3600
MAX_IDLE_S = 3600
_OF_THE_DESK = re.compile(r"/desk(?:[/?][^\\\x00-\x1f]*)?")
_SEEN_EVERY_S = 60  # so that not every response sets the cookie again

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


class Person(UserMixin):
    """A signed-in user, as the session and the pages see them."""

    def __init__(self, user: User) -> None:
        self.name = user.name
        self.login = user.login
        self.role: Role = user.role
        self.actor = actor_of(user)
        self.session_id = f"{user.id}.{user.session_version}.{_fragment(user.password_hash)}"

    def get_id(self) -> str:
        return self.session_id


def needs(permission: Permission) -> Callable[[View], View]:
    """Mark a view with the permission that a role needs to enter it."""

    def declare(view: View) -> View:
        view.needs = permission  # type: ignore[attr-defined]
        return view

    return declare


def current_store() -> Store:
    return current_app.extensions["registry.store"]


def current_settings() -> Settings:
    return current_app.extensions["registry.settings"]


def current_actor() -> Actor:
    """The signed-in user of this request, or a visitor."""
    return current_user.actor if current_user.is_authenticated else VISITOR


def begin_session(user: User) -> None:
    """Start a new session for this user; the browser's old session is cleared."""
    session.clear()
    instant = int(now().timestamp())
    session["began"] = session["seen"] = instant
    login_user(Person(user))


def safe_next(address: str | None) -> str | None:
    """The address if it is a page of the desk, else None: a link must not lead to another site after sign-in."""
    return address if address and _OF_THE_DESK.fullmatch(address) else None


def install(app: Flask) -> None:
    # No context processor: the page about a broken database must not query it for the user.
    manager = LoginManager(app, add_context_processor=False)
    manager.session_protection = None
    manager.user_loader(_load)
    app.before_request(_guard)


def _guard() -> ResponseReturnValue | None:
    if request.endpoint is None or request.endpoint == "static":
        return None
    permission = getattr(current_app.view_functions[request.endpoint], "needs", None)
    if permission is None:
        abort(403)
    if permission is Permission.READ_PUBLIC:
        return None
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    if not current_actor().may(permission):
        abort(403)
    return None


def _ask_to_sign_in() -> ResponseReturnValue:
    """Redirect to sign-in and back to this page; a submitted form is lost, and the message says so."""
    if request.method not in ("GET", "HEAD"):
        flash("登录已过期，刚才提交的内容没有保存。请重新登录后再提交。", "warning")
        return redirect(url_for("account.sign_in"), 303)
    address = url_for("account.sign_in", next=request.full_path.rstrip("?"))
    if "HX-Request" in request.headers:
        return "", 401, {"HX-Redirect": url_for("account.sign_in")}
    return redirect(address)


def _load(session_id: str) -> Person | None:
    """The person of a session; None once it has ended by age, inactivity, a new password or a changed role."""
    instant = int(now().timestamp())
    began, seen = session.get("began", 0), session.get("seen", 0)
    if instant - began > MAX_AGE_S or instant - seen > MAX_IDLE_S:
        return None
    with reading(current_store()) as database:
        user = database.get(User, int(session_id.split(".")[0]))
    if user is None or not user.is_active:
        return None
    person = Person(user)
    if person.get_id() != session_id:
        return None
    if instant - seen > _SEEN_EVERY_S:
        session["seen"] = instant
    return person


def _fragment(password_hash: str) -> str:
    return hashlib.sha256(password_hash.encode()).hexdigest()[:16]
