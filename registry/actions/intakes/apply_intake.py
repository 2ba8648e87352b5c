"""Apply a staged intake: write it into the register, everything in one transaction or nothing."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from registry.actions.documents.other_ends import link_relations, write_read_relations
from registry.actions.intakes._documents import IntakeDocument, number_key
from registry.actions.intakes._judging import Judged, judge
from registry.actions.intakes._matching import Register, load_register
from registry.actions.intakes._record import (
    changed_verdicts,
    entries_of,
    find_intake,
    lock_intake,
    update_rows,
)
from registry.actions.intakes._writing import Writing
from registry.actions.intakes.preview_intake import count_verdicts
from registry.domain.citations import NameKeys, keys_of_words
from registry.domain.documents import RelationKind
from registry.domain.instants import day_of
from registry.domain.intakes import Choice, IntakeOptions, IntakeState, Verdict
from registry.domain.roles import Actor, Permission, require
from registry.readers.documents.facts import RelationFound
from registry.storage import audit, changes
from registry.storage.citations import targets_of
from registry.storage.documents.locks import hold_identities
from registry.storage.engine import Store, reading, transaction
from registry.storage.intakes import Intake, rows_of
from registry.storage.rulebook import load_rulebook

_REPLACED = re.compile("[替取代]代|替换")
_STATES = (IntakeState.STAGED, IntakeState.TO_APPLY)
_IRRELEVANT_ACTS = {"sign_in", "change_password"}
"""The audited acts that no verdict depends on."""
_AUDITED = (Verdict.ADDED, Verdict.UPDATED, Verdict.REFUSED)
"""The verdicts whose numbers stand in the audit line."""


@dataclass(frozen=True)
class _Plan:
    """An intake as it was judged, and the state that it was judged in: its `options`, and the last act by then."""

    last_act: int
    options: IntakeOptions
    register: Register
    judged: list[Judged]
    changed: list[dict[str, Any]]

    def added(self, intake_id: int) -> list[dict[str, Any]]:
        """The keys of the rows whose documents are new, with the ids that the documents have got."""
        return [
            {"intake_id": intake_id, "position": position, "document_id": judged.document.id}
            for position, judged in enumerate(self.judged, 1)
            if judged.document and judged.document.added_by
        ]

    def n_kept(self) -> int:
        """The number of values that a person chose to keep."""
        return sum(
            choice is Choice.KEEP for judged in self.judged for choice in judged.entry.choices.values()
        )


def apply_intake(store: Store, actor: Actor, intake_id: int, now: datetime) -> dict[str, int]:
    """The counts of the verdicts. The entries are judged again, since the register may have changed after staging.

    They are judged before anything is locked, because nobody else can write to SQLite during the transaction; inside
    it they are judged once more only if something was done meanwhile. Raises Refusal when the intake is not staged.
    """
    require(actor, Permission.IMPORT_LEDGER)
    with reading(store) as session:
        plan = _plan(session, find_intake(session, intake_id, *_STATES), now)
    with transaction(store) as session:
        intake = lock_intake(session, intake_id, *_STATES)
        hold_identities(session)
        if intake.options != plan.options or audit.acts_after(session, plan.last_act) - _IRRELEVANT_ACTS:
            plan = _plan(session, intake, now)
        writing = Writing(session, plan.register, load_rulebook(session), actor, now)
        written = _written(plan.judged)
        ids = writing.write(
            document for judged, changed in written for document in (changed, *judged.disowned)
        )
        linked = _relate(session, written)
        update_rows(session, plan.changed)
        update_rows(session, plan.added(intake_id))
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
            n_kept=plan.n_kept(),
            **{f"n_{verdict}": counts[f"n_{verdict}"] for verdict in _AUDITED},
        )
        changes.touch(session, {*ids, *linked}, now)
    return counts


def _plan(session: Session, intake: Intake, now: datetime) -> _Plan:
    last_act = audit.last(session)
    rows = rows_of(session, intake.id or 0)
    entries = entries_of(rows)
    register = load_register(session, entries)
    judged = list(judge(entries, register, intake.options, day_of(now)))
    return _Plan(last_act, intake.options, register, judged, changed_verdicts(rows, judged))


def _written(entries: list[Judged]) -> list[tuple[Judged, IntakeDocument]]:
    """The entries that add or update a document, with the document."""
    return [
        (judged, judged.document)
        for judged in entries
        if judged.document and judged.verdict in (Verdict.ADDED, Verdict.UPDATED)
    ]


def _relate(session: Session, written: list[tuple[Judged, IntakeDocument]]) -> list[int]:
    """The ids of the documents whose relations were linked to documents that are registered now.

    The relations that the texts name are written first.
    """
    relations = {
        document.id or 0: judged.entry.relations for judged, document in written if judged.entry.relations
    }
    write_read_relations(session, relations)
    write_read_relations(session, _ending_acts(session, written))
    names = (
        NameKeys(document.title_key, number_key(document.values.get("doc_no", "")))
        for judged, document in written
        if judged.verdict is Verdict.ADDED or "doc_no" in judged.changes
    )
    return link_relations(session, names)


def _ending_acts(
    session: Session, written: list[tuple[Judged, IntakeDocument]]
) -> dict[int, list[RelationFound]]:
    """The registered acts that ledgers name as having ended documents (被…废止), with these relations."""
    ended = {
        ((document.id or 0), keys_of_words(act)): (document, quote)
        for judged, document in written
        for act, quote in [judged.entry.quotes.get("ended_by", ["", ""])]
        if act
    }
    relations: dict[int, list[RelationFound]] = defaultdict(list)
    for named, act_id in targets_of(session, list(ended)).items():
        document, quote = ended[named]
        kind = RelationKind.REPLACES if _REPLACED.search(quote) else RelationKind.REPEALS
        number = document.values.get("doc_no", "")
        relations[act_id].append(RelationFound(kind, document.title, number, quote))
    return relations


def _close(intake: Intake, entries: list[Judged], now: datetime) -> dict[str, int]:
    """The counts of the verdicts, which are set on the intake with its new state."""
    counts = count_verdicts(judged.verdict for judged in entries)
    for name, n in counts.items():
        setattr(intake, name, n)
    intake.state, intake.applied_at = IntakeState.APPLIED, now
    return counts
