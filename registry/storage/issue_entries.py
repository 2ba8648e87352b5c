"""The issue register (发文登记簿): everything an authority issued, as its own office listed it."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from registry.storage.columns import Instant


class IssueEntry(SQLModel, table=True):
    """One line of an authority's list of what it issued in a year.

    `document_id` is the registered document it speaks of. A line with `not_normative_because` is no regulatory
    document and stays outside the rates.
    """

    __tablename__ = "issue_entry"
    __table_args__ = (sa.Index("ix_issue_entry_authority_id_year", "authority_id", "year"),)
    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id")
    year: int
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
