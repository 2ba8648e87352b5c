"""The hits of a document as lists: under filters, with their numbers by kind and state, and what they became."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.checks.findings import CHECK_WORDS, CheckKind
from registry.domain.checks.marking import Mark
from registry.domain.checks.verdicts import HitState, HitVerdict
from registry.domain.levels import Level
from registry.storage.text_checks import IS_RAISED, TextHit
from registry.storage.worksheets import ReviewFinding, Worksheet

STATE = sa.case(
    (col(TextHit.is_gone), HitState.GONE.value),
    (IS_RAISED, HitState.RAISED.value),
    else_=sa.cast(col(TextHit.verdict), sa.String),
)
"""domain.checks.verdicts.HitState in SQL."""


@dataclass(frozen=True)
class HitFilter:
    """Which hits of a document a list shows; without a state all but those that are gone."""

    kind: CheckKind | None = None
    level: Level | None = None
    state: HitState | None = None


@dataclass(frozen=True)
class HitCounts:
    """How many hits there are: of each kind, and in each state; those that are gone have no kind."""

    by_kind: dict[CheckKind, int]
    by_state: dict[HitState, int]

    @property
    def n_open(self) -> int:
        return self.by_state.get(HitState.OPEN, 0)

    @property
    def total(self) -> int:
        return sum(self.by_kind.values())


@dataclass(frozen=True)
class JudgedGroup:
    """The hits of a rule on which one person said the same."""

    kind: CheckKind
    verdict: HitVerdict
    reason: str
    judged_by: str
    n_hits: int
    quote: str


def hits_matching(document_id: int, wanted: HitFilter) -> sa.Select[Any]:
    """The query for (hit, state) in the order of the text."""
    conditions: list[Any] = [col(TextHit.document_id) == document_id]
    conditions.append(
        wanted.state.value == STATE if wanted.state is not None else col(TextHit.is_gone).is_(False)
    )
    if wanted.kind is not None:
        conditions.append(col(TextHit.kind) == wanted.kind)
    if wanted.level is not None:
        conditions.append(col(TextHit.level) == wanted.level)
    return (
        sa.select(TextHit, STATE)
        .where(*conditions)
        .order_by(col(TextHit.is_gone), col(TextHit.position), col(TextHit.id))
    )


def count_hits(session: Session, document_id: int) -> HitCounts:
    """The numbers of a document's hits."""
    query = (
        sa.select(col(TextHit.kind), STATE.label("hit_state"), sa.func.count(col(TextHit.id)))
        .where(col(TextHit.document_id) == document_id)
        .group_by(col(TextHit.kind), "hit_state")
    )
    by_kind: dict[CheckKind, int] = {}
    by_state: dict[HitState, int] = {}
    for kind, state, n in session.execute(query):
        by_state[HitState(state)] = by_state.get(HitState(state), 0) + n
        if state != HitState.GONE:
            by_kind[kind] = by_kind.get(kind, 0) + n
    return HitCounts({kind: by_kind[kind] for kind in CheckKind if kind in by_kind}, by_state)


def count_open_by_rule(session: Session, document_id: int) -> dict[str, int]:
    """rule → how many of its hits wait for a verdict."""
    query = (
        sa.select(col(TextHit.rule), sa.func.count(col(TextHit.id)))
        .where(
            col(TextHit.document_id) == document_id,
            col(TextHit.is_gone).is_(False),
            col(TextHit.verdict) == HitVerdict.OPEN,
            ~IS_RAISED,
        )
        .group_by(col(TextHit.rule))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def marks_of(session: Session, document_id: int, text: str) -> list[Mark]:
    """Where in the text the hits stand that nobody dismissed, in its order; not those whose words it no longer has."""
    columns = (
        TextHit.id,
        TextHit.position,
        TextHit.start,
        TextHit.end,
        TextHit.level,
        TextHit.kind,
        TextHit.quote,
    )
    query = (
        sa.select(*(col(column) for column in columns))
        .where(
            col(TextHit.document_id) == document_id,
            col(TextHit.is_gone).is_(False),
            col(TextHit.verdict) != HitVerdict.DISMISSED,
            col(TextHit.end) > col(TextHit.start),
        )
        .order_by(col(TextHit.start), col(TextHit.position))
    )
    return [
        Mark(hit_id, position, start, end, level, CHECK_WORDS[kind])
        for hit_id, position, start, end, level, kind, quote in session.execute(query)
        if text[start:end] == quote
    ]


def judged_groups(session: Session, document_id: int, limit: int) -> list[JudgedGroup]:
    """What was kept and dismissed in the text as it is, what is the same together, the largest groups first."""
    same = (TextHit.kind, TextHit.rule, TextHit.verdict, TextHit.reason, TextHit.judged_by)
    n = sa.func.count(col(TextHit.id))
    query = (
        sa.select(
            col(TextHit.kind),
            col(TextHit.verdict),
            col(TextHit.reason),
            col(TextHit.judged_by),
            n,
            sa.func.min(col(TextHit.quote)),
        )
        .where(
            col(TextHit.document_id) == document_id,
            col(TextHit.is_gone).is_(False),
            col(TextHit.verdict) != HitVerdict.OPEN,
        )
        .group_by(*(col(column) for column in same))
        .order_by(col(TextHit.verdict), n.desc(), sa.func.min(col(TextHit.position)))
        .limit(limit)
    )
    return [JudgedGroup(*row) for row in session.execute(query)]


def filings_raising(session: Session, hit_ids: Iterable[int]) -> dict[int, int]:
    """hit → the filing whose worksheet has it as a finding, the newest where there are several."""
    query = (
        sa.select(col(ReviewFinding.hit_id), col(Worksheet.filing_id))
        .join(Worksheet, col(Worksheet.id) == col(ReviewFinding.worksheet_id))
        .where(col(ReviewFinding.hit_id).in_(set(hit_ids)))
        .order_by(col(ReviewFinding.id))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def place_of(session: Session, document_id: int, hit_id: int) -> int | None:
    """How many hits of the text stand before this one in the list without filters; None for one not in it."""
    of_document = (col(TextHit.document_id) == document_id, col(TextHit.is_gone).is_(False))
    position = session.execute(
        sa.select(col(TextHit.position)).where(*of_document, col(TextHit.id) == hit_id)
    ).scalar()
    if position is None:
        return None
    before = sa.select(sa.func.count(col(TextHit.id))).where(*of_document, col(TextHit.position) < position)
    n_before: int = session.execute(before).scalar_one()
    return n_before
