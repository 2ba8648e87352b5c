"""Who may read which papers: the office all, an authority those that went to it."""

from registry.domain.papers.kinds import PaperKind, SubjectKind
from registry.domain.papers.rules import RULES
from registry.domain.roles import Actor, Permission


def kinds_read_by(actor: Actor) -> frozenset[PaperKind]:
    """The kinds of which an actor may read papers; of papers about proposals none without that work."""
    return frozenset(kind for kind in RULES if _may_read(actor, kind))


def may_read_paper(actor: Actor, kind: PaperKind, authority_id: int | None) -> bool:
    """Whether an actor may read a paper of a kind that concerns an authority, None for no single authority."""
    return _may_read(actor, kind) and actor.may_see([authority_id] if authority_id else [])


def _may_read(actor: Actor, kind: PaperKind) -> bool:
    rule = RULES[kind]
    if rule.subject is SubjectKind.PROPOSAL:
        return actor.may(Permission.HANDLE_PROPOSAL)
    return actor.may(Permission.READ_ALL) or (actor.may(Permission.READ_OWN) and rule.is_sent)
