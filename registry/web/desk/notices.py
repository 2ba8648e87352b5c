"""Notices: the person's own inbox, and the log of what was sent to whom."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.actions.office.retry_notice import retry_notice as action
from registry.actions.people.mark_notices_read import mark_notices_read
from registry.clock import now
from registry.delivery.errors import DeliveryError
from registry.delivery.messages import Message, render
from registry.domain.notices import NOTICE_WORDS, TELL_ONLY, NoticeKind, NoticeState
from registry.domain.roles import Permission
from registry.exports.listing import ListColumn, Listing
from registry.exports.tables import Cell
from registry.storage.engine import reading
from registry.storage.notice_lists import SendingFilter, count_by_state, inbox_of, sending_log
from registry.storage.notices import Notice
from registry.storage.people import User
from registry.web.access import current_actor, current_settings, current_store, needs
from registry.web.addresses import asked_word
from registry.web.downloads import download_list
from registry.web.paging import export_links, page_of
from registry.web.words import cn_instant

pages = Blueprint("notices", __name__, url_prefix="/notices")

STATE_WORDS: dict[NoticeState, str] = {
    NoticeState.PENDING: "待发送",
    NoticeState.SENT: "已发送",
    NoticeState.FAILED: "发送失败",
    NoticeState.SUPERSEDED: "已由新提醒代替",
    NoticeState.CANCELLED: "已取消",
}

HEADERS = (
    "通知", "文件或事项", "收件人", "电子邮箱", "状态", "产生时间", "期限", "发送时间", "结果", "已试次数",
)  # fmt: skip


@pages.get("/")
@needs(Permission.READ_OWN)
def index() -> ResponseReturnValue:
    is_unread = request.args.get("unread") == "yes"
    with reading(current_store()) as session:
        page = page_of(session, inbox_of(current_actor().user_id or 0, is_unread=is_unread))
    told = [(notice, _message(notice)) for notice in page.items]
    n_unread = sum(notice.read_at is None for notice in page.items)
    return render_template(
        "desk/notices/index.html",
        page=page,
        told=told,
        is_unread=is_unread,
        n_unread=n_unread,
        tell_only=TELL_ONLY,
    )


@pages.get("/<id:notice_id>")
@needs(Permission.READ_OWN)
def show(notice_id: int) -> ResponseReturnValue:
    notice = _own(notice_id)
    return render_template(
        "desk/notices/show.html", notice=notice, message=_message(notice), tell_only=TELL_ONLY
    )


@pages.post("/<id:notice_id>/mark-read")
@needs(Permission.READ_OWN)
def mark_read(notice_id: int) -> ResponseReturnValue:
    """Mark the notice as read and open the page it is about."""
    notice = _own(notice_id)
    mark_notices_read(current_store(), current_actor(), [notice_id], now=now())
    return redirect(notice.facts.get("path") or url_for("desk.notices.index"), 303)


@pages.post("/mark-all-read")
@needs(Permission.READ_OWN)
def mark_all_read() -> ResponseReturnValue:
    n_read = mark_notices_read(current_store(), current_actor(), now=now())
    flash(f"{n_read}条通知已标为已读。", "success")
    return redirect(url_for("desk.notices.index"), 303)


@pages.get("/sending")
@needs(Permission.READ_ALL)
def sending() -> ResponseReturnValue:
    wanted = _wanted()
    with reading(current_store()) as session:
        page = page_of(session, sending_log(wanted))
        counts = count_by_state(session)
    return render_template(
        "desk/notices/sending.html",
        page=page,
        wanted=wanted,
        counts=counts,
        words=STATE_WORDS,
        labels=NOTICE_WORDS,
        has_mail=bool(current_settings().smtp_host),
        has_filters=wanted != SendingFilter(),
        exports=export_links(lambda kind: url_for(".export_sending", kind=kind), page.total),
    )


@pages.get("/sending/export.<any(xlsx, csv):kind>")
@needs(Permission.READ_ALL)
def export_sending(kind: str) -> ResponseReturnValue:
    """The filtered log as a file, newest first."""
    with reading(current_store()) as session:
        query = sending_log(_wanted()).execution_options(yield_per=2_000)
        rows = (_row(notice, person) for notice, person in session.execute(query))
        listing = Listing("发送记录", [ListColumn(label) for label in HEADERS], rows)
        return download_list(kind, listing, now())


def _wanted() -> SendingFilter:
    return SendingFilter(
        asked_word("state", NoticeState),
        asked_word("kind", NoticeKind),
        request.args.get("person", "").strip()[:60],
    )


def _row(notice: Notice, person: User) -> list[Cell]:
    return [
        NoticeKind(notice.kind).label,
        notice.facts.get("title", ""),
        person.name,
        person.email,
        STATE_WORDS[NoticeState(notice.state)],
        cn_instant(notice.created_at),
        notice.due_on,
        cn_instant(notice.sent_at),
        notice.outcome,
        notice.n_attempts,
    ]


@pages.post("/<id:notice_id>/retry")
@needs(Permission.RUN_JOB)
def retry(notice_id: int) -> ResponseReturnValue:
    action(current_store(), current_actor(), notice_id, now=now())
    flash("已重新排队，下一次发送时会再试。", "success")
    return redirect(url_for("desk.notices.sending", state=NoticeState.FAILED.value), 303)


def _own(notice_id: int) -> Notice:
    with reading(current_store()) as session:
        notice = session.get(Notice, notice_id)
    if notice is None or notice.user_id != current_actor().user_id:
        abort(404)
    return notice


def _message(notice: Notice) -> Message:
    """The text of the notice; its kind and title when the template no longer fits an old notice."""
    try:
        return render(NoticeKind(notice.kind), notice.facts, current_settings().public_url)
    except DeliveryError:
        label = NoticeKind(notice.kind).label
        return Message(label, notice.facts.get("title", ""))
