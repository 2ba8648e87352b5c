"""The audit lines: who did what to what and when, chained so that a change would show."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.clock import now
from registry.domain.audit import ACTS
from registry.domain.documents import RELATION_WORDS
from registry.domain.filings import MOVE_WORDS, STATE_WORDS
from registry.domain.roles import ROLE_WORDS, Permission
from registry.domain.validity import EVENT_WORDS
from registry.exports.listing import ListColumn, Listing
from registry.exports.tables import Cell
from registry.storage import audit
from registry.storage.audit import AuditEntry
from registry.storage.audit_lists import AuditFilter, entries_matching
from registry.storage.authorities import SUCCESSION_WORDS
from registry.storage.engine import reading
from registry.web.access import current_store, needs
from registry.web.addresses import asked_date
from registry.web.downloads import download_list
from registry.web.paging import export_links, page_of
from registry.web.words import cn_instant

pages = Blueprint("audit", __name__, url_prefix="/audit")

BATCH = 2_000
HEADERS = ("序号", "时间", "经办人", "事项", "对象", "内容", "校验值")
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
FIELD_WORDS = {
    "document": "文件", "doubt": "待核事项", "n_entries": "条数", "titles": "文件名称",
    "address": "来源地址", "after": "之后", "annexes": "附件", "before": "之前",
    "changes": "改动", "code": "代码", "cut_off_on": "截止日期", "doc_no": "发文字号", "docx_sha256": "文件校验值",
    "basis": "依据的变化",
    "into": "并入",
    "moved": "移转",
    "effective_on": "生效日期", "event_id": "记录号", "filing_no": "备案登记号", "finding": "问题", "findings": "问题",
    "is_demonstration": "演示", "key": "通知", "kind": "种类", "login": "用户名", "move": "步骤", "n_added": "新增",
    "n_documents": "件数", "n_refused": "未导入", "n_removed": "移出", "n_rows": "行数", "n_updated": "更新",
    "name": "名称", "needs_review": "待核", "number": "编号", "on": "日期", "on_behalf": "代录", "other": "对方",
    "outcomes": "清理意见", "passage": "报送次数", "published_on": "公布日期", "reason": "理由", "role": "角色",
    "rows_sha256": "清单校验值", "sha256": "校验值", "source": "来源", "title": "标题", "tracked_from": "起算日",
    "columns": "列的含义", "n_kept": "保留原值", "version": "版本", "year": "年份",
}  # fmt: skip
_VALUE_WORDS: dict[str, Mapping[Any, str]] = {
    "move": MOVE_WORDS,
    "before": STATE_WORDS,
    "after": STATE_WORDS,
    "role": ROLE_WORDS,
    "kind": {
        **{kind: words[0] for kind, words in RELATION_WORDS.items()},
        **EVENT_WORDS,
        **SUCCESSION_WORDS,
    },
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
    wanted = _wanted()
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
        exports=export_links(lambda kind: url_for(".export", kind=kind), page.total),
        has_filters=wanted != AuditFilter(),
    )


@pages.get("/export.<any(xlsx, csv):kind>")
@needs(Permission.READ_AUDIT)
def export(kind: str) -> ResponseReturnValue:
    """Every entry as filtered, the newest first, each with its hash."""
    with reading(current_store()) as session:
        entries = session.execute(entries_matching(_wanted()).execution_options(yield_per=BATCH)).scalars()
        listing = Listing("审计记录", [ListColumn(label) for label in HEADERS], map(_row, entries))
        return download_list(kind, listing, now())


def _wanted() -> AuditFilter:
    act = request.args.get("act", "")
    return AuditFilter(
        actor=request.args.get("actor", "").strip()[:60],
        act=act if act in ACTS else "",
        subject=request.args.get("subject", "").strip()[:60],
        from_on=asked_date("from_on"),
        until_on=asked_date("until_on"),
    )


def _row(entry: AuditEntry) -> list[Cell]:
    subject, _, _ = _subject(entry.subject)
    what = ACTS[entry.act][0]
    return [entry.seq, cn_instant(entry.at), entry.actor, what, subject, _shown(entry.fields), entry.hash]


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
    said = {name: value for name, value in fields.items() if value not in ("", None, False, [], {})}
    return "；".join(f"{FIELD_WORDS.get(name, name)}：{_text(name, value)}" for name, value in said.items())


def _text(name: str, value: Any) -> str:
    """A value for a person: the office's own word for a move, a state, a role; 是 for true."""
    if value is True:
        return "是"
    if isinstance(value, str) and value in _VALUE_WORDS.get(name, {}):
        return _VALUE_WORDS[name][value]
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 300 else f"{text[:300]}…"
