"""Write a staged intake into the register: everything in one transaction, or nothing."""

from datetime import datetime

from sqlmodel import Session

from registry.actions._documents import hold_identities
from registry.actions._intakes import entries_of, keep_verdicts, lock_intake, options_of
from registry.actions._judging import Judged, judge
from registry.actions._matching import load_register, number_key
from registry.actions._relations import link_relations, write_found
from registry.actions._rules import load_rulebook
from registry.actions._writing import Writing
from registry.actions.preview_intake import count
from registry.domain.citations import NameKeys
from registry.domain.instants import day_of
from registry.domain.intakes import ADDED, KEEP, REFUSED, UPDATED
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit, changes
from registry.storage.engine import Store, transaction
from registry.storage.intakes import Intake, rows_of


def apply_intake(store: Store, actor: Actor, intake_id: int, now: datetime) -> dict[str, int]:
    """The counts of what was written. The verdicts are judged anew: the register may have moved since staging.

    Raises Refusal when the intake is not staged, or was applied before.
    """
    require(actor, Permission.IMPORT_LEDGER)
    with transaction(store) as session:
        intake = lock_intake(session, intake_id, "staged", "to_apply")
        hold_identities(session)
        rows = rows_of(session, intake_id)
        entries = entries_of(rows)
        register = load_register(session, entries)
        judged = list(judge(entries, register, options_of(intake), day_of(now)))
        writing = Writing(session, register, load_rulebook(session), actor, now)
        ids = writing.write(each.known for each in judged if each.known and each.verdict in (ADDED, UPDATED))
        linked = _relate(session, judged)
        keep_verdicts(session, rows, judged)
        counts = _close(intake, judged, now)
        session.add(intake)
        audit.record(
            session,
            now,
            actor.name,
            "apply_intake",
            f"intake:{intake_id}",
            name=intake.name,
            sha256=intake.sha256,
            n_kept=sum(choice == KEEP for entry in entries for choice in entry.choices.values()),
            **{name: counts[name] for name in (f"n_{ADDED}", f"n_{UPDATED}", f"n_{REFUSED}")},
        )
        changes.touch(session, {*ids, *linked}, now)
    return counts


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
