"""A row of a workbook of a round that comes back: written, the same as what stands, or a clash with it.

A row never replaces in silence what somebody else wrote, or what changed since the workbook was made.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from registry.domain.cleanups import ANSWER_FIELDS, NO_ANSWER, Answer
from registry.domain.findings import Finding, FindingRow
from registry.domain.normal import tidy
from registry.domain.worded import Worded

MARK_HEADING = "系统标记"
_MARK = re.compile(r"QL-(\d{1,9})-(\d{1,9})-(\d{1,9})", re.ASCII)


class Side(Worded):
    """Whose words a workbook carries."""

    ANSWERS = "answers", "制定机关的自查意见"
    DECISIONS = "decisions", "法制机构确定的清理意见"


class Verdict(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    CLASH = "clash"


class Kept(StrEnum):
    """What somebody chose of a clash."""

    ROW = "row"
    STOOD = "stood"


@dataclass(frozen=True)
class Mark:
    """What the system writes beside a row to know it again: the round, the item, and its version at that hour."""

    round_id: int
    item_id: int
    version: int

    def __str__(self) -> str:
        return f"QL-{self.round_id}-{self.item_id}-{self.version}"

    @classmethod
    def read(cls, written: str) -> Self | None:
        """The mark in a cell; None for anything else."""
        match = _MARK.fullmatch(written.strip())
        return cls(*map(int, match.groups())) if match else None


@dataclass(frozen=True)
class Standing:
    """What stands of an item when a row comes back."""

    proposal: Answer
    decision: Answer
    version: int = 1
    proposed_by: str = ""
    decided_by: str = ""
    is_sent_back: bool = False

    @property
    def answer(self) -> Answer:
        """What a row is held against: the decision, and before there is one the proposal."""
        return self.decision if self.decision.outcome else self.proposal


def judge(said: Answer, side: Side, by: str, seen: int | None, stands: Standing) -> Verdict:
    """What becomes of a row that says this. `seen` is the version in its mark, None for a row without one."""
    said = as_in_a_cell(said)
    is_stale = seen is not None and seen != stands.version
    if side is Side.ANSWERS:
        return _of_answer(said, by, stands, is_stale=is_stale and not stands.is_sent_back)
    return _of_decision(said, by, stands, is_stale=is_stale)


def as_in_a_cell(answer: Answer) -> Answer:
    """The answer as a workbook gives it back: each text on one line."""
    bare = answer.bare()
    return replace(
        bare,
        reason=tidy(bare.reason),
        responsible=tidy(bare.responsible),
        clause=tidy(bare.clause),
        successor=tidy(bare.successor),
        extension_act=tidy(bare.extension_act),
    )


def _of_answer(said: Answer, by: str, stands: Standing, *, is_stale: bool) -> Verdict:
    if said in (as_in_a_cell(stands.proposal), as_in_a_cell(stands.answer)):
        return Verdict.SAME
    if stands.decision.outcome:
        return Verdict.CLASH
    if as_in_a_cell(stands.proposal) == NO_ANSWER:
        return Verdict.CLASH if is_stale else Verdict.CHANGED
    return Verdict.CHANGED if stands.proposed_by == by and not is_stale else Verdict.CLASH


def _of_decision(said: Answer, by: str, stands: Standing, *, is_stale: bool) -> Verdict:
    if stands.decision.outcome:
        if said == as_in_a_cell(stands.decision):
            return Verdict.SAME
        return Verdict.CHANGED if stands.decided_by == by and not is_stale else Verdict.CLASH
    proposal = as_in_a_cell(stands.proposal)
    was_moved = stands.is_sent_back or (is_stale and said != proposal)
    return Verdict.CLASH if was_moved or _says_otherwise(said, proposal) else Verdict.CHANGED


def _says_otherwise(said: Answer, proposal: Answer) -> bool:
    """Whether a row and the proposal both state a value and not the same one."""
    pairs = [(getattr(said, name), getattr(proposal, name)) for name in ANSWER_FIELDS]
    return any(value and stood and value != stood for value, stood in pairs)


def clash_findings(rows: Sequence[FindingRow]) -> list[Finding]:
    """The finding of the release gate about clashes that nobody settled; it cannot be accepted."""
    sentence = f"交回的表格有{len(rows)}行与现有意见不同，还没有选定采用哪一种。"
    return [Finding("clashes", True, sentence, tuple(rows))] if rows else []
