"""Import what a meeting decided from a table: every row is decided, or refused with a sentence that names it.

The meeting overrules what stands, as it does on the page; what the office alone decides comes with `return_workbook`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from registry.actions.cleanups._meetings import keep_meeting
from registry.actions.cleanups._named_rows import Candidate, Named, candidates_of
from registry.actions.cleanups._rounds import Decision, lock_round, worded_otherwise, write_outcomes
from registry.domain.cleanups import ANSWER_FIELDS, Stage
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.readers.ledgers.outcomes import OutcomeLine, read_answer
from registry.readers.sandbox import read_outcomes
from registry.storage.cleanups.tables import CleanupItem
from registry.storage.engine import Store, transaction


@dataclass
class ImportedOutcomes:
    """The result of a file: n_read = n_decided + n_refused, with a sentence for each refused row.

    `n_unchanged` of the decided ones stood so already.
    """

    n_read: int
    n_decided: int = 0
    n_unchanged: int = 0
    refused: list[str] = field(default_factory=list)

    @property
    def n_refused(self) -> int:
        return len(self.refused)


class Meeting(NamedTuple):
    """The meeting whose decisions a file holds."""

    name: str
    on: date


def import_outcomes(
    store: Store, actor: Actor, round_id: int, path: Path, name: str, *, meeting: Meeting, now: datetime
) -> ImportedOutcomes:
    """How many rows were read and decided, and the refused ones. Raises Refusal for a file that is no such table.

    What stands is kept where a row says nothing else.
    """
    require(actor, Permission.RUN_CLEANUP)
    lines = read_outcomes(path, name)
    result = ImportedOutcomes(len(lines))
    with transaction(store) as session:
        cleanup = lock_round(session, round_id)
        named = Named(candidates_of(session, round_id, None), lines)
        via = keep_meeting(session, actor, cleanup, meeting.name, meeting.on, now)
        decisions = _decisions(named, lines, result)
        decided = write_outcomes(session, actor, cleanup, decisions, now, stage=Stage.MET, via=via)
        result.refused += [
            f"{named.taken[item].place}：{problem}" for item, problem in decided.refused.items()
        ]
        result.n_decided = decided.n_decided + decided.n_unchanged
        result.n_unchanged = decided.n_unchanged
    return result


def _decisions(named: Named, lines: Sequence[OutcomeLine], result: ImportedOutcomes) -> list[Decision]:
    """A decision for each row that names an item and an outcome; the others are added to the result's refused rows."""
    decisions = []
    for line in lines:
        try:
            answer = read_answer(line)
            candidate: Candidate = named.take(line)
            worded = worded_otherwise(line.words, answer)
            decision = Decision(candidate.item.id or 0, answer, worded=worded)
            decisions.append(_filled(decision, candidate.item))
        except Refusal as refusal:
            result.refused.append(f"{line.place}：{refusal.sentence}")
    return decisions


def _filled(decision: Decision, item: CleanupItem) -> Decision:
    """The decision with what stands wherever the row says nothing and keeps the outcome."""
    if decision.answer.outcome is not item.outcome:
        return replace(decision, because=decision.answer.reason)
    stands = {
        name: getattr(item.decision, name) for name in ANSWER_FIELDS if not getattr(decision.answer, name)
    }
    return replace(decision, answer=replace(decision.answer, **stands), worded="")
