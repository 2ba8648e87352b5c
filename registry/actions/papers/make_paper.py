"""Make a paper by hand, or a new one in the place of a wrong one; both are kept."""

from datetime import date, datetime

from sqlmodel import Session

from registry.actions.papers.keep_paper import keep_paper
from registry.actions.papers.sources import SOURCES
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.papers.kinds import PaperKind
from registry.domain.papers.rules import RULES
from registry.domain.roles import Actor, require
from registry.storage.engine import Store, transaction
from registry.storage.papers import Paper, replacements_of


def make_paper(
    store: Store, actor: Actor, kind: PaperKind, subject: int | str, *, on: date | None = None, now: datetime
) -> Paper:
    """The paper about a subject, from what the register says now. Raises Refusal, Denied and Hidden."""
    with transaction(store) as session:
        return _make(session, actor, kind, str(subject), on or day_of(now), now=now)


def replace_paper(store: Store, actor: Actor, paper_id: int, because: str, *, now: datetime) -> Paper:
    """A new paper of the same kind that names the wrong one and says why. Raises Refusal, Denied and Hidden."""
    if not because.strip():
        raise Refusal("请写明原来的文书哪里有误，新的文书据此出具。", "because")
    with transaction(store) as session:
        wrong = session.get(Paper, paper_id)
        if wrong is None:
            raise Refusal("没有这份文书。")
        if newer := replacements_of(session, [wrong]).get(paper_id):
            raise Refusal(f"这份文书已由{newer.number or newer.title}替代，请在新的文书上更正。")
        return _make(session, actor, wrong.kind, wrong.subject, day_of(now), wrong, because.strip(), now=now)


def _make(
    session: Session,
    actor: Actor,
    kind: PaperKind,
    subject: str,
    on: date,
    replaces: Paper | None = None,
    because: str = "",
    *,
    now: datetime,
) -> Paper:
    permission = RULES[kind].permission
    if permission is None:
        raise Refusal(f"{kind.word}随办理步骤出具，不能单独出具。")
    require(actor, permission)
    if on > day_of(now):
        raise Refusal(f"成文日期{on}晚于今天（{day_of(now)}），请核对。", "on")
    facts = SOURCES[kind](session, subject, on)
    if facts.authority_id is not None:
        require(actor, permission, [facts.authority_id])
    return keep_paper(
        session, actor.name, kind, facts, signed_on=on, replaces=replaces, because=because, now=now
    )
