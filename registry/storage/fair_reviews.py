"""公平竞争审查 of documents: the conclusion that stands, who gave it, and its file."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, select

from registry.domain.fair_reviews import FairConclusion, FairException, FairFacts
from registry.storage.columns import Instant, word


class FairReview(SQLModel, table=True):
    """The conclusion about a document; a later one replaces it, and the audit keeps both."""

    __tablename__ = "fair_review"
    document_id: int = Field(primary_key=True, foreign_key="document.id")
    conclusion: FairConclusion = Field(sa_type=word(FairConclusion, "conclusion"))
    body: str = Field(default="", max_length=200)
    reviewed_on: date | None = None
    exception: FairException | None = Field(default=None, sa_type=word(FairException, "exception"))
    because: str = Field(default="", sa_type=sa.Text)
    attachment_id: int | None = Field(default=None, foreign_key="attachment.id")
    recorded_at: datetime = Field(sa_type=Instant)
    recorded_by: str = Field(default="", max_length=100)

    def facts(self) -> FairFacts:
        return FairFacts(self.conclusion, self.body, self.reviewed_on, self.exception, self.because)


def fair_review_of(session: Session, document_id: int) -> FairReview | None:
    """The conclusion that stands; None while nobody gave one."""
    return session.exec(select(FairReview).where(FairReview.document_id == document_id)).first()
