"""The .pdf of what is kept as .docx: its bytes, or the reason why there is none and when it is tried again."""

import hashlib
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col

from registry.domain.papers.printing import next_try
from registry.storage.columns import Instant

IS_DUE = sa.text("pdf_due_at IS NOT NULL")
"""As the indexes say it: SQLite uses them for these very words."""


class Printed(SQLModel):
    """The columns of a table whose rows are printed.

    `pdf_due_at` is when a job tries next; None where there is nothing to try: it is made, erased, or was tried in vain
    often enough. `pdf_problem` says why the last of `pdf_tries` failed.
    """

    pdf: bytes | None = Field(default=None, sa_type=sa.LargeBinary, exclude=True)
    pdf_sha256: str = Field(default="", max_length=64)
    pdf_problem: str = Field(default="", max_length=300)
    pdf_tries: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    pdf_due_at: datetime | None = Field(default=None, sa_type=Instant)


def due_pdfs(session: Session, table: type[Printed], now: datetime, limit: int) -> list[int]:
    """The ids of the rows whose PDF is due, the last due first: what is new does not wait for what is old."""
    query = sa.select(_key(table)).where(IS_DUE, col(table.pdf_due_at) <= now)
    return list(
        session.execute(
            query.order_by(col(table.pdf_due_at).desc(), _key(table).desc()).limit(limit)
        ).scalars()
    )


def add_pdf(session: Session, table: type[Printed], row_id: int, pdf: bytes) -> bool:
    """Keep the PDF of a row; returns whether the row still waited for it."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    return _write(
        session, table, row_id, {"pdf": pdf, "pdf_sha256": sha256, "pdf_problem": "", "pdf_due_at": None}
    )


def note_failed_pdf(session: Session, table: type[Printed], row_id: int, problem: str, now: datetime) -> bool:
    """Note why the PDF of a row failed and when it is tried again; returns whether the row still waited for it."""
    tries = session.execute(sa.select(col(table.pdf_tries)).where(_key(table) == row_id)).scalar_one() + 1
    values = {"pdf_problem": problem[:300], "pdf_tries": tries, "pdf_due_at": next_try(tries, now)}
    return _write(session, table, row_id, values)


def try_pdf_again(session: Session, table: type[Printed], row_id: int, now: datetime) -> bool:
    """Let a PDF that failed be tried at once and as often as a new one; returns whether it had failed."""
    failed = _key(table) == row_id, col(table.pdf_problem) != ""
    update = sa.update(table).where(*failed).values(pdf_problem="", pdf_tries=0, pdf_due_at=now)
    return session.execute(update.returning(_key(table))).first() is not None


def _write(session: Session, table: type[Printed], row_id: int, values: dict[str, object]) -> bool:
    update = sa.update(table).where(_key(table) == row_id, col(table.pdf_due_at).is_not(None))
    return session.execute(update.values(**values).returning(_key(table))).first() is not None


def _key(table: type[Printed]) -> sa.Column[int]:
    return table.__table__.c.id  # type: ignore[attr-defined,no-any-return]
