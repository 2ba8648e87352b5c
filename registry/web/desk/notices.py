"""Notices: the person's own inbox, and the log of what was sent to whom."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.actions.office.retry_notice import retry_notice as action
from registry.actions.people.mark_notices_read import mark_notices_read
from registry.clock import now
from registry.delivery.errors import DeliveryError
from registry.delivery.messages import Message, render
from registry.domain.deliveries import DeliveryState, result_words
from registry.domain.instants import iso_time
from registry.domain.notices import NOTICE_WORDS, TELL_ONLY, NoticeKind, NoticeState
from registry.domain.roles import Permission
from registry.exports.listing import ListColumn, Listing
from registry.exports.tables import Cell
from registry.storage.batches import batches
from registry.storage.deliveries import Delivery, deliveries_of
from registry.storage.engine import reading
from registry.storage.notice_lists import SendingFilter, count_by_state, inbox_of, nobody_words, sending_log
from registry.storage.notices import Notice
from registry.storage.people import User
from registry.storage.recipients import named_for
from registry.web.access import current_actor, current_settings, current_store, needs
from registry.web.addresses import asked_word
from registry.web.downloads import download_list
from registry.web.paging import export_links, page_of

pages = Blueprint("notices", __name__, url_prefix="/notices")

STATE_WORDS: dict[NoticeState, str] = {
    NoticeState.PENDING: "待发送",
    NoticeState.HELD: "无人接收",
    NoticeState.SENT: "已发送",
    NoticeState.INBOX: "站内",
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
        deliveries = _by_notice(deliveries_of(session, [notice.id for notice in page.items]))
    instant = now()
    told = [
        (notice, _message(notice), _results(notice, deliveries.get(notice.id, ()), instant))
        for notice in page.items
    ]
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
    with reading(current_store()) as session:
        deliveries = deliveries_of(session, [notice_id])
    return render_template(
        "desk/notices/show.html",
        notice=notice,
        message=_message(notice),
        results=_results(notice, deliveries, now()),
        tell_only=TELL_ONLY,
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
        deliveries = _by_notice(deliveries_of(session, [notice.id for notice, _ in page.items]))
        counts = count_by_state(session)
    instant = now()
    return render_template(
        "desk/notices/sending.html",
        page=page,
        results={
            notice.id: _results(notice, deliveries.get(notice.id, ()), instant) for notice, _ in page.items
        },
        failed={key for key, made in deliveries.items() if _has_failed(made)},
        wanted=wanted,
        counts=counts,
        nobody={notice.id: nobody_words(notice) for notice, person in page.items if person is None},
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
        rows = _rows(session, session.execute(query), now())
        listing = Listing("发送记录", [ListColumn(label) for label in HEADERS], rows)
        return download_list(kind, listing, now())


def _wanted() -> SendingFilter:
    return SendingFilter(
        asked_word("state", NoticeState),
        asked_word("kind", NoticeKind),
        request.args.get("person", "").strip()[:60],
    )


def _rows(
    session: Session, log: Iterable[tuple[Notice, User | None]], instant: datetime
) -> Iterator[list[Cell]]:
    for batch in batches(log):
        deliveries = _by_notice(deliveries_of(session, [notice.id or 0 for notice, _ in batch]))
        for notice, person in batch:
            yield _row(notice, person, deliveries.get(notice.id or 0, ()), instant)


def _row(
    notice: Notice, person: User | None, deliveries: Sequence[Delivery], instant: datetime
) -> list[Cell]:
    return [
        NoticeKind(notice.kind).label,
        notice.facts.get("title", ""),
        _recipient(notice, person),
        person.email if person else "",
        STATE_WORDS[NoticeState(notice.state)],
        iso_time(notice.created_at),
        notice.due_on,
        iso_time(notice.sent_at) if notice.sent_at and notice.state == NoticeState.SENT else "",
        "；".join(_results(notice, deliveries, instant)),
        sum(delivery.n_attempts for delivery in deliveries),
    ]


def _recipient(notice: Notice, person: User | None) -> str:
    if person is None:
        return nobody_words(notice)
    return named_for(person.name, notice.facts.get("stands_for", ""))


def _results(notice: Notice, deliveries: Sequence[Delivery], instant: datetime) -> list[str]:
    """What came of a notice: what is said of it, and of its delivery by each channel."""
    words = [notice.outcome] if notice.outcome else []
    for delivery in deliveries:
        at = delivery.sent_at or delivery.next_attempt_at
        words.append(
            result_words(delivery.channel, delivery.state, delivery.outcome, delivery.n_attempts, at, instant)
        )
    return words


def _by_notice(deliveries: Sequence[Delivery]) -> dict[int, list[Delivery]]:
    return {key: list(made) for key, made in groupby(deliveries, lambda delivery: delivery.notice_id)}


def _has_failed(deliveries: Sequence[Delivery]) -> bool:
    return any(delivery.state is DeliveryState.FAILED for delivery in deliveries)


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
