"""What people typed over the drafted text of a paper, kept for whenever it is made."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel

from registry.domain.papers.kinds import PaperKind
from registry.storage.columns import Instant, unchecked_word


class PaperDraft(SQLModel, table=True):
    """`typed` are the parts that a person wrote, by their names; `drafted` what the program had drafted then."""

    __tablename__ = "paper_draft"
    kind: PaperKind = Field(sa_column=sa.Column(unchecked_word(PaperKind, 40), primary_key=True))
    subject: str = Field(primary_key=True, max_length=40)
    typed: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    drafted: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    version: int
    saved_at: datetime = Field(sa_type=Instant)
    saved_by: str = Field(default="", max_length=100)


def draft_of(session: Session, kind: PaperKind, subject: str) -> PaperDraft | None:
    """What was typed for a paper about a subject; None when nobody typed anything."""
    return session.get(PaperDraft, (kind, subject))
