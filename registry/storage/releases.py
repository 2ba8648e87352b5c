"""Releases: frozen lists. Nothing edits a row of these tables; a correction is a new release that names the old."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from registry.domain.cleanups import Outcome
from registry.domain.corrections import RowChange, changes_between
from registry.domain.listed import COLUMNS, Column, ReleaseRow, standing_words
from registry.storage.columns import Instant, word
from registry.storage.documents.public import is_public
from registry.storage.documents.tables import Document
from registry.storage.pdfs import IS_DUE, Printed


class Release(SQLModel, table=True):
    """The public list, the .docx and the .csv are views of these rows and bytes.

    `rows_sha256` covers the fields of the rows that `frozen_fields` names, in that order. A correction (勘误) names the
    release that it `corrects` and says `because`; its rows are the whole corrected list, its .docx tells the changes.
    """

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="cleanup_round.id", index=True)
    corrects_id: int | None = Field(default=None, foreign_key="release.id", unique=True)
    because: str = Field(default="", max_length=1000, sa_column_kwargs={"server_default": ""})
    n_changed: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
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
    frozen_fields: list[str] = Field(sa_type=sa.JSON, sa_column_kwargs={"server_default": "[]"})
    rows_sha256: str = Field(max_length=64)
    docx: bytes = Field(sa_type=sa.LargeBinary, exclude=True)
    docx_sha256: str = Field(max_length=64)
    audit_head: str = Field(max_length=64)
    released_at: datetime = Field(sa_type=Instant)
    released_by: str = Field(default="", max_length=100)


class ReleasePdf(Printed, table=True):
    """The .pdf of a release, whose id it has. It follows where LibreOffice is installed; the release stays as it is."""

    __tablename__ = "release_pdf"
    __table_args__ = (
        sa.Index("ix_release_pdf_pdf_due_at", "pdf_due_at", sqlite_where=IS_DUE, postgresql_where=IS_DUE),
    )
    id: int = Field(primary_key=True, foreign_key="release.id")


def _column(column: Column) -> sa.Column[date] | sa.Column[str]:
    if column.longest:
        default = "" if column.is_later else None
        return sa.Column(column.name, sa.String(column.longest), nullable=False, server_default=default)
    return sa.Column(column.name, sa.Date, nullable=True)


RELEASE_ROW = sa.Table(
    "release_row",
    SQLModel.metadata,
    sa.Column("release_id", sa.ForeignKey("release.id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("outcome", word(Outcome, "outcome"), nullable=False),
    sa.Column("document_id", sa.ForeignKey("document.id"), nullable=False),
    sa.Column("authority_group", sa.String(32), nullable=False),
    *map(_column, COLUMNS),
)


def releases(session: Session) -> list[Release]:
    """Every release without its .docx, the newest first."""
    return list(session.exec(_listed(select(Release))).all())


def public_releases(session: Session) -> list[Release]:
    """The releases whose decision is public, without their .docx, the newest first."""
    return list(session.exec(_listed(_public())).all())


def public_release(session: Session, release_id: int, *, with_docx: bool = False) -> Release | None:
    """A release whose decision is public; its .docx only when asked for."""
    query = _public().where(col(Release.id) == release_id)
    return session.exec(query if with_docx else _without_docx(query)).first()


def release_of_decision(session: Session, document_id: int) -> int | None:
    """The id of the release that a decision published."""
    return session.exec(select(Release.id).where(Release.document_id == document_id)).first()


def release_of_round(session: Session, round_id: int) -> Release | None:
    """The list of a round as it holds now: its release, or the newest correction of it."""
    query = select(Release).where(Release.round_id == round_id).order_by(col(Release.id).desc())
    return session.exec(query.limit(1)).first()


def releases_of_round(session: Session, round_id: int) -> list[Release]:
    """The release of a round and the corrections of it, in their order, without their .docx."""
    query = select(Release).where(Release.round_id == round_id).order_by(col(Release.id))
    return list(session.exec(_without_docx(query)).all())


def public_corrections(session: Session, round_id: int) -> list[Release]:
    """Those of `releases_of_round` whose decision is public."""
    query = _public().where(col(Release.round_id) == round_id).order_by(col(Release.id))
    return list(session.exec(_without_docx(query)).all())


def pdf_of_release(session: Session, release_id: int) -> ReleasePdf:
    """What is known of the PDF of a release, without its bytes."""
    return session.get_one(ReleasePdf, release_id, options=[defer(ReleasePdf.pdf)])  # type: ignore[arg-type]


def bytes_of_pdf(session: Session, release_id: int) -> bytes | None:
    """The PDF of a release; None where it was not made."""
    return session.exec(select(ReleasePdf.pdf).where(ReleasePdf.id == release_id)).one()


def lock_release(session: Session, release_id: int) -> Release | None:
    """The release, its row locked until the end."""
    query = select(Release).where(Release.id == release_id)
    return session.exec(query.with_for_update(key_share=True)).first()


def rows_of(session: Session, release_id: int) -> list[ReleaseRow]:
    """The rows of a release, in their printed order."""
    query = sa.select(*_fields()).where(RELEASE_ROW.c.release_id == release_id)
    rows = session.execute(query.order_by(RELEASE_ROW.c.position)).mappings()
    return [ReleaseRow(**row) for row in rows]


def standings_of(session: Session, release_ids: Sequence[int]) -> dict[int, dict[Outcome, str]]:
    """release id → outcome → how many of its printed rows are not in force, in words; nothing where all are."""
    row = RELEASE_ROW.c
    query = sa.select(row.release_id, row.outcome, row.standing).order_by(row.release_id, row.position)
    counts: dict[int, dict[Outcome, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for release_id, outcome, standing in session.execute(
        query.where(row.release_id.in_(release_ids), row.standing != "")
    ):
        counts[release_id][outcome][standing.partition("，")[0]] += 1
    return {
        release_id: {outcome: standing_words(words) for outcome, words in of_release.items()}
        for release_id, of_release in counts.items()
    }


def changes_of(session: Session, release: Release) -> list[RowChange]:
    """What a correction changed in the rows of the list that it corrects; empty for a first release."""
    if release.corrects_id is None:
        return []
    old, new = rows_of(session, release.corrects_id), rows_of(session, release.id or 0)
    return changes_between(old, new, release.frozen_fields)


def insert_rows(session: Session, release: Release, rows: Iterable[ReleaseRow]) -> None:
    """Writes the rows of a new release, and that its PDF is due."""
    session.add(ReleasePdf(id=release.id or 0, pdf_due_at=release.released_at))
    values = [
        {"release_id": release.id, **{column.name: getattr(row, column.name) for column in _fields()}}
        for row in rows
    ]
    if values:
        session.execute(sa.insert(RELEASE_ROW), values)


def rows_sha256(rows: Iterable[ReleaseRow], fields: Sequence[str]) -> str:
    """The SHA-256 of these fields of the rows, both in their order: what was frozen, and what `verify` computes again.

    A field that the rows do not have counts as None: the hash then differs.
    """
    frozen = [{name: _plain(vars(row).get(name)) for name in fields} for row in rows]
    return hashlib.sha256(json.dumps(frozen, ensure_ascii=False).encode()).hexdigest()


def _fields() -> list[sa.Column[Any]]:
    """What the table of rows has of a ReleaseRow: everything but the release."""
    return [column for column in RELEASE_ROW.c if column.name != "release_id"]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _public() -> SelectOfScalar[Release]:
    return select(Release).join(Document, col(Document.id) == Release.document_id).where(is_public())


def _listed(query: SelectOfScalar[Release]) -> SelectOfScalar[Release]:
    return _without_docx(query).order_by(col(Release.published_on).desc(), col(Release.id).desc())


def _without_docx(query: SelectOfScalar[Release]) -> SelectOfScalar[Release]:
    return query.options(defer(Release.docx))  # type: ignore[arg-type]
