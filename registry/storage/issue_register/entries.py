"""The lines of the issue register (发文登记簿): everything an authority issued, as it listed it itself."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.issue_registers import LineKey
from registry.storage.columns import Instant


class IssueEntry(SQLModel, table=True):
    """One line of an authority's list of the documents it issued in a year.

    `document_id` is the registered document that a person chose; without it the keys find the document. A line with
    `not_normative_because` is no regulatory document and does not count in the rates. `source` names its import.
    """

    __tablename__ = "issue_entry"
    __table_args__ = (sa.Index("ix_issue_entry_authority_id_year", "authority_id", "year"),)
    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id")
    year: int = Field(index=True)
    title: str = Field(max_length=500)
    title_key: str = Field(max_length=500, index=True)
    doc_no: str = Field(default="", max_length=200)
    doc_no_key: str | None = Field(default=None, max_length=200, index=True)
    issued_on: date | None = None
    document_id: int | None = Field(default=None, foreign_key="document.id", index=True)
    not_normative_because: str = Field(default="", max_length=500)
    source: str = Field(default="", max_length=300)
    version: int = 1
    entered_at: datetime = Field(sa_type=Instant)
    entered_by: str = Field(default="", max_length=100)

    @property
    def key(self) -> LineKey:
        return LineKey(self.doc_no_key, self.title_key, self.issued_on, self.year)


@dataclass(frozen=True)
class EntrySource:
    """One import with the number of its lines; `n_settled` of them were marked or matched by a person."""

    source: str
    n_entries: int
    n_authorities: int
    n_settled: int


def entries_by_id(session: Session, ids: Collection[int]) -> list[IssueEntry]:
    """The lines with these ids, ascending, locked until the transaction ends."""
    query = select(IssueEntry).where(col(IssueEntry.id).in_(ids)).order_by(col(IssueEntry.id))
    return list(session.exec(query.with_for_update()).all())


def entries_of(session: Session, authority_ids: Collection[int]) -> list[IssueEntry]:
    """All lines of these authorities, the oldest first."""
    query = select(IssueEntry).where(col(IssueEntry.authority_id).in_(authority_ids))
    return list(session.exec(query.order_by(col(IssueEntry.id))).all())


def years_listed(session: Session, authority_id: int | None = None) -> list[int]:
    """The years that have a list, of any authority or of this one, the newest first."""
    query = select(IssueEntry.year).distinct().order_by(col(IssueEntry.year).desc())
    if authority_id is not None:
        query = query.where(IssueEntry.authority_id == authority_id)
    return list(session.exec(query).all())


def sources_of(session: Session, authority_id: int, year: int) -> list[EntrySource]:
    """The imports that added to this authority's list of the year, each with all of its lines, the newest first."""
    of_list = select(IssueEntry.source).where(
        IssueEntry.authority_id == authority_id, IssueEntry.year == year
    )
    is_settled = sa.or_(col(IssueEntry.document_id).is_not(None), col(IssueEntry.not_normative_because) != "")
    counted = (
        sa.select(
            col(IssueEntry.source),
            sa.func.count(),
            sa.func.count(sa.distinct(col(IssueEntry.authority_id))),
            sa.func.sum(sa.case((is_settled, 1), else_=0)),
        )
        .where(col(IssueEntry.source).in_(of_list))
        .group_by(col(IssueEntry.source))
        .order_by(sa.func.max(col(IssueEntry.id)).desc())
    )
    return [EntrySource(*row) for row in session.execute(counted)]
