"""The correction of a released list (勘误): what becomes of a row, and what the two lists say of it before and after.

A correction is a release of its own that names the one it corrects; neither is edited. See docs/decisions/023.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from registry.domain.cleanups import OUTCOME_WORDS, Outcome, outcome_from
from registry.domain.listed import GROUP_WORDS, Column, ReleaseRow, columns_of
from registry.domain.written_days import cn_date

REMOVE, REPRINT = "remove", "reprint"
REMEDY_WORDS: Mapping[str, str] = {
    **{outcome.value: f"改为{word}" for outcome, word in OUTCOME_WORDS.items()},
    REPRINT: "按登记更正文字",
    REMOVE: "移出目录",
}
"""What can be done to a document of a list, by its word in forms and on the command line."""
_SPELLINGS = {"移出": REMOVE, "移出目录": REMOVE, "更正文字": REPRINT, "按登记更正文字": REPRINT}
_GROUP_ORDER = list(GROUP_WORDS)


@dataclass(frozen=True)
class RowCorrection:
    """What a person wants of a document: an outcome (which also adds it), REMOVE, or REPRINT from the register."""

    document_id: int
    remedy: str
    reason: str = ""
    responsible: str = ""
    deadline_on: date | None = None


@dataclass(frozen=True)
class RowChange:
    """A document before and after a correction; None where a list does not have it."""

    before: ReleaseRow | None
    after: ReleaseRow | None
    columns: tuple[Column, ...]

    @property
    def row(self) -> ReleaseRow:
        """The row by which the document is named: the corrected one where there is one."""
        row = self.after or self.before
        assert row is not None
        return row

    @property
    def what(self) -> str:
        """What was wrong: 补入, 移出, 结果 or 文字."""
        if self.before is None:
            return "补入"
        if self.after is None:
            return "移出"
        return "文字" if self.before.outcome is self.after.outcome else "结果"

    @property
    def told_before(self) -> str:
        return self._told(self.before, self.after)

    @property
    def told_after(self) -> str:
        return self._told(self.after, self.before)

    def _told(self, row: ReleaseRow | None, other: ReleaseRow | None) -> str:
        """What a list says of it: its outcome, and each column in which the other list differs."""
        if row is None:
            return "未列入"
        is_moved = other is None or row.outcome is not other.outcome
        said = [f"列为“{OUTCOME_WORDS[row.outcome]}”"] if is_moved else []
        for column in self.columns if other else ():
            kept = column.kept(row)
            if other is not None and kept != column.kept(other) and (kept or not is_moved):
                label = column.words_in(row.outcome) if row.outcome in column.annexes else column.label
                words = cn_date(kept) if isinstance(kept, date) else kept
                said.append(f"{label}：{words or '（空）'}")
        return "；".join(said)


def remedy_from(words: str) -> str | None:
    """The remedy that a word or its English code names; None for an unknown one."""
    bare = words.strip()
    if bare in REMEDY_WORDS:
        return bare
    outcome = outcome_from(bare.removeprefix("改为"))
    return _SPELLINGS.get(bare) or (outcome.value if outcome else None)


def changes_between(
    old: Iterable[ReleaseRow], new: Iterable[ReleaseRow], fields: Collection[str]
) -> list[RowChange]:
    """The documents that two lists tell differently, in the order of the new list, those taken off last."""
    columns = tuple(columns_of(fields))
    before = {row.document_id: row for row in old}
    after = {row.document_id: row for row in new}
    ids = [*after, *(document_id for document_id in before if document_id not in after)]
    return [
        RowChange(before.get(document_id), after.get(document_id), columns)
        for document_id in ids
        if _differs(before.get(document_id), after.get(document_id), columns)
    ]


def corrected_rows(
    old: Sequence[ReleaseRow], changed: Mapping[int, ReleaseRow | None], order: Sequence[Outcome]
) -> list[ReleaseRow]:
    """The rows of the corrected list: the old ones as they were frozen, but for those of `changed` (None: taken off).

    A row stands behind the others of its authority in its annex; annexes come in `order`.
    """
    kept = [row for row in old if row.document_id not in changed or _stays(row, changed)]
    rows = [changed.get(row.document_id) or row for row in kept]
    stayed = {row.document_id for row in kept}
    rows += [row for document_id, row in changed.items() if row is not None and document_id not in stayed]
    rank: dict[str, int] = {}
    for row in rows:
        rank.setdefault(row.authority, len(rank))
    rows.sort(
        key=lambda row: (
            order.index(row.outcome),
            _GROUP_ORDER.index(row.authority_group),
            rank[row.authority],
        )
    )
    return [_placed(row, position) for position, row in enumerate(rows, 1)]


def _stays(row: ReleaseRow, changed: Mapping[int, ReleaseRow | None]) -> bool:
    """Whether a changed row keeps its place: its outcome is the same."""
    new = changed[row.document_id]
    return new is not None and new.outcome is row.outcome


def _placed(row: ReleaseRow, position: int) -> ReleaseRow:
    return ReleaseRow(**{**vars(row), "position": position})


def _differs(before: ReleaseRow | None, after: ReleaseRow | None, columns: Iterable[Column]) -> bool:
    if before is None or after is None or before.outcome is not after.outcome:
        return True
    return any(column.kept(before) != column.kept(after) for column in columns)
