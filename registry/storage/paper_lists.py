"""Papers as lists show them: filtered, with their authority and the paper that replaces each, without their bytes."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from registry.domain.doc_numbers import parse
from registry.domain.papers.kinds import PaperKind
from registry.domain.worded import Worded
from registry.storage.authorities import Authority
from registry.storage.batches import batches
from registry.storage.filings import FilingMove
from registry.storage.papers import NO_BYTES, Paper

_BATCH = 2_000
_Newer = aliased(Paper)
_IS_MADE_LATER = sa.and_(col(Paper.replaces_id).is_(None), col(Paper.made_at) > col(FilingMove.recorded_at))
_IS_ERASED = col(Paper.docx).is_(None)


class Standing(Worded):
    """Whether another paper stands in the place of a paper."""

    VALID = "valid", "有效"
    REPLACED = "replaced", "已被替代"


@dataclass(frozen=True)
class PaperFilter:
    """The filter of a list of papers. `kinds` are all that the reader may see, `own_authority_id` a contact's own;
    `year` is that of the day of signature."""

    kinds: Collection[PaperKind]
    own_authority_id: int | None = None
    kind: PaperKind | None = None
    authority_id: int | None = None
    year: int | None = None
    standing: Standing | None = None
    words: str = ""


@dataclass(frozen=True)
class PaperRow:
    """A paper with the present name of its authority, "" without one, and the paper that replaces it.

    `is_made_later` marks the first paper of a move of a filing that was made after the move (事后补制), `is_erased` one
    whose bytes were erased with the personal data that they held.
    """

    paper: Paper
    authority: str
    newer_id: int | None
    newer_number: str
    is_made_later: bool
    is_erased: bool

    @property
    def standing(self) -> Standing:
        return Standing.REPLACED if self.newer_id else Standing.VALID


SORTS: dict[str, Any] = {
    "signed": col(Paper.signed_on),
    "number": (col(Paper.series), col(Paper.year), col(Paper.serial)),
    "kind": col(Paper.kind),
    "about": col(Paper.about),
    "authority": col(Paper.authority_id),
}


def paper_ids(wanted: PaperFilter) -> sa.Select[Any]:
    """The query of a list's ids, without an order."""
    query = sa.select(col(Paper.id))
    unread = sorted(set(PaperKind).difference(wanted.kinds))
    if unread:
        query = query.where(col(Paper.kind).not_in(unread))
    for column, value in (
        (Paper.kind, wanted.kind),
        (Paper.authority_id, wanted.authority_id),
        (Paper.authority_id, wanted.own_authority_id),
    ):
        if value is not None:
            query = query.where(col(column) == value)
    if wanted.year is not None:
        query = query.where(col(Paper.signed_on).between(date(wanted.year, 1, 1), date(wanted.year, 12, 31)))
    if wanted.standing is not None:
        is_replaced = sa.exists().where(col(_Newer.replaces_id) == col(Paper.id))
        query = query.where(is_replaced if wanted.standing is Standing.REPLACED else ~is_replaced)
    if wanted.words:
        query = query.where(_is_named(wanted.words))
    return query


def paper_rows(session: Session, ids: Sequence[int]) -> Iterator[PaperRow]:
    """The rows of these papers in this order."""
    for batch in batches(ids, _BATCH):
        query = (
            sa.select(
                Paper, col(Authority.name), col(_Newer.id), col(_Newer.number), _IS_MADE_LATER, _IS_ERASED
            )
            .join(Authority, col(Authority.id) == col(Paper.authority_id), isouter=True)
            .join(_Newer, col(_Newer.replaces_id) == col(Paper.id), isouter=True)
            .join(FilingMove, col(FilingMove.id) == col(Paper.move_id), isouter=True)
            .where(col(Paper.id).in_(batch))
            .options(*NO_BYTES)
        )
        rows = {row[0].id: row for row in session.execute(query)}
        for paper_id in batch:
            paper, authority, newer_id, newer_number, is_later, is_erased = rows[paper_id]
            yield PaperRow(
                paper, authority or "", newer_id, newer_number or "", bool(is_later), bool(is_erased)
            )


def years_of_papers(session: Session) -> list[int]:
    """The years from the first signed paper's to the last's, the newest first."""
    ends = (sa.select(end(col(Paper.signed_on))).scalar_subquery() for end in (sa.func.min, sa.func.max))
    first, last = session.execute(sa.select(*ends)).one()  # each reads one end of the index
    return list(range(last.year, first.year - 1, -1)) if first else []


def _is_named(words: str) -> sa.ColumnElement[bool]:
    """Whether the words are in the title, the subject or the number, or spell the number in another way."""
    bare = words.strip("《》〈〉 ") or words
    columns = (Paper.title, Paper.about, Paper.number)
    conditions: list[Any] = [col(column).contains(bare, autoescape=True) for column in columns]
    if spelled := parse(words).spelled:
        conditions.append(col(Paper.number).endswith(spelled, autoescape=True))
    return sa.or_(*conditions)
