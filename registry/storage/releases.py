"""Releases: frozen lists. Nothing edits a row of these tables; a correction is a new release that names the old."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from registry.domain.cleanups import OUTCOME_WORDS, Outcome
from registry.storage.columns import Instant, word
from registry.storage.documents.public import is_public
from registry.storage.documents.tables import Document


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


RELEASE_HEADERS = (
    "序号", "清理结果", "文件名称", "发文字号", "制定机关", "公布日期", "施行日期", "有效期至",
    "理由或备注", "终止日期", "责任单位", "完成时限",
)  # fmt: skip


def releases(session: Session) -> list[Release]:
    """Every release without its .docx, the newest first."""
    query = select(Release).options(defer(Release.docx))  # type: ignore[arg-type]
    newest_first = query.order_by(col(Release.published_on).desc(), col(Release.id).desc())
    return list(session.exec(newest_first).all())


def public_releases(session: Session) -> list[Release]:
    """The releases whose decision is public, without their .docx, the newest first."""
    newest_first = (col(Release.published_on).desc(), col(Release.id).desc())
    return list(session.exec(_public().options(defer(Release.docx)).order_by(*newest_first)).all())  # type: ignore[arg-type]


def public_release(session: Session, release_id: int, *, with_docx: bool = False) -> Release | None:
    """A release whose decision is public; its .docx only when asked for."""
    query = _public().where(col(Release.id) == release_id)
    return session.exec(query if with_docx else query.options(defer(Release.docx))).first()  # type: ignore[arg-type]


def release_of_decision(session: Session, document_id: int) -> int | None:
    """The id of the release that a decision published."""
    return session.exec(select(Release.id).where(Release.document_id == document_id)).first()


def release_of_round(session: Session, round_id: int) -> Release | None:
    return session.exec(select(Release).where(Release.round_id == round_id)).first()


def rows_of(session: Session, release_id: int) -> list[ReleaseRow]:
    """The rows of a release, in their printed order."""
    query = select(ReleaseRow).where(ReleaseRow.release_id == release_id)
    return list(session.exec(query.order_by(col(ReleaseRow.position))).all())


def rows_sha256(rows: Iterable[ReleaseRow]) -> str:
    """The SHA-256 of the rows in their order: what was frozen, and what `verify` computes again."""
    frozen = [row.model_dump(mode="json", exclude={"release_id"}) for row in rows]
    return hashlib.sha256(json.dumps(frozen, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _public() -> SelectOfScalar[Release]:
    return select(Release).join(Document, col(Document.id) == Release.document_id).where(is_public())


def as_table(rows: Sequence[ReleaseRow]) -> list[list[str | int | date | None]]:
    """The rows as a spreadsheet shows them, under RELEASE_HEADERS."""
    return [
        [
            row.position,
            OUTCOME_WORDS[row.outcome],
            row.title,
            row.doc_no,
            row.authority,
            row.published_on,
            row.effective_on,
            row.valid_until_text,
            row.reason,
            row.ended_on,
            row.responsible,
            row.deadline_on,
        ]
        for row in rows
    ]
