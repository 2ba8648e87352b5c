"""Prepare the draft of the next periodic round: by the clock ahead of its day, or by hand for an authority's first."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, select

from registry.actions.cleanups._rounds import subject_of
from registry.actions.cleanups.cycle import cycle_working
from registry.domain.cleanups import RoundKind
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.roles import Actor, Permission, require
from registry.domain.rounds import ANSWERS, numbered, suggested_cut_off, suggested_name
from registry.domain.written_days import cn_date
from registry.storage import audit, counters
from registry.storage.authorities import Authority, present_authorities
from registry.storage.cleanups.rounds import next_cleanup_due, owners, unreleased_periodic
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.engine import Store, transaction
from registry.storage.rulebook import Rulebook, load_rulebook


def prepare_due_rounds(store: Store, actor: Actor, now: datetime) -> list[str]:
    """The names of the drafts made: one for each day that is near or past and has none, whatever became of it.

    A draft whose day moved meanwhile takes the new one.
    """
    require(actor, Permission.RUN_CLEANUP)
    with transaction(store) as session:
        counters.hold(session, "rounds")
        book, today = load_rulebook(session), day_of(now)
        present = {authority.id for authority in present_authorities(session)}
        level: list[int | None] = [None]
        made = []
        for owner_id in [*level, *(owner for owner in owners(session) if owner in present)]:
            due_on = next_cleanup_due(session, owner_id)
            if due_on is None:
                continue
            waiting = unreleased_periodic(session, owner_id)
            if waiting is not None:
                _follow(session, book, waiting, due_on, today)
            elif _is_near(book, due_on, today) and _is_first(session, owner_id, due_on):
                made.append(_prepare(session, actor, book, owner_id, due_on, now).name)
        return made


def prepare_own_round(store: Store, actor: Actor, owner_id: int, due_on: date, *, now: datetime) -> int:
    """The id of the draft of an authority's own first round, due on the day that the office sets. Raises Refusal."""
    require(actor, Permission.RUN_CLEANUP)
    if due_on <= day_of(now):
        raise Refusal(
            f"完成清理的日期{cn_date(due_on)}应当晚于今天，请填写该机关第一次定期清理到期的日期。", "due_on"
        )
    with transaction(store) as session:
        counters.hold(session, "rounds")
        if owner_id not in {authority.id for authority in present_authorities(session)}:
            raise Refusal("所选制定机关不存在或者已经撤销，请重选。", "owner_id")
        if waiting := unreleased_periodic(session, owner_id):
            raise Refusal(f"该机关的“{waiting.name}”还没有完成，不需要再准备。", "owner_id")
        if next_on := next_cleanup_due(session, owner_id):
            raise Refusal(
                f"该机关下一次定期清理应于{cn_date(next_on)}前完成，到期前系统自动准备。", "owner_id"
            )
        _is_first(session, owner_id, due_on)
        return _prepare(session, actor, load_rulebook(session), owner_id, due_on, now).id or 0


def _is_near(book: Rulebook, due_on: date, today: date) -> bool:
    reminders = book.profile_for(today).cleanup_reminders
    return due_on - timedelta(max(reminders, default=0)) <= today


def _is_first(session: Session, owner_id: int | None, due_on: date) -> bool:
    """Whether no draft was ever made for this day; one that was discarded is not made again."""
    return counters.take(session, f"cleanup-draft-{owner_id or 0}-{due_on}") == 1


def _follow(session: Session, book: Rulebook, waiting: CleanupRound, due_on: date, today: date) -> None:
    if waiting.is_draft and waiting.due_on != due_on:
        waiting.due_on = due_on
        waiting.due_working = cycle_working(session, book.profile_for(today), waiting.owner_id)
        session.add(waiting)


def _prepare(
    session: Session, actor: Actor, book: Rulebook, owner_id: int | None, due_on: date, now: datetime
) -> CleanupRound:
    today = day_of(now)
    profile = book.profile_for(today)
    owner = session.get_one(Authority, owner_id).name if owner_id is not None else ""
    cleanup = CleanupRound(
        name=_free_name(session, suggested_name(due_on, owner)),
        kind=RoundKind.PERIODIC,
        cut_off_on=suggested_cut_off(today),
        authority_ids=[owner_id] if owner_id is not None else [],
        owner_id=owner_id,
        is_draft=True,
        opened_at=now,
        answers_due_on=ANSWERS.due(today, profile, book.calendar).due_on,
        due_on=due_on,
        due_working=cycle_working(session, profile, owner_id),
    )
    session.add(cleanup)
    session.flush()
    audit.record(
        session,
        now,
        actor.name,
        "prepare_round",
        subject_of(cleanup),
        name=cleanup.name,
        due_on=due_on.isoformat(),
    )
    return cleanup


def _free_name(session: Session, name: str) -> str:
    taken = set(session.exec(select(CleanupRound.name)).all())
    return next(free for n in range(1, len(taken) + 2) if (free := numbered(name, n)) not in taken)
