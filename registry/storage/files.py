"""Files, kept under the SHA-256 of their content. The content is on disk before the transaction writes its row."""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.catalog import AMENDED_TEXT
from registry.domain.materials import LONGEST
from registry.storage.columns import Instant
from registry.storage.engine import Store

ATTACHABLE = {"text": "正文", "annex": "附件", "evidence": "程序证明材料", "internal": "内部材料"}
"""The roles that a person gives a file; the text as amended belongs to its amendment, a material to its filing."""
ATTACHMENT_ROLE_WORDS = {**ATTACHABLE, AMENDED_TEXT: "修改后的正文", "material": "备案材料"}


class Attachment(SQLModel, table=True):
    """A file of a document. Roles: text, annex, evidence, internal, amended, material.

    `material` is what a file of that last role is by the rules of its filing: 起草说明. A newer file of a filing
    replaces the older ones of the same material, which stay.
    """

    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id", index=True)
    filing_id: int | None = Field(default=None, foreign_key="filing.id", index=True)
    role: str = Field(max_length=20)
    material: str = Field(default="", max_length=LONGEST, sa_column_kwargs={"server_default": ""})
    name: str = Field(max_length=255)
    media_type: str = Field(default="application/octet-stream", max_length=100)
    size: int
    sha256: str = Field(max_length=64, index=True)
    uploaded_at: datetime = Field(sa_type=Instant)
    uploaded_by: str = Field(default="", max_length=100)


@dataclass(frozen=True)
class KeptFile:
    """A file whose content is kept already. `role` and `material` are those of Attachment."""

    sha256: str
    name: str
    size: int
    role: str = "text"
    material: str = ""


def keep_bytes(store: Store, content: bytes) -> str:
    """Keeps the content and returns its SHA-256; the same content twice is one file. Raises OSError."""
    sha256 = hashlib.sha256(content).hexdigest()
    target = path_of(store, sha256)
    if target.exists():
        return sha256
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return sha256


def drop_bytes(store: Store, sha256: str) -> None:
    """Removes content that must not be kept, or that no row refers to any more."""
    path_of(store, sha256).unlink(missing_ok=True)


def path_of(store: Store, sha256: str) -> Path:
    return store.files / sha256[:2] / sha256


def kept_before(store: Store, instant: datetime) -> Iterator[str]:
    """The names of the files that were written before the instant: hashes, and parts of interrupted writes."""
    for path in store.files.glob("??/*"):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < instant.timestamp():
                yield path.name


def attachments_of(session: Session, document_id: int) -> list[Attachment]:
    query = select(Attachment).where(Attachment.document_id == document_id)
    return list(session.exec(query.order_by(col(Attachment.id))).all())
