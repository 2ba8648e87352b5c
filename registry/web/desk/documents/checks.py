"""The hits of the checks in a document: their list, checking at once, judging them, and the list as a file."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session, col, select
from wtforms import HiddenField, TextAreaField

from registry.actions.documents.check_document import check_document
from registry.actions.documents.judge_hits import judge_hits as keep_verdict
from registry.actions.documents.judge_hits import judge_rule, mark_of
from registry.clock import now
from registry.domain.checks.findings import CHECK_WORDS
from registry.domain.checks.verdicts import HIT_STATE_WORDS, HitVerdict
from registry.domain.citations import quoted
from registry.domain.documents import Disclosure, shown_title
from registry.domain.errors import Refusal
from registry.domain.filings import Direction
from registry.domain.levels import LEVEL_WORDS
from registry.domain.roles import Permission
from registry.domain.worksheets import EXAMINED_IN
from registry.exports.listing import MOST_PRINTED, ListColumn, Listing
from registry.storage.documents.tables import Document
from registry.storage.engine import reading
from registry.storage.filings import Filing
from registry.storage.text_checks import TextHit, hits_by_id, open_hits
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import asked_number, record_id
from registry.web.desk.documents.finding import visible_document
from registry.web.desk.documents.hits import asked_hits, hit_lines, may_read, shown_hits
from registry.web.downloads import download_list
from registry.web.forms import Form, form_page, refusals_on
from registry.web.paging import export_links
from registry.web.ways_back import way_back

_COLUMNS = (
    ListColumn("序号", 2),
    ListColumn("检查的内容", 4),
    ListColumn("程度", 2),
    ListColumn("条文", 3),
    ListColumn("原文", 11),
    ListColumn("说明", 8),
    ListColumn("依据", 6),
    ListColumn("状态", 3),
)
_VERDICT_COLUMNS = (ListColumn("理由", 4), ListColumn("核对人", 3), ListColumn("核对时间", 5))
_DONE = {HitVerdict.KEPT: "保留", HitVerdict.DISMISSED: "排除", HitVerdict.OPEN: "恢复为待核对"}


class JudgeForm(Form):
    """A verdict: its button names it; on one `hit` as it was seen, or on those of a `rule` that wait, as `seen`."""

    hit = HiddenField()
    version = HiddenField()
    rule = HiddenField()
    seen = HiddenField()
    verdict = HiddenField()
    reason = TextAreaField("理由")


@needs(Permission.READ_OWN)
def checks(document_id: int) -> ResponseReturnValue:
    home = url_for("desk.documents.checks", document_id=document_id)
    with reading(current_store()) as session:
        document = _checked_document(session, document_id)
        hits = shown_hits(session, document, home)
        filing_id = _examined_filing(session, document_id) if hits.may_judge else None
    return render_template(
        "desk/documents/checks.html",
        document=document,
        hits=hits,
        filing_id=filing_id,
        exports=export_links(
            lambda kind: url_for("desk.documents.export_checks", document_id=document_id, suffix=kind),
            hits.page.total,
            MOST_PRINTED,
        ),
    )


@needs(Permission.READ_OWN)
def export_checks(document_id: int, suffix: str) -> ResponseReturnValue:
    """All pages of the list under the same filters, as a file; what the office says of a hit is for the office."""
    is_office, wanted = current_actor().may(Permission.READ_ALL), asked_hits()
    with reading(current_store()) as session:
        document = _checked_document(session, document_id)
        words = [
            CHECK_WORDS[wanted.kind] if wanted.kind else "",
            LEVEL_WORDS[wanted.level] if wanted.level else "",
            HIT_STATE_WORDS[wanted.state] if wanted.state else "",
        ]
        listing = Listing(
            "检查结果",
            (*_COLUMNS, *(_VERDICT_COLUMNS if is_office else ())),
            hit_lines(session, document_id, wanted, is_office),
            [quoted(shown_title(document)), *filter(None, words)],
            "处",
        )
        return download_list(suffix, listing, now())


@needs(Permission.WRITE_DOCUMENT)
def check(document_id: int) -> ResponseReturnValue:
    """Checks the text at once."""
    with reading(current_store()) as session:
        _checked_document(session, document_id)
    back = way_back(url_for("desk.documents.checks", document_id=document_id))
    try:
        made = check_document(current_store(), current_actor(), document_id, now=now())
    except Refusal as refusal:
        flash(refusal.sentence, "error")
    else:
        flash(f"已检查，共有{made.n_hits}处。" if not made.problem else made.problem, _tone(made.problem))
    return redirect(back, 303)


def _tone(problem: str) -> str:
    return "warning" if problem else "success"


@needs(Permission.EXAMINE_FILING)
def judge_hits(document_id: int) -> ResponseReturnValue:
    """GET shows the hit or the rule that is judged, POST keeps the verdict that its button names."""
    back = way_back(url_for("desk.documents.checks", document_id=document_id))
    form = JudgeForm()
    if form.validate_on_submit():
        with refusals_on(form):
            flash(_judge(document_id, form), "success")
            return redirect(back, 303)
    with reading(current_store()) as session:
        document = _checked_document(session, document_id)
        rows = _judged(session, document_id, form)
    if not rows and request.method == "GET":
        flash("没有要核对的：这一处已经不在检查结果里，或者刚被核对。", "info")
        return redirect(back, 303)
    is_rule = bool(form.rule.data or request.args.get("rule"))
    _show_newest(form, rows, is_rule)
    return form_page(
        "desk/documents/judge_hits.html", form, document=document, rows=rows, is_rule=is_rule, back=back
    )


def _judge(document_id: int, form: JudgeForm) -> str:
    """What was done, in words. Raises Refusal."""
    verdict, reason = _verdict(form), form.reason.data or ""
    store, actor = current_store(), current_actor()
    if form.rule.data:
        seen = form.seen.data or ""
        n = judge_rule(store, actor, document_id, form.rule.data, seen, verdict, reason, now=now())
        return f"{n}处已{_DONE[verdict]}。"
    keep_verdict(
        store, actor, document_id, {_whole(form.hit): _whole(form.version)}, verdict, reason, now=now()
    )
    return f"这一处已{_DONE[verdict]}。"


def _verdict(form: JudgeForm) -> HitVerdict:
    try:
        return HitVerdict(form.verdict.data or "")
    except ValueError:
        raise Refusal("请选择保留还是排除。") from None


def _whole(field: HiddenField) -> int:
    """The number in a hidden field; one that no hit has for any other text."""
    try:
        return record_id(field.data or "")
    except ValueError:
        return -1


def _judged(session: Session, document_id: int, form: JudgeForm) -> list[TextHit]:
    """The hits that the form or the address names, as they are now."""
    rule = form.rule.data or request.args.get("rule", "")
    if rule:
        return open_hits(session, document_id, rule)
    hit_id = _whole(form.hit) if request.method == "POST" else asked_number("hit") or 0
    return hits_by_id(session, document_id, [hit_id])


def _show_newest(form: JudgeForm, rows: list[TextHit], is_rule: bool) -> None:
    """The next attempt has seen what the page shows now."""
    if not rows:
        return
    if is_rule:
        form.rule.data, form.seen.data = rows[0].rule, mark_of(rows)
    else:
        form.hit.data, form.version.data = str(rows[0].id), str(rows[0].version)
        if rows[0].verdict is not HitVerdict.OPEN:
            form.reason.data = form.reason.data or rows[0].reason


def _checked_document(session: Session, document_id: int) -> Document:
    """The document, if this person may read its hits; else the request ends with 404."""
    document = visible_document(session, document_id)
    if document.disclosure is Disclosure.SECRET or not may_read(session, document):
        abort(404)
    return document


def _examined_filing(session: Session, document_id: int) -> int | None:
    """The filing of the document whose worksheet is written now."""
    query = select(Filing.id).where(
        Filing.document_id == document_id,
        col(Filing.state).in_(sorted(EXAMINED_IN)),
        Filing.direction == Direction.INCOMING,
        col(Filing.is_historic).is_(False),
    )
    return session.exec(query.order_by(col(Filing.id))).first()
