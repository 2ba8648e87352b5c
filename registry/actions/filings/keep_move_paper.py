"""Within a transaction: the paper of a move of a filing, kept with it."""

from datetime import datetime

from sqlmodel import Session

from registry.actions.filings.moved import Moved
from registry.actions.filings.paper_facts import move_facts
from registry.actions.papers.keep_paper import keep_paper
from registry.domain.filings import Direction
from registry.domain.papers.filing import PAPER_OF
from registry.domain.roles import Actor
from registry.storage.papers import Paper


def keep_move_paper(session: Session, actor: Actor, moved: Moved, now: datetime) -> Paper | None:
    """The paper of the move, dated with its true day; None for a move without one, or when it was issued elsewhere."""
    line = moved.line
    kind = PAPER_OF.get(line.move)
    if kind is None or moved.filing.direction is Direction.OUTGOING or line.paper_elsewhere:
        return None
    session.flush()  # the paper keeps the id of its move
    return keep_paper(session, actor.name, kind, move_facts(session, moved), signed_on=line.on, now=now)
