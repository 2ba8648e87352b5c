"""The audit lines: who did what, when and to what, with the hashes that reveal a change."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.clock import now
from registry.domain.audit import ACTS
from registry.domain.instants import iso_time
from registry.domain.papers.kinds import PaperKind
from registry.domain.roles import Permission
from registry.exports.listing import ListColumn, Listing
from registry.exports.tables import Cell
from registry.storage import audit
from registry.storage.audit import AuditEntry
from registry.storage.audit_lists import AuditFilter, entries_matching
from registry.storage.engine import reading
from registry.web.access import current_store, needs
from registry.web.addresses import asked_date
from registry.web.desk.audit_words import told
from registry.web.downloads import download_list
from registry.web.paging import export_links, page_of

pages = Blueprint("audit", __name__, url_prefix="/audit")

BATCH = 2_000
HEADERS = ("序号", "时间", "经办人", "事项", "对象", "内容", "校验值")
SUBJECT_WORDS = {
    "registry": "系统",
    "document": "文件",
    "filing": "备案",
    "cleanup": "清理",
    "evaluations": "届满前评估",
    "evaluation": "届满前评估",
    "release": "清理目录",
    "authority": "机关",
    "user": "用户",
    "intake": "导入",
    "issue_register": "发文登记簿",
    "notice": "通知",
    "proposal": "审查建议",
    "paper": "文书",
    "paper_template": "文书模板",
    "figures": "统计期间",
    "rule_profile": "规则",
    "check_rule": "检查规则",
    "laws": "法规表",
    "holiday_year": "放假安排",
}
_PAGES = {
    "document": ("desk.documents.show", "document_id"),
    "filing": ("desk.filings.show", "filing_id"),
    "cleanup": ("desk.cleanups.show", "round_id"),
    "release": ("desk.releases.show", "release_id"),
    "evaluation": ("desk.evaluations.show", "evaluation_id"),
    "paper": ("desk.papers.show", "paper_id"),
}
_KINDS: dict[str, str] = {kind: kind.word for kind in PaperKind}


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
        asked_subject=request.args.get("subject", ""),
        head=head,
        acts=[(act, words) for act, (words, _) in ACTS.items()],
        subject=_subject,
        shown=told,
        exports=export_links(lambda kind: url_for(".export", kind=kind), page.total),
        has_filters=wanted != AuditFilter(),
    )


@pages.get("/export.<any(xlsx, csv):kind>")
@needs(Permission.READ_AUDIT)
def export(kind: str) -> ResponseReturnValue:
    """All entries under the filters, the newest first, each with its hash."""
    with reading(current_store()) as session:
        entries = session.execute(entries_matching(_wanted()).execution_options(yield_per=BATCH)).scalars()
        listing = Listing("审计记录", [ListColumn(label) for label in HEADERS], map(_row, entries))
        return download_list(kind, listing, now())


def _wanted() -> AuditFilter:
    act = request.args.get("act", "")
    return AuditFilter(
        actor=request.args.get("actor", "").strip()[:60],
        act=act if act in ACTS else "",
        subject=_subject_named(request.args.get("subject", "").strip()[:60]),
        from_on=asked_date("from_on"),
        until_on=asked_date("until_on"),
    )


def _row(entry: AuditEntry) -> list[Cell]:
    subject, _, _ = _subject(entry.subject)
    what = ACTS[entry.act][0]
    return [entry.seq, iso_time(entry.at), entry.actor, what, subject, told(entry.fields), entry.hash]


def _subject_named(words: str) -> str:
    """The subject that is meant by 备案12 or 备案, as it is kept; what has no such word stays as it is."""
    noun = words.rstrip("0123456789")
    number = words[len(noun) :]
    kept = next((kept for kept, word in SUBJECT_WORDS.items() if word == noun.strip()), None)
    return words if kept is None else f"{kept}:{number}" if number else kept


def _subject(name: str) -> tuple[str, str | None, dict[str, int]]:
    """(words, endpoint of its page or None, arguments of that page) of a subject such as document:12."""
    noun, _, number = name.partition(":")
    words = f"{SUBJECT_WORDS.get(noun, noun)}{_KINDS.get(number, number)}"
    if noun in _PAGES and number.isdigit():
        endpoint, argument = _PAGES[noun]
        return words, endpoint, {argument: int(number)}
    return words, None, {}
