"""The documents of the lists of a period: those that were registered in it, and those that were published in it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.authorities import GROUP_ORDER, AuthorityKind
from registry.domain.day_ranges import DayRange
from registry.domain.documents import Disclosure
from registry.domain.filings import Direction, Track
from registry.storage.authorities import Authority
from registry.storage.batches import among
from registry.storage.documents.public import is_public
from registry.storage.documents.tables import Document
from registry.storage.filings import Filing


class Passage(NamedTuple):
    """A filing with its document and authority."""

    filing: Filing
    document: Document
    authority: Authority


def registered_in(session: Session, days: DayRange) -> list[Passage]:
    """The filings with the government that we registered on these days and that may be public, as lists print them."""
    query = _passages().where(_is_registered(days), is_public())
    return _in_order([Passage(*row) for row in session.execute(query)])


def count_registered(session: Session, days: DayRange) -> int:
    """The number of the filings with the government that we registered on these days, public or not."""
    query = sa.select(sa.func.count()).select_from(Filing).where(_is_registered(days))
    return int(session.execute(query).scalar_one())


def passages(session: Session, filing_ids: Sequence[int]) -> list[Passage]:
    """These filings in the order of lists, those of secret stubs among them."""
    query = _passages().where(among(session, Filing.id, filing_ids))
    return _in_order([Passage(*row) for row in session.execute(query)])


def overdue_among(session: Session, filing_ids: Sequence[int], on: date) -> set[int]:
    """Those of these filings whose deadline has passed by a day."""
    query = sa.select(col(Filing.id)).where(among(session, Filing.id, filing_ids), col(Filing.due_on) < on)
    return set(session.execute(query).scalars())


def has_published(session: Session, days: DayRange) -> bool:
    """Whether authorities of this level published a document on these days."""
    query = (
        sa.select(col(Document.id))
        .join(Authority, col(Authority.id) == col(Document.lead_authority_id))
        .where(
            col(Authority.kind) != AuthorityKind.OUTSIDE,
            col(Document.published_on).between(days.first, days.last),
        )
    )
    return session.execute(query.limit(1)).first() is not None


def count_unlisted(session: Session, days: DayRange) -> int:
    """The number of the documents of this level, published on these days, that are not public.

    A secret stub has a year only, which stands as its first day: it counts where that year is asked for.
    """
    day = sa.func.coalesce(col(Document.published_on), col(Document.signed_on))
    is_of_days = sa.case(
        (col(Document.disclosure) == Disclosure.SECRET, day.between(days.first, days.last)),
        else_=col(Document.published_on).between(days.first, days.last),
    )
    query = (
        sa.select(sa.func.count())
        .select_from(Document)
        .join(Authority, col(Authority.id) == col(Document.lead_authority_id))
        .where(col(Authority.kind) != AuthorityKind.OUTSIDE, is_of_days, ~is_public())
    )
    return int(session.execute(query).scalar_one())


def _is_registered(days: DayRange) -> sa.ColumnElement[bool]:
    return sa.and_(
        col(Filing.registered_on).between(days.first, days.last),
        col(Filing.track) == Track.GOVERNMENT,
        col(Filing.direction) == Direction.INCOMING,
    )


def _passages() -> Any:
    return (
        sa.select(Filing, Document, Authority)
        .join(Document, col(Document.id) == col(Filing.document_id))
        .join(Authority, col(Authority.id) == col(Filing.authority_id))
    )


def _in_order(rows: Iterable[Passage]) -> list[Passage]:
    """By group and authority in the order of lists, then by the days of publication and registration."""
    return sorted(rows, key=_place)


def _place(row: Passage) -> tuple[Any, ...]:
    filing, authority = row.filing, row.authority
    first = filing.start_on or filing.registered_on or filing.due_on
    return (
        GROUP_ORDER[authority.kind],
        authority.position,
        authority.code,
        first.toordinal() if first else 0,
        filing.id or 0,
    )
