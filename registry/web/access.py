"""Who may enter: each view names its permission, and nothing opens that was not opened here."""

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
_SEEN_EVERY_S = 60  # so that not every answer writes the cookie anew

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


class Person(UserMixin):
    """Somebody signed in, as the session and the pages know them."""

    def __init__(self, user: User) -> None:
        self.name = user.name
        self.login = user.login
        self.role: Role = user.role
        self.actor = actor_of(user)
        self.session_id = f"{user.id}.{user.session_version}.{_fragment(user.password_hash)}"

    def get_id(self) -> str:
        return self.session_id


def needs(permission: Permission) -> Callable[[View], View]:
    """Declares who may enter a view: everyone whose role has this permission."""

    def declare(view: View) -> View:
        view.needs = permission  # type: ignore[attr-defined]
        return view

    return declare


def current_store() -> Store:
    return current_app.extensions["registry.store"]


def current_settings() -> Settings:
    return current_app.extensions["registry.settings"]


def current_actor() -> Actor:
    """Who is asking: the person signed in, or a visitor."""
    return current_user.actor if current_user.is_authenticated else VISITOR


def begin_session(user: User) -> None:
    """Signs the browser in anew; whatever the session held before is gone."""
    session.clear()
    instant = int(now().timestamp())
    session["began"] = session["seen"] = instant
    login_user(Person(user))


def safe_next(address: str | None) -> str | None:
    """The address when it is a page of the desk, so that a link cannot lead a signed-in person elsewhere."""
    return address if address and _OF_THE_DESK.fullmatch(address) else None


def install(app: Flask) -> None:
    # Not in every context: a page about a broken database must not ask it who is looking.
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
    """Back to the same page afterwards, unless something was being sent: that is said to be lost."""
    if request.method not in ("GET", "HEAD"):
        flash("登录已过期，刚才提交的内容没有保存。请重新登录后再提交。", "warning")
        return redirect(url_for("account.sign_in"), 303)
    address = url_for("account.sign_in", next=request.full_path.rstrip("?"))
    if "HX-Request" in request.headers:
        return "", 401, {"HX-Redirect": url_for("account.sign_in")}
    return redirect(address)


def _load(session_id: str) -> Person | None:
    """The person of a session, None once it is over: by age, by rest, by a new password or role."""
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
