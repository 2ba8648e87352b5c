"""Doubts: why a document waits for somebody to look at it, and those that somebody found to be right as they are."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from registry.storage.columns import Instant


class DocumentDoubt(SQLModel, table=True):
    """A document stands in this doubt: derived anew in every transaction that touches the document."""

    __tablename__ = "document_doubt"
    __table_args__ = (sa.Index("ix_document_doubt_kind", "doubt", "document_id"),)
    document_id: int = Field(primary_key=True, foreign_key="document.id")
    doubt: str = Field(primary_key=True, max_length=40)


class SettledDoubt(SQLModel, table=True):
    """A doubt that a person looked at and found right as it is, with the reason."""

    __tablename__ = "settled_doubt"
    document_id: int = Field(primary_key=True, foreign_key="document.id")
    doubt: str = Field(primary_key=True, max_length=40)
    reason: str = Field(max_length=500)
    by: str = Field(default="", max_length=100)
    at: datetime = Field(sa_type=Instant)
