"""Send each person who wants it a digest at the chosen hour: one mail a day, and none when there is nothing.

It is drawn when it leaves: what is overdue, due soon or waits for the person now, and the notices that waited for it.
After days off there is one digest, that of today, with all of them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from registry.clock import running_from
from registry.delivery.digests import render_digest
from registry.delivery.errors import DeliveryError
from registry.delivery.mail import Smtp, message_id, send
from registry.delivery.messages import Message, render
from registry.domain.deliveries import Channel, DeliveryState
from registry.domain.duties import SOON_DAYS, News, digest_of
from registry.domain.instants import SHANGHAI, day_of
from registry.domain.notices import NoticeKind
from registry.jobs._addressing import address_waiting, is_away, is_given_up, reach_now
from registry.jobs._attempts import FAILED, POSTPONED, SENT, after_failure
from registry.jobs.office import JobReport, Office
from registry.jobs.send_notices import BATCH
from registry.storage.deliveries import claim_delivery, record_result
from registry.storage.digests import (
    Digest,
    claim_digest,
    deliveries_for_digest,
    open_digests,
    people_with_digest_of,
    record_digest,
    stray_deliveries,
    waiting_digests,
)
from registry.storage.duties import duties_of
from registry.storage.engine import reading, transaction
from registry.storage.notices import Notice
from registry.storage.office import is_demonstration, setting
from registry.storage.people import User, actor_of
from registry.storage.preferences import people_with_digest

EMPTY = "n_empty"
_WORDS = {SENT: "发出汇总", EMPTY: "没有事项", POSTPONED: "推迟", FAILED: "发送失败"}
_NOTHING = "没有事项，或收件人不再要汇总，未发送。"


@dataclass(frozen=True)
class _Letter:
    digest_id: int
    day: date
    user_id: int
    to: str
    message: Message
    deliveries: Sequence[int]
    n_attempts: int


def run(office: Office, now: datetime) -> JobReport:
    """Opens the digests whose hour has come and sends them; a second run on the same day sends none."""
    clock = running_from(now)
    with reading(office.store) as session:
        paused = setting(session, "sending_paused_because")
        is_silent = office.smtp is None or is_demonstration(session)
    if paused:
        return JobReport(sentence=f"通知已暂停发送：{paused}")
    address_waiting(office.store, office.smtp is not None, now)
    _let_go(office, is_silent, now)
    counts: Counter[str] = Counter()
    trouble = ""
    for digest_id in [] if is_silent else _due(office, now):
        taken = None if trouble else _take(office, digest_id, clock())
        if isinstance(taken, _Letter) and office.smtp:
            taken, trouble = _post(office, office.smtp, taken, clock())
        if isinstance(taken, str):
            counts[taken] += 1
    parts = [f"{word}{counts[name]}份" for name, word in _WORDS.items() if counts[name]]
    return JobReport(dict(counts), trouble or "，".join(parts) or "没有到时间的汇总。", trouble)


def _due(office: Office, now: datetime) -> list[int]:
    """The ids of the digests to send, after opening those whose hour has come."""
    day, hour = day_of(now), now.astimezone(SHANGHAI).hour
    with reading(office.store) as session:
        had = people_with_digest_of(session, day)
        wanting = _wanting(session, day)
    people = [user_id for user_id, at in wanting.items() if at <= hour and user_id not in had]
    if people:
        with transaction(office.store) as session:
            open_digests(session, people, day, now)
    with reading(office.store) as session:
        return waiting_digests(session, now, BATCH)


def _wanting(session: Session, day: date) -> dict[int, int]:
    """The hour of the digest of everybody who gets one on this day; not of who is away behind a deputy."""
    people = people_with_digest(session)
    return {person.id or 0: hour for person, hour in people if not is_away(session, person, day)}


def _let_go(office: Office, is_silent: bool, now: datetime) -> None:
    """Takes the notices that wait for a digest from who gets none any more; a mail may take its place.

    Where nothing leaves, nobody gets any.
    """
    with reading(office.store) as session:
        wanting = {} if is_silent else _wanting(session, day_of(now))
        stray = stray_deliveries(session, wanting, BATCH)
    for delivery_id in stray:
        with transaction(office.store) as session:
            if claimed := claim_delivery(session, delivery_id, now):
                delivery, notice = claimed
                person = session.get_one(User, delivery.user_id)
                reach = reach_now(session, person, office.smtp is not None, now)
                is_given_up(session, delivery, notice, person, reach, now)
                delivery.claimed_at = None
                session.add(delivery)


def _take(office: Office, digest_id: int, now: datetime) -> _Letter | str | None:
    """The letter to send now, or the name of the count it belongs to, or None when another sender has it."""
    with transaction(office.store) as session:
        digest = claim_digest(session, digest_id, now)
        if digest is None:
            return None
        person = session.get_one(User, digest.user_id)
        letter = _drawn(session, office, digest, person, now)
        session.add(digest)
        if letter is None:
            digest.state, digest.outcome, digest.claimed_at = DeliveryState.CANCELLED, _NOTHING, None
            return EMPTY
        digest.n_attempts += 1
        return letter


def _drawn(session: Session, office: Office, digest: Digest, person: User, now: datetime) -> _Letter | None:
    """The letter with everything that is true now; None when nothing is, or the person wants no digest any more."""
    reach = reach_now(session, person, office.smtp is not None, now)
    if not person.is_active or Channel.DIGEST not in reach.channels(is_urgent=False):
        return None
    kept = [
        (delivery, notice)
        for delivery, notice in deliveries_for_digest(session, digest.user_id)
        if not is_given_up(session, delivery, notice, person, reach, now)
    ]
    today = day_of(now)
    duties = duties_of(session, actor_of(person), today, lapse_days=SOON_DAYS)
    parts = digest_of(duties, [_news(notice, office.public_url) for _, notice in kept], today)
    if not parts:
        return None
    return _Letter(
        digest.id or 0,
        digest.on_day,
        digest.user_id,
        person.email,
        render_digest(parts, today, office.public_url),
        [delivery.id or 0 for delivery, _ in kept],
        digest.n_attempts + 1,
    )


def _news(notice: Notice, public_url: str) -> News:
    """What a notice tells; its kind and title when its facts no longer fit its words."""
    kind = NoticeKind(notice.kind)
    try:
        words = render(kind, notice.facts, public_url).subject
    except DeliveryError:
        words = f"{kind.label}：{notice.facts.get('title', '')}"
    path = notice.facts.get("path", "/desk/notices/")
    return News(notice.subject, notice.subject_id, words, path, kind.is_reminder)


def _post(office: Office, smtp: Smtp, letter: _Letter, now: datetime) -> tuple[str, str]:
    """The count of a digest after it was sent or failed, and the trouble of the mail server, "" for none."""
    identity = message_id(f"digest:{letter.user_id}:{letter.day}", office.public_url, smtp.sender)
    n = letter.n_attempts
    try:
        send(smtp, letter.to, letter.message, identity, now)
    except DeliveryError as error:
        count, values = after_failure(error, n, now)
        values["outcome"] = error.sentence[:500]  # the notices go on to the next day's digest
        is_final = error.is_permanent and not error.is_of_server
        _record(office, letter, is_final=is_final, **values)
        return count, error.sentence if error.is_of_server else ""
    again = f"（第{n}次发送）" if n > 1 else ""
    _record(
        office, letter, is_final=True, state=DeliveryState.SENT, sent_at=now, outcome=f"至{letter.to}{again}"
    )
    return SENT, ""


def _record(office: Office, letter: _Letter, *, is_final: bool = False, **values: Any) -> None:
    """Writes what came of a digest, and of the notices that it told; they wait for the next unless that is final."""
    told = values | {"n_attempts": letter.n_attempts} if is_final else {"outcome": values["outcome"]}
    with transaction(office.store) as session:
        record_digest(session, letter.digest_id, **values)
        for delivery_id in letter.deliveries:
            record_result(session, delivery_id, **told)
