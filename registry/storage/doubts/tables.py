"""The doubts that documents have, and those that a person found to be no error."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel, col

from registry.storage.columns import Instant


class DocumentDoubt(SQLModel, table=True):
    """A doubt about a document, derived again in every transaction that touches the document."""

    __tablename__ = "document_doubt"
    __table_args__ = (sa.Index("ix_document_doubt_kind", "doubt", "document_id"),)
    document_id: int = Field(primary_key=True, foreign_key="document.id")
    doubt: str = Field(primary_key=True, max_length=40)


class SettledDoubt(SQLModel, table=True):
    """A doubt that a person found to be no error, with the reason.

    `facts` is the digest of the facts that the doubt rested on. When these change it becomes "", and the doubt is
    open again.
    """

    __tablename__ = "settled_doubt"
    document_id: int = Field(primary_key=True, foreign_key="document.id")
    doubt: str = Field(primary_key=True, max_length=40)
    reason: str = Field(max_length=500)
    by: str = Field(default="", max_length=100)
    at: datetime = Field(sa_type=Instant)
    facts: str = Field(max_length=32)


def is_settled() -> sa.ColumnElement[bool]:
    """Whether the DocumentDoubt of the enclosing query is settled."""
    return sa.exists().where(
        col(SettledDoubt.document_id) == col(DocumentDoubt.document_id),
        col(SettledDoubt.doubt) == col(DocumentDoubt.doubt),
        col(SettledDoubt.facts) != "",
    )
