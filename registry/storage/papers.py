"""Papers that were made, with their bytes, and the office's templates of them. Nothing edits a paper.

Its bytes may be erased with the personal data they hold; the hash stays.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from registry.domain.normal import id_of
from registry.domain.papers.kinds import PaperKind, SubjectKind, Urgency
from registry.domain.papers.rules import RULES
from registry.storage.authorities import Authority
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.columns import Instant, newest_first, unchecked_word
from registry.storage.documents.tables import Document
from registry.storage.filings import Filing
from registry.storage.pdfs import IS_DUE, Printed


class Paper(Printed, table=True):
    """A paper. `subject` is the id of a row of its `subject_kind`, or a period for figures.

    `authority_id` is the authority that it concerns, `move_id` the move of a filing that it belongs to.
    `template_version` 0 is the shipped template; `template_sha256` tells its words. `replaces_id` is the wrong paper
    that it stands for, with the reason in `because`. Its .pdf follows where LibreOffice is installed.
    """

    __tablename__ = "paper"
    __table_args__ = (
        sa.UniqueConstraint("series", "year", "serial"),
        sa.Index("ix_paper_subject", "subject_kind", "subject"),
        newest_first("ix_paper_newest", "signed_on"),
        sa.Index(
            "ix_paper_kind_newest",
            *("kind", "signed_on", "id"),
            postgresql_ops={"signed_on": "DESC NULLS LAST", "id": "DESC"},
        ),
        sa.Index("ix_paper_pdf_due_at", "pdf_due_at", sqlite_where=IS_DUE, postgresql_where=IS_DUE),
    )
    id: int | None = Field(default=None, primary_key=True)
    kind: PaperKind = Field(sa_type=unchecked_word(PaperKind, 40))
    subject_kind: SubjectKind = Field(sa_type=unchecked_word(SubjectKind, 20))
    subject: str = Field(max_length=40)
    authority_id: int | None = Field(default=None, foreign_key="authority.id", index=True)
    move_id: int | None = Field(default=None, index=True)
    title: str = Field(max_length=500)
    about: str = Field(default="", max_length=500)
    number: str = Field(default="", max_length=100)
    series: str | None = Field(default=None, max_length=40)
    year: int | None = None
    serial: int | None = None
    template_version: int
    template_sha256: str = Field(max_length=64)
    signed_on: date
    urgency: Urgency | None = Field(default=None, sa_type=unchecked_word(Urgency, 20))
    docx: bytes | None = Field(default=None, sa_type=sa.LargeBinary, exclude=True)
    sha256: str = Field(max_length=64)
    replaces_id: int | None = Field(default=None, foreign_key="paper.id", unique=True)
    because: str = Field(default="", max_length=1000)
    made_at: datetime = Field(sa_type=Instant)
    made_by: str = Field(default="", max_length=100)


NO_BYTES = (defer(Paper.docx), defer(Paper.pdf))  # type: ignore[arg-type]


class PaperTemplate(SQLModel, table=True):
    """A version of the office's template of a kind; the last one holds, "" is the shipped one again."""

    __tablename__ = "paper_template"
    kind: PaperKind = Field(sa_column=sa.Column(unchecked_word(PaperKind, 40), primary_key=True))
    version: int = Field(primary_key=True)
    text: str = Field(sa_type=sa.Text)
    reason: str = Field(default="", max_length=1000)
    saved_at: datetime = Field(sa_type=Instant)
    saved_by: str = Field(default="", max_length=100)


def papers_of(session: Session, kind: SubjectKind, subject: int | str) -> list[Paper]:
    """The papers about a subject without their bytes, the oldest first."""
    query = select(Paper).where(Paper.subject_kind == kind, Paper.subject == str(subject))
    return list(session.exec(without_bytes(query).order_by(col(Paper.id))).all())


def papers_of_moves(session: Session, move_ids: Sequence[int]) -> dict[int, Paper]:
    """The newest paper of each of these moves of a filing, without its bytes, by the id of the move."""
    query = select(Paper).where(col(Paper.move_id).in_(move_ids))
    return {paper.move_id or 0: paper for paper in session.exec(without_bytes(query).order_by(col(Paper.id)))}


def last_paper(session: Session, kind: PaperKind, subject: int | str) -> Paper | None:
    """The newest paper of a kind about a subject, without its bytes."""
    about = Paper.subject_kind == RULES[kind].subject, Paper.subject == str(subject)
    query = select(Paper).where(Paper.kind == kind, *about)
    return session.exec(without_bytes(query).order_by(col(Paper.id).desc()).limit(1)).first()


def is_numbered(session: Session, series: str, year: int) -> bool:
    """Whether a paper has a number of a year's series."""
    query = select(Paper.id).where(Paper.series == series, Paper.year == year)
    return session.exec(query.limit(1)).first() is not None


def has_bytes(session: Session, paper: Paper) -> bool:
    """Whether the bytes of a paper are there, and not erased with the personal data that they held."""
    query = select(col(Paper.docx).is_not(None)).where(Paper.id == paper.id)
    return bool(session.exec(query).first())


def erase_bytes(session: Session, kind: SubjectKind, subject: int | str) -> None:
    """Takes the bytes of the papers about a subject away, and why they were replaced, for the personal data there."""
    erased = {"docx": None, "pdf": None, "because": "", "pdf_problem": "", "pdf_due_at": None}
    about = col(Paper.subject_kind) == kind, col(Paper.subject) == str(subject)
    session.execute(sa.update(Paper).where(*about).values(**erased))


def replacements_of(session: Session, papers: Sequence[Paper]) -> dict[int, Paper]:
    """The papers that replace some of these, by the id of the replaced one."""
    query = select(Paper).where(col(Paper.replaces_id).in_([paper.id for paper in papers]))
    return {paper.replaces_id or 0: paper for paper in session.exec(without_bytes(query))}


def owners_of(session: Session, kind: SubjectKind, subject: str) -> set[int]:
    """The authorities whose matter a subject is; none for figures and proposals, or where there is no such subject."""
    key = id_of(subject) or 0
    if kind is SubjectKind.AUTHORITY:
        return {key}
    filing = session.get(Filing, key) if kind is SubjectKind.FILING else None
    document_id = key if kind is SubjectKind.DOCUMENT else filing.document_id if filing else 0
    document = session.get(Document, document_id)
    leads = {document.lead_authority_id} if document else set()
    return leads | ({filing.authority_id} if filing else set())


def template_of(session: Session, kind: PaperKind) -> PaperTemplate | None:
    """The office's present template of a kind; None where the shipped one holds and never was another."""
    query = select(PaperTemplate).where(PaperTemplate.kind == kind)
    return session.exec(query.order_by(col(PaperTemplate.version).desc()).limit(1)).first()


def newest_templates(session: Session) -> dict[PaperKind, PaperTemplate]:
    """The newest version of each kind whose template the office ever changed."""
    newest = sa.select(col(PaperTemplate.kind), sa.func.max(col(PaperTemplate.version))).group_by(
        col(PaperTemplate.kind)
    )
    query = select(PaperTemplate).where(
        sa.tuple_(col(PaperTemplate.kind), col(PaperTemplate.version)).in_(newest)
    )
    return {template.kind: template for template in session.exec(query)}


def template_versions(session: Session, kind: PaperKind) -> list[PaperTemplate]:
    """All versions of the office's template of a kind, the newest first."""
    query = select(PaperTemplate).where(PaperTemplate.kind == kind)
    return list(session.exec(query.order_by(col(PaperTemplate.version).desc())).all())


def newest_subjects(session: Session, kind: PaperKind, about: SubjectKind, limit: int) -> list[str]:
    """Subjects that may have a paper of a kind: those that have one, then the newest rows."""
    made = sa.select(col(Paper.subject)).where(col(Paper.kind) == kind).order_by(col(Paper.id).desc())
    rows: dict[SubjectKind, Any] = {
        SubjectKind.DOCUMENT: Document,
        SubjectKind.FILING: Filing,
        SubjectKind.AUTHORITY: Authority,
        SubjectKind.CLEANUP: CleanupRound,
    }
    subjects = list(session.execute(made.limit(limit)).scalars())
    if table := rows.get(about):
        newest = sa.select(col(table.id)).order_by(col(table.id).desc()).limit(limit)
        subjects += [str(key) for key in session.execute(newest).scalars()]
    return list(dict.fromkeys(subjects))


def move_papers(session: Session, document_ids: Sequence[int], authority_id: int, heir_id: int) -> None:
    """Let the papers about documents, and about their filings, concern the authority that takes them over."""
    filings = sa.select(sa.cast(col(Filing.id), sa.String)).where(col(Filing.document_id).in_(document_ids))
    subject, kind = col(Paper.subject), col(Paper.subject_kind)
    about = sa.or_(
        sa.and_(kind == SubjectKind.DOCUMENT, subject.in_([str(key) for key in document_ids])),
        sa.and_(kind == SubjectKind.FILING, subject.in_(filings)),
    )
    moving = sa.update(Paper).where(col(Paper.authority_id) == authority_id, about)
    session.execute(moving.values(authority_id=heir_id))


def without_bytes(query: SelectOfScalar[Paper]) -> SelectOfScalar[Paper]:
    return query.options(*NO_BYTES)
