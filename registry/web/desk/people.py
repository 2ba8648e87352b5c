"""People: accounts with their role and authority; new passwords are random and shown once."""

import secrets
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from registry.actions.people.add_user import add_user
from registry.actions.people.edit_user import edit_user
from registry.clock import now, today
from registry.domain.deliveries import HOOKS
from registry.domain.hook_addresses import host_of
from registry.domain.roles import ROLE_WORDS, Permission, Role
from registry.exports.listing import MOST_PRINTED, ListColumn, Listing
from registry.exports.tables import Cell
from registry.storage.authorities import all_authorities
from registry.storage.engine import reading
from registry.storage.people import USER_SORTS, User, UserFilter, users_matching
from registry.storage.preferences import hooks_of, preference_of
from registry.web.access import current_actor, current_store, needs
from registry.web.account.absence import absence_page
from registry.web.downloads import download_list
from registry.web.forms import Form, choices, form_page, refusals_on
from registry.web.paging import Sort, export_links, page_of
from registry.web.words import cn_instant

pages = Blueprint("people", __name__, url_prefix="/people")

_ID = "/<id:user_id>"
_PASSWORD_BYTES = 12
_ROLES = {role: words for role, words in ROLE_WORDS.items() if role is not Role.VISITOR}

_COLUMNS = [
    *(ListColumn("姓名", 5), ListColumn("用户名", 6), ListColumn("角色", 7)),
    *(ListColumn("所属机关", 9), ListColumn("电子邮箱", 10), ListColumn("状态", 4)),
]


class PersonForm(Form):
    name = StringField("姓名", [InputRequired("请填写姓名。"), Length(max=30, message="姓名最多30个字。")])
    role = SelectField("角色", choices=choices(_ROLES))
    authority_id = SelectField("所属制定机关")
    is_head = BooleanField("分管负责人（平时只收逾期提醒）")
    email = StringField("电子邮箱", [Length(max=200, message="电子邮箱过长。")])


class NewPersonForm(PersonForm):
    login = StringField(
        "用户名", [InputRequired("请填写用户名。"), Length(max=30, message="用户名最多30个字符。")]
    )


class EditPersonForm(PersonForm):
    is_active = BooleanField("在用（停用后不能登录，经办记录保留）")


@pages.get("/")
@needs(Permission.MANAGE_PEOPLE)
def index() -> ResponseReturnValue:
    wanted = _wanted()
    with reading(current_store()) as session:
        page = page_of(session, users_matching(wanted), _sort())
    return render_template(
        "desk/people/index.html",
        page=page,
        wanted=wanted,
        roles=_ROLES,
        has_filters=wanted != UserFilter(),
        today=today(),
        exports=export_links(lambda kind: url_for(".export", kind=kind), page.total, MOST_PRINTED),
    )


@pages.get("/export.<any(xlsx, csv, docx):kind>")
@needs(Permission.MANAGE_PEOPLE)
def export(kind: str) -> ResponseReturnValue:
    """The filtered list as a file, in the order of the page."""
    with reading(current_store()) as session:
        rows = session.execute(users_matching(_wanted()).order_by(*_sort().order())).all()
    listing = Listing("用户名册", _COLUMNS, (_row(user, authority) for user, authority in rows), unit="人")
    return download_list(kind, listing, now())


@pages.route("/add", methods=["GET", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def add() -> ResponseReturnValue:
    form = NewPersonForm()
    _offer_authorities(form)
    if form.validate_on_submit():
        with refusals_on(form):
            password = secrets.token_urlsafe(_PASSWORD_BYTES)
            user_id = add_user(
                current_store(),
                current_actor(),
                login=(form.login.data or "").lower(),
                password=password,
                now=now(),
                **_details(form),
            )
            return _show_password(user_id, password)
    return form_page("desk/people/add.html", form)


@pages.route(f"{_ID}/edit", methods=["GET", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def edit(user_id: int) -> ResponseReturnValue:
    user = _find(user_id)
    form = EditPersonForm(
        name=user.name,
        role=user.role.value,
        authority_id=str(user.authority_id or ""),
        is_head=user.is_head,
        email=user.email,
        is_active=user.is_active,
    )
    _offer_authorities(form, user.authority_id)
    if form.validate_on_submit():
        with refusals_on(form):
            details = _details(form) | {"is_active": form.is_active.data}
            edit_user(current_store(), current_actor(), user_id, now=now(), **details)
            flash(f"{form.name.data}的信息已保存。", "success")
            return redirect(url_for("desk.people.index"), 303)
    return form_page("desk/people/edit.html", form, user=user, channels=_channels(user_id))


@pages.route(f"{_ID}/absence", methods=["GET", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def absence(user_id: int) -> ResponseReturnValue:
    """The absence of somebody who is away already and did not say so."""
    user = _find(user_id)
    return absence_page(user.id or 0, "desk/people/absence.html", url_for(".index"))


@pages.route(f"{_ID}/reset-password", methods=["GET", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def reset_password(user_id: int) -> ResponseReturnValue:
    """GET asks; POST sets a random password, ends the person's sessions and shows the password once."""
    user = _find(user_id)
    form = Form()
    if form.validate_on_submit():
        with refusals_on(form):
            password = secrets.token_urlsafe(_PASSWORD_BYTES)
            edit_user(
                current_store(),
                current_actor(),
                user_id,
                name=user.name,
                role=user.role,
                authority_id=user.authority_id,
                email=user.email,
                is_active=user.is_active,
                now=now(),
                new_password=password,
            )
            return _show_password(user_id, password)
    return form_page("desk/people/reset_password.html", form, user=user)


def _wanted() -> UserFilter:
    role, active = request.args.get("role", ""), request.args.get("active", "")
    return UserFilter(
        words=request.args.get("q", "").strip()[:60],
        role=Role(role) if role in set(_ROLES) else None,
        is_active={"yes": True, "no": False}.get(active),
    )


def _sort() -> Sort:
    return Sort(USER_SORTS, col(User.id), "role")


def _row(user: User, authority: str | None) -> list[Cell]:
    state = "在用" if user.is_active else "停用"
    return [user.name, user.login, ROLE_WORDS[user.role], authority, user.email, state]


def _show_password(user_id: int, password: str) -> ResponseReturnValue:
    """Render instead of redirecting: the password is in this response only and stored nowhere."""
    return render_template("desk/people/_password.html", user=_find(user_id), password=password)


def _channels(user_id: int) -> list[tuple[str, str]]:
    """How the person chose to be told, for an admin to see: of an address only its host, for the rest is a key."""
    with reading(current_store()) as session:
        preference, hooks = preference_of(session, user_id), hooks_of(session, user_id)
    hour = preference.digest_hour
    digest = "不用" if hour is None else f"每天{hour}点"
    made_at = preference.calendar_made_at
    return [
        ("邮件", "接收" if preference.wants_mail else "不接收"),
        ("每日汇总", digest),
        *((hook.words, host_of(hooks[hook].url) if hook in hooks else "没有设置") for hook in HOOKS),
        ("日历地址", f"{cn_instant(made_at)}生成" if made_at else "没有生成"),
    ]


def _find(user_id: int) -> User:
    with reading(current_store()) as session:
        user = session.get(User, user_id)
    return user or abort(404)


def _offer_authorities(form: PersonForm, own_id: int | None = None) -> None:
    """Set the choices of the form: authorities not abolished, and the person's own."""
    with reading(current_store()) as session:
        names = {
            str(authority.id): authority.name
            for authority in all_authorities(session)
            if authority.abolished_on is None or authority.id == own_id
        }
    form.authority_id.choices = choices(names, empty="无（法制机构人员）")


def _details(form: PersonForm) -> dict[str, Any]:
    authority = form.authority_id.data
    return {
        "name": form.name.data or "",
        "role": Role(form.role.data),
        "authority_id": int(authority) if authority else None,
        "email": form.email.data or "",
        "is_head": bool(form.is_head.data),
    }
