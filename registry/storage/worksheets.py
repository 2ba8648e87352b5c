"""Worksheets of filings: findings, the versions that were handed over, and what was answered to each finding."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.filings import OPINIONS, Move
from registry.domain.levels import Level
from registry.domain.worksheets import EXAMINED_IN, Answer, Finding, Reply, Verdict, WorksheetState
from registry.storage.authorities import Authority
from registry.storage.columns import Instant, unchecked_word, word
from registry.storage.documents.tables import Document
from registry.storage.files import Attachment
from registry.storage.filings import Filing, FilingMove


class Worksheet(SQLModel, table=True):
    """The examination of a filing, from its beginning to the move it was signed with; `round` 2 follows an answer.

    `cleared` are the items without a problem, `drafters` everybody who wrote in it: an actor's key → its name.
    """

    __table_args__ = (
        sa.UniqueConstraint("filing_id", "round"),
        sa.Index("ix_worksheet_waiting", "state", "changed_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    filing_id: int = Field(foreign_key="filing.id")
    round: int = 1
    state: WorksheetState = Field(sa_type=word(WorksheetState, "state"))
    cleared: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    drafters: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    changed_by: str = Field(default="", max_length=100)
    changed_at: datetime = Field(sa_type=Instant)
    move_id: int | None = Field(default=None, foreign_key="filing_move.id", unique=True)
    version: int = 1

    def threshold(self, number: int) -> str:
        """What tells the notices about a version of it apart from those about another."""
        return f"sheet-{self.round}-{number}"


class ReviewFinding(SQLModel, table=True):
    """A finding of a worksheet. `earlier_id` is the finding of the round before that it takes up again; `hit_id` the
    hit of the checks that it takes up."""

    __tablename__ = "review_finding"
    id: int | None = Field(default=None, primary_key=True)
    worksheet_id: int = Field(foreign_key="worksheet.id", index=True)
    position: int
    item: str = Field(max_length=40)
    level: Level = Field(sa_type=word(Level, "level"))
    article_key: str = Field(default="", max_length=60)
    article: str = Field(default="", max_length=60)
    quote: str = Field(default="", sa_type=sa.Text)
    problem: str = Field(sa_type=sa.Text)
    basis: str = Field(default="", sa_type=sa.Text)
    demand: str = Field(default="", sa_type=sa.Text)
    note: str = Field(default="", sa_type=sa.Text)
    earlier_id: int | None = Field(default=None, foreign_key="review_finding.id")
    hit_id: int | None = Field(default=None, index=True)

    def value(self) -> Finding:
        return Finding(
            self.item, self.level, self.problem, self.article, self.quote, self.basis, self.demand, self.note
        )


class WorksheetVersion(SQLModel, table=True):
    """A worksheet as it was handed over: frozen, with what changed since the version before, and what became of it."""

    __tablename__ = "worksheet_version"
    __table_args__ = (sa.UniqueConstraint("worksheet_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    worksheet_id: int = Field(foreign_key="worksheet.id")
    number: int
    conclusion: Move = Field(sa_type=unchecked_word(Move, 32))
    body: dict[str, Any] = Field(sa_type=sa.JSON)
    changes: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    handed_over_at: datetime = Field(sa_type=Instant)
    handed_over_by: str = Field(max_length=100)
    returned_at: datetime | None = Field(default=None, sa_type=Instant)
    returned_by: str = Field(default="", max_length=100)
    returned_because: str = Field(default="", max_length=1000)
    signed_at: datetime | None = Field(default=None, sa_type=Instant)
    signed_by: str = Field(default="", max_length=100)


class FindingAnswer(SQLModel, table=True):
    """What the authority answered to a finding, and what the office holds of it."""

    __tablename__ = "finding_answer"
    id: int | None = Field(default=None, primary_key=True)
    finding_id: int = Field(foreign_key="review_finding.id", unique=True)
    reply: Reply = Field(sa_type=word(Reply, "reply"))
    reason: str = Field(default="", sa_type=sa.Text)
    attachment_id: int | None = Field(default=None, foreign_key="attachment.id")
    answered_at: datetime = Field(sa_type=Instant)
    answered_by: str = Field(max_length=100)
    verdict: Verdict = Field(sa_type=word(Verdict, "verdict"))
    verdict_by: str = Field(default="", max_length=100)
    verdict_at: datetime | None = Field(default=None, sa_type=Instant)

    def value(self) -> Answer:
        return Answer(self.reply, self.reason, self.verdict)


@dataclass(frozen=True)
class AnsweredFinding:
    """A finding beside its answer and the file that came with it."""

    finding: ReviewFinding
    answer: FindingAnswer | None
    file: Attachment | None


def worksheets_of(session: Session, filing_id: int) -> list[Worksheet]:
    """The worksheets of a filing, the first round first."""
    query = select(Worksheet).where(Worksheet.filing_id == filing_id)
    return list(session.exec(query.order_by(col(Worksheet.round))).all())


def open_worksheet(session: Session, filing: Filing) -> Worksheet | None:
    """The worksheet that is being drafted or waits to be signed; None when there is none."""
    query = select(Worksheet).where(
        Worksheet.filing_id == filing.id,
        col(Worksheet.state).in_((WorksheetState.DRAFTING, WorksheetState.HANDED_OVER)),
    )
    return session.exec(query.order_by(col(Worksheet.round).desc())).first()


def findings_of(session: Session, worksheet_id: int | None) -> list[ReviewFinding]:
    """The findings of a worksheet in their order; none of a worksheet that does not exist yet."""
    query = select(ReviewFinding).where(ReviewFinding.worksheet_id == (worksheet_id or 0))
    return list(session.exec(query.order_by(col(ReviewFinding.position), col(ReviewFinding.id))).all())


def versions_of(session: Session, worksheet_ids: Sequence[int]) -> list[WorksheetVersion]:
    """The versions of worksheets as they were handed over, the newest first."""
    query = select(WorksheetVersion).where(col(WorksheetVersion.worksheet_id).in_(worksheet_ids))
    return list(session.exec(query.order_by(col(WorksheetVersion.id).desc())).all())


def opinion_worksheet(session: Session, filing_id: int) -> Worksheet | None:
    """The worksheet that the last opinion of a filing was composed from; None for an opinion without one."""
    opinions = select(FilingMove.id).where(
        FilingMove.filing_id == filing_id, col(FilingMove.move).in_(OPINIONS)
    )
    last = session.exec(opinions.order_by(col(FilingMove.id).desc()).limit(1)).first()
    return session.exec(select(Worksheet).where(Worksheet.move_id == last)).first() if last else None


def answered_findings(session: Session, worksheet_ids: Sequence[int]) -> list[AnsweredFinding]:
    """The findings of worksheets in their order, each with its answer."""
    query = (
        sa.select(ReviewFinding, FindingAnswer, Attachment)
        .join(FindingAnswer, col(FindingAnswer.finding_id) == col(ReviewFinding.id), isouter=True)
        .join(Attachment, col(Attachment.id) == col(FindingAnswer.attachment_id), isouter=True)
        .where(col(ReviewFinding.worksheet_id).in_(worksheet_ids))
        .order_by(col(ReviewFinding.worksheet_id), col(ReviewFinding.position), col(ReviewFinding.id))
    )
    return [AnsweredFinding(*row) for row in session.execute(query)]


def worksheets_waiting(
    session: Session, state: WorksheetState, *, limit: int
) -> tuple[list[tuple[Worksheet, Filing, Document, str]], int]:
    """(up to `limit` worksheets in this state, the longest waiting first; their number): those handed over, or the
    drafts that were returned."""
    conditions = [
        col(Worksheet.state) == state,
        col(Filing.id) == col(Worksheet.filing_id),
        col(Filing.state).in_(sorted(EXAMINED_IN)),
    ]
    if state is WorksheetState.DRAFTING:
        of_sheet = col(WorksheetVersion.worksheet_id) == col(Worksheet.id)
        conditions.append(sa.select(col(WorksheetVersion.id)).where(of_sheet).exists())
    total = session.execute(sa.select(sa.func.count(col(Worksheet.id))).where(*conditions)).scalar_one()
    if not total:
        return [], 0
    query = (
        sa.select(Worksheet, Filing, Document, col(Authority.name))
        .select_from(Worksheet)
        .join(Filing, col(Filing.id) == col(Worksheet.filing_id))
        .join(Document, col(Document.id) == col(Filing.document_id))
        .join(Authority, col(Authority.id) == col(Filing.authority_id))
        .where(*conditions)
        .order_by(col(Worksheet.changed_at), col(Worksheet.id))
        .limit(limit)
    )
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(query)], total
