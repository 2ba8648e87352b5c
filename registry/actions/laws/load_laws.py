"""Load a table of laws: every row is new, changed, the same, or refused with a sentence; the rest is loaded."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from registry.actions.laws._writing import write_locked
from registry.domain.errors import Refusal
from registry.domain.law_tables import JudgedLine, LawLine, LawVerdict, judge_lines
from registry.domain.laws import Origin
from registry.domain.roles import Actor, Permission, require
from registry.exports.tables import render_refused
from registry.readers.ledgers.law_lines import HEADINGS
from registry.storage import audit, changes
from registry.storage.engine import Store, reading, transaction
from registry.storage.laws import present_laws

MOST_LINES = 20_000
_WRITTEN = (LawVerdict.NEW, LawVerdict.CHANGED)
_COUNTED = (*_WRITTEN, LawVerdict.REFUSED)


@dataclass(frozen=True)
class LawLoad:
    """The result of loading a table, or of its trial: every row with its verdict."""

    lines: Sequence[JudgedLine]

    def of(self, verdict: LawVerdict) -> list[JudgedLine]:
        return [line for line in self.lines if line.verdict is verdict]

    @property
    def counts(self) -> dict[LawVerdict, int]:
        counted = Counter(line.verdict for line in self.lines)
        return {verdict: counted[verdict] for verdict in LawVerdict}

    @property
    def refused_workbook(self) -> bytes:
        """The refused rows as an .xlsx with the reasons: corrected, it can be loaded as it is."""
        rows = (
            ([line.line.cells.get(name, "") for name in HEADINGS], "；".join(line.says))
            for line in self.of(LawVerdict.REFUSED)
        )
        return render_refused(list(HEADINGS.values()), rows)


def preview_laws(store: Store, actor: Actor, lines: Sequence[LawLine]) -> LawLoad:
    """The result that `load_laws` would have; nothing is written. Raises Refusal as it does."""
    _check(actor, lines)
    with reading(store) as session:
        return LawLoad(judge_lines(lines, present_laws(session)))


def load_laws(store: Store, actor: Actor, lines: Sequence[LawLine], *, name: str, now: datetime) -> LawLoad:
    """The result; the new and changed laws are written. Raises Refusal when there are too many rows at once."""
    _check(actor, lines)
    with reading(store) as session:
        kept = present_laws(session)
    result = LawLoad(judge_lines(lines, kept))
    pairs = [
        (line.old, replace(line.law, origin=Origin.LOADED))
        for line in result.lines
        if line.law is not None and line.verdict in _WRITTEN
    ]
    if pairs:
        with transaction(store) as session:
            if present_laws(session) != kept:
                raise Refusal("法规表刚刚被别人改过，这次没有写入。请再试读一次，核对后写入。")
            ids = write_locked(session, pairs, now, by=actor.name, loaded_from=name)
            counted = {f"n_{verdict}": result.counts[verdict] for verdict in _COUNTED}
            audit.record(session, now, actor.name, "load_laws", "laws", name=name[:200], **counted)
            changes.touch(session, ids, now)
    return result


def _check(actor: Actor, lines: Sequence[LawLine]) -> None:
    require(actor, Permission.KEEP_LAWS)
    if len(lines) > MOST_LINES:
        raise Refusal(f"共有{len(lines)}行，一次最多{MOST_LINES}行，请拆开后分次导入。", "file")
