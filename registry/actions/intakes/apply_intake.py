"""Write a staged intake into the register: everything in one transaction, or nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from registry.actions.documents.other_ends import link_relations, write_found
from registry.actions.intakes._candidates import number_key
from registry.actions.intakes._judging import Judged, judge
from registry.actions.intakes._matching import Register, load_register
from registry.actions.intakes._record import (
    changed_verdicts,
    entries_of,
    find_intake,
    keep_verdicts,
    lock_intake,
    options_of,
)
from registry.actions.intakes._writing import Writing
from registry.actions.intakes.entries import Entry
from registry.actions.intakes.preview_intake import count
from registry.domain.citations import NameKeys
from registry.domain.instants import day_of
from registry.domain.intakes import ADDED, KEEP, REFUSED, UPDATED
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit, changes
from registry.storage.documents.locks import hold_identities
from registry.storage.engine import Store, reading, transaction
from registry.storage.intakes import Intake, rows_of
from registry.storage.rulebook import load_rulebook

_STATES = ("staged", "to_apply")
_APART = {"sign_in", "change_password"}
"""Acts that no verdict rests on."""


@dataclass(frozen=True)
class _Plan:
    """An intake as it was judged, and what that rested on: its own `options`, and the register up to an act."""

    seen: int
    options: dict[str, Any]
    entries: list[Entry]
    register: Register
    judged: list[Judged]
    changed: list[dict[str, Any]]

    def added(self, intake_id: int) -> list[dict[str, Any]]:
        """The rows of the documents that have their ids by now."""
        return [
            {"intake_id": intake_id, "position": position, "document_id": each.known.id}
            for position, each in enumerate(self.judged, 1)
            if each.known and each.known.entry
        ]


def apply_intake(store: Store, actor: Actor, intake_id: int, now: datetime) -> dict[str, int]:
    """The counts of what was written. The verdicts are judged anew: the register may have moved since staging.

    They are judged before anything is locked, and once more where something was done meanwhile: nobody else can
    write to SQLite while this does. Raises Refusal when the intake is not staged, or was applied before.
    """
    require(actor, Permission.IMPORT_LEDGER)
    with reading(store) as session:
        plan = _plan(session, find_intake(session, intake_id, *_STATES), now)
    with transaction(store) as session:
        intake = lock_intake(session, intake_id, *_STATES)
        hold_identities(session)
        if intake.options != plan.options or audit.acts_after(session, plan.seen) - _APART:
            plan = _plan(session, intake, now)
        writing = Writing(session, plan.register, load_rulebook(session), actor, now)
        ids = writing.write(
            each.known for each in plan.judged if each.known and each.verdict in (ADDED, UPDATED)
        )
        linked = _relate(session, plan.judged)
        keep_verdicts(session, plan.changed)
        keep_verdicts(session, plan.added(intake_id))
        counts = _close(intake, plan.judged, now)
        session.add(intake)
        audit.record(
            session,
            now,
            actor.name,
            "apply_intake",
            f"intake:{intake_id}",
            name=intake.name,
            sha256=intake.sha256,
            n_kept=sum(choice == KEEP for entry in plan.entries for choice in entry.choices.values()),
            **{name: counts[name] for name in (f"n_{ADDED}", f"n_{UPDATED}", f"n_{REFUSED}")},
        )
        changes.touch(session, {*ids, *linked}, now)
    return counts


def _plan(session: Session, intake: Intake, now: datetime) -> _Plan:
    seen = audit.last(session)
    rows = rows_of(session, intake.id or 0)
    entries = entries_of(rows)
    register = load_register(session, entries)
    judged = list(judge(entries, register, options_of(intake), day_of(now)))
    return _Plan(seen, intake.options, entries, register, judged, changed_verdicts(rows, judged))


def _relate(session: Session, judged: list[Judged]) -> list[int]:
    """Writes the relations that the texts name, and ties earlier ones to the documents that are now registered.

    Returns the ids of the documents whose relations were tied.
    """
    written = [(each, each.known) for each in judged if each.known and each.verdict in (ADDED, UPDATED)]
    write_found(
        session, {known.id or 0: each.entry.relations for each, known in written if each.entry.relations}
    )
    names = (
        NameKeys(known.key, number_key(known.values.get("doc_no", "")))
        for each, known in written
        if each.verdict == ADDED or "doc_no" in each.changes
    )
    return link_relations(session, names)


def _close(intake: Intake, judged: list[Judged], now: datetime) -> dict[str, int]:
    counts = count(each.verdict for each in judged)
    for name, n in counts.items():
        setattr(intake, name, n)
    intake.state, intake.applied_at = "applied", now
    return counts
