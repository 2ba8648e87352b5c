"""Make a paper by hand, or a new one in the place of a wrong one; both are kept."""

from datetime import date, datetime

from sqlmodel import Session

from registry.actions.legality.opinion_file import attach_opinion_paper
from registry.actions.papers.keep_paper import PaperFacts, keep_paper
from registry.actions.papers.sources import SOURCES, facts_again, facts_of, subject_key
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.papers import filer
from registry.domain.papers.kinds import PaperKind, SubjectKind, Urgency
from registry.domain.papers.rules import RULES
from registry.domain.roles import Actor, Permission, require
from registry.domain.written_days import cn_date
from registry.storage import counters
from registry.storage.engine import Store, transaction
from registry.storage.papers import (
    Paper,
    last_paper,
    owners_of,
    papers_of,
    papers_of_moves,
    replacements_of,
)
from registry.storage.review_proposals import lock_proposal

MAX_REASON = 1000


def make_paper(
    store: Store,
    actor: Actor,
    kind: PaperKind,
    subject: int | str,
    *,
    on: date | None = None,
    urgency: Urgency | None = None,
    after: int | None = None,
    now: datetime,
) -> Paper:
    """The paper about a subject, from what the register says now. Raises Refusal, Denied and Hidden.

    `after` is the newest such paper that the person saw, 0 for none: a form sent twice makes no second paper.
    """
    with transaction(store) as session:
        signed_on = on or day_of(now)
        _hold_subject(session, actor, kind, str(subject))
        facts = facts_to_write(session, actor, kind, str(subject), signed_on, now=now)
        if after is not None:
            check_unchanged(session, kind, str(facts.subject), after)
        paper = keep_paper(session, actor.name, kind, facts, signed_on=signed_on, urgency=urgency, now=now)
        _file_copy(store, session, actor, paper, now)
        return paper


def replace_paper(
    store: Store,
    actor: Actor,
    paper_id: int,
    because: str,
    *,
    urgency: Urgency | None = None,
    now: datetime,
) -> Paper:
    """A new paper of the same kind that names the wrong one and says why. Raises Refusal, Denied and Hidden."""
    because = because.strip()
    if not because:
        raise Refusal("请写明原来的文书哪里有误，新的文书据此出具。", "because")
    if len(because) > MAX_REASON:
        raise Refusal(f"理由最多{MAX_REASON}字，请精简。", "because")
    with transaction(store) as session:
        wrong = session.get(Paper, paper_id)
        if wrong is None:
            raise Refusal("没有这份文书。")
        _hold_subject(session, actor, wrong.kind, wrong.subject)
        facts = facts_to_write(
            session, actor, wrong.kind, wrong.subject, day_of(now), replaces=wrong, now=now
        )
        if newer := replacements_of(session, [wrong]).get(paper_id):
            raise Refusal(f"这份文书已由{newer.number or newer.title}替代，请在新的文书上更正。")
        paper = keep_paper(
            session,
            actor.name,
            wrong.kind,
            facts,
            signed_on=day_of(now),
            urgency=urgency,
            replaces=wrong,
            because=because,
            now=now,
        )
        _file_copy(store, session, actor, paper, now)
        return paper


def _file_copy(store: Store, session: Session, actor: Actor, paper: Paper, now: datetime) -> None:
    """Keeps the bytes where a filing asks for them: those of an opinion on a draft, as when it is given."""
    if paper.kind is PaperKind.LEGALITY_OPINION:
        attach_opinion_paper(store, session, actor, paper, paper.number, now)


def facts_to_write(
    session: Session,
    actor: Actor,
    kind: PaperKind,
    subject: str,
    on: date,
    *,
    replaces: Paper | None = None,
    now: datetime,
) -> PaperFacts:
    """What a paper made by hand on a day would say, or the one that replaces another. Raises Refusal, Denied, Hidden.

    A step has one paper, and so has a day for a kind that is made daily. The filer's papers are made by
    `hand_in_paper`, together with the material that they become.
    """
    _check_may_make(session, actor, kind, subject)
    if on > day_of(now):
        raise Refusal(f"成文日期{cn_date(on)}晚于今天（{cn_date(day_of(now))}），请核对。", "on")
    facts = facts_again(session, replaces, on) if replaces else facts_of(session, kind, subject, on)
    if facts.since is not None and on < facts.since:
        raise Refusal(
            f"成文日期{cn_date(on)}早于{cn_date(facts.since)}，{kind.word}写明的事项那时还没有办理，请核对。",
            "on",
        )
    if replaces is None:
        _check_is_first(session, kind, facts)
    if replaces is None and RULES[kind].is_daily:
        _check_is_only(session, kind, subject, on)
    return facts


def _hold_subject(session: Session, actor: Actor, kind: PaperKind, subject: str) -> None:
    """Whoever makes such a paper now ends first, and so does who erases the person of a proposal."""
    _check_may_make(session, actor, kind, subject)
    key = subject_key(kind, subject)
    if RULES[kind].subject is SubjectKind.PROPOSAL:
        lock_proposal(session, int(key))
    else:
        counters.hold(session, f"make-{kind.value}-{key}")


def _check_may_make(session: Session, actor: Actor, kind: PaperKind, subject: str) -> None:
    if kind not in SOURCES:
        raise Refusal(f"{kind.word}随办理步骤出具，不能单独出具。")
    permission = RULES[kind].permission
    require(actor, permission)
    if not actor.may(Permission.READ_ALL):
        require(actor, permission, owners_of(session, RULES[kind].subject, subject))
    if kind in filer.RULES:
        raise Refusal(f"{kind.word}是备案材料，请打开这件备案的“备案材料”页制作，有误的也在那里重新制作。")


def _check_is_first(session: Session, kind: PaperKind, facts: PaperFacts) -> None:
    """Raises Refusal where the step has its paper."""
    paper = None
    if facts.move_id:
        paper = papers_of_moves(session, [facts.move_id]).get(facts.move_id)
    elif facts.recorded_at:
        newest = last_paper(session, kind, facts.subject)
        paper = newest if newest and newest.made_at >= facts.recorded_at else None
    if paper:
        raise Refusal(
            f"这一步的文书已经出具：{paper.number or paper.title}，没有再出具一份。"
            "内容有误的，请打开那一份，出具新的替代它；原来的照旧保存。"
        )


def _check_is_only(session: Session, kind: PaperKind, subject: str, on: date) -> None:
    """Raises Refusal where such a paper of the day was made."""
    papers = papers_of(session, RULES[kind].subject, subject)
    of_day = [paper for paper in papers if paper.kind is kind and paper.signed_on == on]
    if of_day:
        raise Refusal(
            f"{cn_date(on)}已经出具{kind.word}{of_day[-1].number}，一天只出一份。内容有误的，请打开那一份，出具新的替代它。"
        )


def check_unchanged(session: Session, kind: PaperKind, subject: str, after: int) -> None:
    """Raises Refusal when such a paper was made since the newest one that the person saw."""
    newest = last_paper(session, kind, subject)
    if newest is not None and newest.id != after:
        raise Refusal(
            f"您打开本页以后，已经出具了{newest.number or newest.title}，没有再出具一份。请先查看它。"
        )
