"""The calendar that a person subscribes to under a secret address: the deadlines that this person may see today."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from registry.actions.people.make_calendar import token_hash
from registry.clock import now, today
from registry.delivery.calendar import DayEvent, calendar
from registry.domain.citations import quoted
from registry.domain.duties import Duty
from registry.domain.roles import Permission
from registry.storage.duties import duties_of
from registry.storage.engine import reading
from registry.storage.people import actor_of
from registry.storage.preferences import owner_of_calendar
from registry.web.access import current_settings, current_store, needs
from registry.web.limits import FEEDS, FEEDS_OF_ADDRESS, limiter

pages = Blueprint("calendar", __name__)

LAPSE_DAYS = 400
LONGEST_TOKEN = 100


@pages.get("/calendar/<token>.ics")
@needs(Permission.READ_PUBLIC)
@limiter.limit(FEEDS, key_func=lambda: request.path)
@limiter.limit(FEEDS_OF_ADDRESS)
def feed(token: str) -> ResponseReturnValue:
    """404 for an address that was withdrawn, and for that of a person whose account is off."""
    with reading(current_store()) as session:
        owner = owner_of_calendar(session, token_hash(token)) if len(token) <= LONGEST_TOKEN else None
        if owner is None:
            abort(404)
        duties = duties_of(session, actor_of(owner), today(), lapse_days=LAPSE_DAYS)
    events = [_event(duty) for duty in duties if duty.due_on]
    response = Response(calendar("规范性文件备案与清理期限", events, now()), mimetype="text/calendar")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Content-Disposition"] = 'attachment; filename="deadlines.ics"'
    return response


def _event(duty: Duty) -> DayEvent:
    assert duty.due_on is not None
    public_url = current_settings().public_url
    host = urlsplit(public_url).hostname
    url = public_url + duty.path
    title = quoted(duty.title) if duty.subject != "cleanup" else duty.title
    told = [
        f"制定机关：{duty.authority}" if duty.authority else "",
        f"期限计算：{duty.working}" if duty.working else "",
        f"查看和办理：{url}",
    ]
    return DayEvent(
        f"{duty.subject}-{duty.subject_id}-{duty.mark}@{host}",
        duty.version,
        duty.due_on,
        f"{duty.task}：{title}",
        "\n".join(filter(None, told)),
        url,
    )
