"""Within a transaction: a round is opened over what it covers now, with what it leaves out, and everybody is told."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from registry.actions.cleanups._rounds import write_round
from registry.actions.cleanups.asking import tell_answering
from registry.actions.cleanups.cycle import cycle_working
from registry.actions.cleanups.paper_facts import notice_facts
from registry.actions.papers.keep_paper import keep_paper
from registry.domain.cleanups import RoundKind
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.papers.kinds import PaperKind
from registry.domain.roles import Actor
from registry.domain.rounds import IMMEDIATE, Criteria
from registry.domain.written_days import cn_date
from registry.storage.authorities import authority_names
from registry.storage.cleanups.criteria import meeting
from registry.storage.cleanups.rounds import next_cleanup_due
from registry.storage.cleanups.scope import documents_in_scope, excluded
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.papers import Paper
from registry.storage.rulebook import load_rulebook

NOTICE_ELSEWHERE = "清理通知另行印发，不在系统出具"
_NOTIFIED = (RoundKind.PERIODIC, RoundKind.SPECIAL)


def open_now(
    session: Session,
    actor: Actor,
    cleanup: CleanupRound,
    found: Sequence[int] | None,
    act: str,
    now: datetime,
    among: Any = None,
    *,
    with_notice: bool = False,
    **fields: str,
) -> tuple[int, int]:
    """The round's id and how many documents it covers. Raises Refusal when there is nothing to clean up.

    `found` is what the search answered to its criteria; `among` narrows the scope of a round without criteria.
    `with_notice` makes the 清理通知 of a round of the office that asks for answers by a day.
    """
    if cleanup.criteria:
        among = meeting(session, Criteria.from_kept(cleanup.criteria), found)
    scope = cleanup.cut_off_on, cleanup.authority_ids
    ids = documents_in_scope(session, *scope, among)
    if not ids:
        raise Refusal(
            f"截至{cn_date(cleanup.cut_off_on)}，所选的范围内没有需要清理的文件，请核对截止日期、制定机关和条件。",
            "cut_off_on",
        )
    check_answers_day(cleanup.answers_due_on, day_of(now))
    cleanup.left_out = [asdict(row) for row in excluded(session, *scope, among)]
    cleanup.is_draft, cleanup.opened_at = False, now
    if cleanup.due_on is None:
        _set_due(session, cleanup, day_of(now))
    opened = write_round(session, actor, cleanup, ids, act, now, **fields)
    asks = cleanup.owner_id is None and cleanup.answers_due_on is not None and cleanup.kind in _NOTIFIED
    paper = _notice(session, actor, cleanup, now) if with_notice and asks else None
    tell_answering(session, cleanup, now, paper=paper)
    return opened


def _notice(session: Session, actor: Actor, cleanup: CleanupRound, now: datetime) -> Paper:
    """The 清理通知. Raises Refusal where it cannot be numbered, with the way to open the round all the same."""
    kind, on = PaperKind.CLEANUP_NOTICE, day_of(now)
    try:
        facts = notice_facts(session, str(cleanup.id), on)
        return keep_paper(session, actor.name, kind, facts, signed_on=on, now=now)
    except Refusal as refusal:
        raise Refusal(
            f"{refusal.sentence}清理通知用纸质印发的，请勾选“{NOTICE_ELSEWHERE}”再开展。", "notice_elsewhere"
        ) from refusal


def check_answers_day(day: date | None, today: date) -> None:
    """Raises Refusal for a day in the past: nobody could keep it."""
    if day is not None and day < today:
        raise Refusal(f"报送自查意见的期限{cn_date(day)}已经过了，请填写今天或以后的日期。", "answers_due_on")


def check_authorities(session: Session, authority_ids: Sequence[int]) -> None:
    """Raises Refusal when one of them does not exist."""
    if len(authority_names(session, authority_ids)) != len(set(authority_ids)):
        raise Refusal("所选制定机关不存在，请刷新页面后重选。", "authority_ids")


def _set_due(session: Session, cleanup: CleanupRound, today: date) -> None:
    """By when the rules want the round done, with its working."""
    book = load_rulebook(session)
    profile = book.profile_for(today)
    if cleanup.kind is RoundKind.IMMEDIATE:
        due = IMMEDIATE.due(today, profile, book.calendar)
        cleanup.due_on, cleanup.due_working = due.due_on, due.working()
    elif cleanup.kind is RoundKind.PERIODIC and (cleanup.owner_id or not cleanup.authority_ids):
        cleanup.due_on = next_cleanup_due(session, cleanup.owner_id)
        working = cycle_working(session, profile, cleanup.owner_id)
        cleanup.due_working = working if cleanup.due_on else ""
