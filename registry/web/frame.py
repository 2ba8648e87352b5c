"""The frame of every page: the office's name, the banner of a demonstration, the navigation."""

from typing import NamedTuple

from flask import Flask, current_app, g, request, url_for
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from registry.domain.roles import Permission
from registry.storage import notices, office
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store


class Place(NamedTuple):
    """A link of the navigation; `badge` is the number of unread items there."""

    endpoint: str
    label: str
    is_current: bool = False
    badge: int = 0


class Office(NamedTuple):
    """The facts about the office that every page shows."""

    name: str
    is_demonstration: bool = False
    publishes_issuers: bool = False
    publishes_lapses: bool = False


DESK: tuple[tuple[str, str, Permission], ...] = (
    ("desk.today.index", "今日", Permission.READ_OWN),
    ("desk.documents.index", "文件", Permission.READ_OWN),
    ("desk.filings.index", "备案", Permission.READ_OWN),
    ("desk.proposals.index", "审查建议", Permission.HANDLE_PROPOSAL),
    ("desk.papers.index", "文书", Permission.READ_OWN),
    ("desk.issue_register.index", "发文登记簿", Permission.READ_OWN),
    ("desk.figures.index", "统计", Permission.READ_OWN),
    ("desk.cleanups.index", "清理", Permission.READ_OWN),
    ("desk.releases.index", "清理目录", Permission.READ_OWN),
    ("desk.notices.index", "通知", Permission.READ_OWN),
    ("desk.intakes.index", "导入", Permission.IMPORT_LEDGER),
    ("desk.authorities.index", "机关", Permission.READ_ALL),
    ("desk.people.index", "用户", Permission.MANAGE_PEOPLE),
    ("desk.settings.index", "设置", Permission.MANAGE_RULES),
    ("desk.jobs.index", "任务", Permission.READ_ALL),
    ("desk.audit.index", "审计", Permission.READ_AUDIT),
    ("account.channels", "通知方式", Permission.READ_OWN),
    ("account.absence", "不在岗", Permission.READ_OWN),
    ("account.change_password", "修改密码", Permission.READ_OWN),
)
_UNDER: dict[str, str] = {
    "desk.attachments": "desk.documents",
    "desk.bases": "desk.cleanups",
    "desk.consultations": "desk.cleanups",
    "desk.evaluations": "desk.cleanups",
    "desk.events": "desk.documents",
    "desk.intake_rows": "desk.intakes",
    "desk.laws": "desk.cleanups",
    "desk.legality": "desk.documents",
    "desk.proposal_comments": "desk.filings",
    "desk.relations": "desk.documents",
}  # blueprints without an entry of their own → the blueprint whose entry is marked as current
PUBLIC: tuple[tuple[str, str], ...] = (
    ("public.catalog.index", "文件目录"),
    ("public.releases.index", "清理结果"),
    ("public.consultations.index", "征求意见"),
    ("public.lapses.index", "即将到期"),
    ("public.authorities.index", "制定主体"),
    ("submissions.new", "审查建议"),
    ("public.about.index", "使用说明"),
)


def install(app: Flask) -> None:
    app.context_processor(_frame)


def navigation() -> list[Place]:
    """The links of the desk that this person may open, in their order."""
    if "navigation" not in g:
        actor = current_actor()
        g.navigation = [
            Place(endpoint, label, _is_current(endpoint), _badge(endpoint))
            for endpoint, label, permission in DESK
            if actor.may(permission) and endpoint in current_app.view_functions
        ]
    return g.navigation


def public_navigation() -> list[Place]:
    """The links of the public site; a list that the office may keep back only where it publishes it."""
    about = _office()
    lists = {
        "public.authorities.index": about.publishes_issuers,
        "public.lapses.index": about.publishes_lapses,
    }
    return [
        Place(endpoint, label, _is_current(endpoint))
        for endpoint, label in PUBLIC
        if endpoint in current_app.view_functions and lists.get(endpoint, True)
    ]


def _is_current(endpoint: str) -> bool:
    """Whether this request is a page of the link's blueprint, or of one filed under it."""
    module = (request.endpoint or "").rpartition(".")[0]
    if module == "account":  # pages of their own, not of one list
        return endpoint.startswith("account.") and request.path.startswith(url_for(endpoint))
    return _UNDER.get(module, module) == endpoint.rpartition(".")[0]


def _badge(endpoint: str) -> int:
    user_id = current_actor().user_id
    if endpoint != "desk.notices.index" or user_id is None:
        return 0
    with reading(current_store()) as session:
        return notices.count_unread(session, user_id)


def _frame() -> dict[str, object]:
    about = _office()
    return {
        "office_name": about.name,
        "is_demonstration": about.is_demonstration,
        "navigation": navigation,
        "public_navigation": public_navigation,
        "current_user": current_user,
        "current_actor": current_actor,
    }


def _office() -> Office:
    """The office, read once per request; with the default name when the database cannot be read."""
    if "office" not in g:
        try:
            with reading(current_store()) as session:
                g.office = Office(
                    office.setting(session, "office_name"),
                    office.is_demonstration(session),
                    office.publishes_issuers(session),
                    office.publishes_lapses(session),
                )
        except SQLAlchemyError:
            g.office = Office(office.DEFAULTS["office_name"])
    return g.office
