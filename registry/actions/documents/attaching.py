"""Adding a file to a document inside a transaction. Its bytes are kept and checked for secrecy before that."""

import mimetypes
from datetime import datetime
from pathlib import PurePath

from sqlmodel import Session

from registry.domain.catalog import AMENDED_TEXT, PUBLIC_ATTACHMENT_ROLES
from registry.domain.documents import Disclosure
from registry.domain.errors import Refusal
from registry.domain.normal import tidy
from registry.domain.roles import Actor
from registry.storage import audit
from registry.storage.documents.tables import Document
from registry.storage.files import ATTACHMENT_ROLE_WORDS, Attachment, KeptFile, attachments_of

_LONGEST_NAME = 200
_PAPERS = frozenset(
    (
        ".doc", ".docx", ".wps", ".pdf", ".ofd", ".txt", ".htm", ".html", ".xls", ".xlsx", ".et", ".csv", ".jpg",
        ".jpeg", ".png", ".tif", ".tiff", ".zip",
    )
)  # fmt: skip


def add_attachment(
    session: Session,
    actor: Actor,
    document: Document,
    file: KeptFile,
    *,
    filing_id: int | None = None,
    now: datetime,
) -> Attachment:
    """The attachment, added with its audit line. Raises Refusal for a secret stub, an unknown role, or a file twice."""
    assert document.id is not None
    if document.disclosure is Disclosure.SECRET:
        raise Refusal("涉密文件只登记本地序号、制定机关和年度，不得上传任何文件。", "file")
    if file.role not in ATTACHMENT_ROLE_WORDS:
        raise Refusal("请选择文件的类别。", "role")
    name = _safe_name(file.name)
    if file.role in PUBLIC_ATTACHMENT_ROLES and PurePath(name).suffix.lower() not in _PAPERS:
        raise Refusal(
            f"“{name}”不是文书、表格或图片，不能作为对外公开的正文或附件。请转换为 .docx、.pdf 等格式再上传。",
            "file",
        )
    for existing in attachments_of(session, document.id) if file.role != AMENDED_TEXT else ():
        slot = existing.filing_id, existing.role, existing.material
        if existing.sha256 == file.sha256 and slot == (filing_id, file.role, file.material):
            raise Refusal(f"同样内容的文件“{existing.name}”已经上传，无需重复上传。", "file")
    attachment = Attachment(
        document_id=document.id,
        filing_id=filing_id,
        role=file.role,
        material=file.material,
        name=name,
        media_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
        size=file.size,
        sha256=file.sha256,
        uploaded_at=now,
        uploaded_by=actor.name,
    )
    session.add(attachment)
    subject, told = f"document:{document.id}", {"name": name, "sha256": file.sha256}
    if file.material:
        audit.record(session, now, actor.name, "hand_in_material", subject, **told, material=file.material)
    else:
        audit.record(session, now, actor.name, "attach_file", subject, **told, role=file.role)
    return attachment


def _safe_name(name: str) -> str:
    """The name of the file without its path and invisible characters; a long name is cut but keeps its ending."""
    bare = tidy(name.replace("\\", "/").rpartition("/")[2]) or "未命名"
    if len(bare) <= _LONGEST_NAME:
        return bare
    stem, dot, ending = bare.rpartition(".")
    return f"{stem[: _LONGEST_NAME - 20]}…{dot}{ending[:10]}" if dot else bare[:_LONGEST_NAME]
