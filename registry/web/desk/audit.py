"""The audit lines: who did what to what and when, chained so that a change would show."""

import json
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from registry.domain.audit import ACTS
from registry.domain.roles import Permission
from registry.storage import audit
from registry.storage.audit_lists import AuditFilter, entries_matching
from registry.storage.engine import reading
from registry.web.access import current_store, needs
from registry.web.paging import page_of

pages = Blueprint("audit", __name__, url_prefix="/audit")

SUBJECT_WORDS = {
    "registry": "系统",
    "document": "文件",
    "filing": "备案",
    "cleanup": "清理",
    "release": "清理目录",
    "authority": "机关",
    "user": "用户",
    "intake": "导入",
    "notice": "通知",
    "rule_profile": "规则",
    "holiday_year": "放假安排",
}
_PAGES = {
    "document": ("desk.documents.show", "document_id"),
    "filing": ("desk.filings.show", "filing_id"),
    "cleanup": ("desk.cleanups.show", "round_id"),
    "release": ("desk.releases.show", "release_id"),
}


@pages.get("/")
@needs(Permission.READ_AUDIT)
def index() -> ResponseReturnValue:
    wanted = AuditFilter(
        actor=request.args.get("actor", "").strip()[:60],
        act=request.args.get("act", "") if request.args.get("act", "") in ACTS else "",
        subject=request.args.get("subject", "").strip()[:60],
        from_on=_day("from_on"),
        until_on=_day("until_on"),
    )
    with reading(current_store()) as session:
        page = page_of(session, entries_matching(wanted))
        head = audit.head(session)
    return render_template(
        "desk/audit/index.html",
        page=page,
        wanted=wanted,
        head=head,
        acts=[(act, words) for act, (words, _) in ACTS.items()],
        subject=_subject,
        shown=_shown,
        has_filters=wanted != AuditFilter(),
    )


def _subject(name: str) -> tuple[str, str | None, dict[str, int]]:
    """(Chinese words, endpoint of its page or None, that page's arguments) of document:12."""
    noun, _, number = name.partition(":")
    words = f"{SUBJECT_WORDS.get(noun, noun)}{number}"
    if noun in _PAGES and number.isdigit():
        endpoint, argument = _PAGES[noun]
        return words, endpoint, {argument: int(number)}
    return words, None, {}


def _shown(fields: dict[str, Any]) -> str:
    """The recorded fields in one line, without those that say nothing."""
    said = {name: value for name, value in fields.items() if value not in ("", None, [], {})}
    return "；".join(f"{name}：{_text(value)}" for name, value in said.items())


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 300 else f"{text[:300]}…"


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
