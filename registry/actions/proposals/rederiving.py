"""The days by which to reply, computed anew after a decree; and what is wrong with the kept proposals."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from registry.actions.proposals._recording import counter_name, set_due
from registry.domain.review_proposals import OPEN
from registry.domain.roles import Actor
from registry.storage import audit, counters
from registry.storage.engine import Store
from registry.storage.files import path_of
from registry.storage.review_proposals import ReviewProposal, hashes_of_files
from registry.storage.rulebook import load_rulebook, rulebook_of

_DUE = ("raw_due_on", "due_on", "working")


def recompute_replies(session: Session, year: int, actor: Actor, reason: str, now: datetime) -> int:
    """How many open proposals have another day to reply by, computed with the decreed days of a year.

    The rules stay those that a proposal was computed with; the decree of a year may name days of the December before.
    """
    book = load_rulebook(session)
    query = select(ReviewProposal).where(
        col(ReviewProposal.state).in_(sorted(OPEN)),
        col(ReviewProposal.received_on) <= date(year, 12, 31),
        col(ReviewProposal.due_on) >= date(year - 1, 12, 1),
    )
    n_moved = 0
    for proposal in session.exec(
        query.order_by(col(ReviewProposal.id)).with_for_update(key_share=True)
    ).all():
        before, own = proposal.due_on, rulebook_of(session, proposal.profile_id, {})
        set_due(proposal, replace(book, profiles=own.profiles), own.profiles[0][1])
        session.add(proposal)
        if proposal.due_on == before:
            continue
        n_moved += 1
        proposal.version += 1
        audit.record(
            session,
            now,
            actor.name,
            "recompute_proposal",
            f"proposal:{proposal.id}",
            number=proposal.number,
            before=before.isoformat(),
            after=proposal.due_on.isoformat(),
            reason=reason,
        )
    return n_moved


def wrong_proposals(store: Store, session: Session) -> Iterator[tuple[str, str, str]]:
    """(kind, subject, sentence) for what is not as it should be: days, numbers, attachments."""
    serials: dict[int, list[int]] = {}
    for proposal in session.exec(select(ReviewProposal).order_by(col(ReviewProposal.id))):
        serials.setdefault(proposal.year, []).append(proposal.serial)
        own = rulebook_of(session, proposal.profile_id, proposal.calendar_versions)
        recomputed = ReviewProposal.model_validate(proposal.model_dump())
        set_due(recomputed, own, own.profiles[0][1])
        if any(getattr(recomputed, name) != getattr(proposal, name) for name in _DUE):
            sentence = f"审查建议{proposal.number}的答复期限与按当时规则重新计算的结果不一致。"
            yield "due", f"proposal:{proposal.id}", sentence
    for year, given in sorted(serials.items()):
        last = counters.read(session, counter_name(year))
        missing = sorted(set(range(min(given), last + 1)) - set(given))
        if missing:
            yield "proposal_no", str(year), f"{year}年审查建议登记号缺号：{'、'.join(map(str, missing))}。"
    for sha256 in hashes_of_files(session):
        path = path_of(store, sha256)
        if not path.exists():
            yield "file", sha256, f"审查建议的附件缺失：{sha256}。请从备份恢复。"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            yield "file", sha256, f"审查建议的附件内容与校验值不符：{sha256}。请从备份恢复。"
