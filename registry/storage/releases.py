"""Releases: frozen lists. Nothing edits a row of these tables; a correction is a new release that names the old."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from registry.domain.cleanups import Outcome
from registry.storage.columns import Instant, word


class Release(SQLModel, table=True):
    """The public list, the .docx and the .csv are views of these rows and bytes."""

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="cleanup_round.id", unique=True)
    title: str = Field(max_length=300)
    issuer: str = Field(max_length=200)
    doc_no: str = Field(default="", max_length=200)
    document_id: int = Field(foreign_key="document.id")
    cut_off_on: date
    decided_on: date
    published_on: date
    meeting: str = Field(max_length=300)
    counts: dict[str, int] = Field(default_factory=dict, sa_type=sa.JSON)
    n_secret: int = 0
    accepted: list[dict[str, str]] = Field(default_factory=list, sa_type=sa.JSON)
    rows_sha256: str = Field(max_length=64)
    docx: bytes = Field(sa_type=sa.LargeBinary, exclude=True)
    docx_sha256: str = Field(max_length=64)
    audit_head: str = Field(max_length=64)
    released_at: datetime = Field(sa_type=Instant)
    released_by: str = Field(default="", max_length=100)


class ReleaseRow(SQLModel, table=True):
    """One document in a released list, as it was printed."""

    __tablename__ = "release_row"
    release_id: int = Field(primary_key=True, foreign_key="release.id")
    position: int = Field(primary_key=True)
    outcome: Outcome = Field(sa_type=word(Outcome, "outcome"))
    document_id: int = Field(foreign_key="document.id")
    title: str = Field(max_length=500)
    doc_no: str = Field(default="", max_length=200)
    authority: str = Field(max_length=200)
    authority_group: str = Field(max_length=32)
    published_on: date | None = None
    effective_on: date | None = None
    valid_until_text: str = Field(default="", max_length=40)
    reason: str = Field(default="", max_length=2000)
    ended_on: date | None = None
    responsible: str = Field(default="", max_length=200)
    deadline_on: date | None = None
