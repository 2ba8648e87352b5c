"""Declare that a basis has changed: opens an immediate round over exactly the documents that rest on it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from registry.actions.cleanups._opening import open_now
from registry.actions.cleanups._rounds import take_name
from registry.domain.cleanups import BasisChange, RoundKind, basis_words
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.roles import Actor, Permission, require
from registry.storage.bases import BasisKey, names_of_bases, resting_ids
from registry.storage.cleanups.scope import documents_in_scope
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.engine import Store, transaction

SOURCE_LENGTH = 200


@dataclass(frozen=True)
class Declaration:
    """How a basis changed, on which day, by which paper."""

    change: BasisChange
    on: date
    source: str


def open_basis_round(
    store: Store,
    actor: Actor,
    basis: BasisKey,
    declaration: Declaration,
    *,
    name: str,
    answers_due_on: date | None = None,
    now: datetime,
) -> tuple[int, int]:
    """The new round's id and how many documents it covers: those in force today, and no others later.

    Raises Refusal, also when nothing in force rests on the basis.
    """
    require(actor, Permission.RUN_CLEANUP)
    source = declaration.source.strip()
    if not source or len(source) > SOURCE_LENGTH:
        raise Refusal(f"请写明依据变化的出处（名称和文号），不超过{SOURCE_LENGTH}字。", "source")
    cut_off_on = day_of(now)
    with transaction(store) as session:
        name = take_name(session, name)
        basis_name = names_of_bases(session, [basis]).get(basis)
        ids = documents_in_scope(session, cut_off_on, [], resting_ids(basis)) if basis_name else []
        if basis_name is None or not ids:
            raise Refusal("没有现行文件以它为依据，不需要清理。")
        words = basis_words(basis_name, declaration.change, declaration.on, source)
        _check_not_open(session, words)
        cleanup = CleanupRound(
            name=name,
            kind=RoundKind.IMMEDIATE,
            cut_off_on=cut_off_on,
            basis=words,
            opened_at=now,
            answers_due_on=answers_due_on,
        )
        among = resting_ids(basis)
        return open_now(session, actor, cleanup, None, "open_basis_round", now, among, basis=cleanup.basis)


def _check_not_open(session: Session, words: str) -> None:
    """Raises Refusal while a round over the same change, under any name, is not released."""
    same = select(CleanupRound.name).where(CleanupRound.basis == words)
    if name := session.exec(same.where(col(CleanupRound.released_at).is_(None)).limit(1)).first():
        raise Refusal(f"这一变化已经在清理：“{name}”还没有发布，请到那里办理。")
