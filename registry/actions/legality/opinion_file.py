"""Within a transaction: the paper of an opinion on a draft, kept as the material that the filing asks for."""

from datetime import datetime

from sqlmodel import Session

from registry.actions.documents.attaching import add_attachment
from registry.domain.roles import Actor
from registry.storage.documents.tables import Document
from registry.storage.engine import Store
from registry.storage.files import KeptFile, attachments_of, keep_bytes
from registry.storage.papers import Paper

OPINION_MATERIAL = "合法性审核意见"


def attach_opinion_paper(
    store: Store, session: Session, actor: Actor, paper: Paper, mark: str, now: datetime
) -> None:
    """Keeps the bytes of the paper of an opinion among the materials of its document; `mark` tells it from others."""
    document = session.get_one(Document, int(paper.subject))
    content = paper.docx or b""
    name = f"{paper.kind.word}（{mark}，{paper.signed_on.isoformat()}）.docx"
    attach_opinion(session, actor, document, KeptFile(keep_bytes(store, content), name, len(content)), now)


def attach_opinion(session: Session, actor: Actor, document: Document, file: KeptFile, now: datetime) -> None:
    """Keeps the file of an opinion among the materials of its document, once."""
    slot = file.sha256, OPINION_MATERIAL
    if slot not in {(kept.sha256, kept.material) for kept in attachments_of(session, document.id or 0)}:
        kept = KeptFile(file.sha256, file.name, file.size, "material", OPINION_MATERIAL)
        add_attachment(session, actor, document, kept, now=now)
