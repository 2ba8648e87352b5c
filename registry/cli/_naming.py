"""What the words of a command name: a round, an authority, a document, a released list. Each raises Refusal."""

from sqlmodel import Session, col, select

from registry.domain import doc_numbers
from registry.domain.errors import Refusal
from registry.domain.normal import id_of, title_key
from registry.storage.authorities import authorities_by_name_key, authority_by_code
from registry.storage.cleanups.rounds import round_named
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading
from registry.storage.releases import Release, release_of_round


def find_round(store: Store, words: str) -> int:
    """The id of the round with this name or number."""
    with reading(store) as session:
        cleanup = round_named(session, words)
    if cleanup is None or cleanup.id is None:
        raise Refusal(f"没有编号或名称为“{words}”的清理。请用 registry cleanup open 先开展清理，或核对名称。")
    return cleanup.id


def find_authority(session: Session, words: str) -> int:
    """The id of the authority with this code or name."""
    by_code = authority_by_code(session, words.strip())
    if by_code is not None and by_code.id is not None:
        return by_code.id
    key = title_key(words)
    by_name = authorities_by_name_key(session, [key])
    if key not in by_name:
        raise Refusal(f"没有代码或名称为“{words}”的制定机关。请用 registry authority list 核对。")
    return by_name[key]


def find_document(session: Session, words: str) -> int:
    """The id of the document with this id, number (发文字号) or title."""
    key = doc_numbers.key(words)
    if (document_id := id_of(words)) is not None:
        named = col(Document.id) == document_id
    else:
        named = col(Document.doc_no_key) == key if key else col(Document.title_key) == title_key(words)
    ids = session.exec(select(Document.id).where(named).order_by(col(Document.id)).limit(9)).all()
    if not ids:
        raise Refusal(f"没有登记编号、发文字号或标题为“{words}”的文件，请核对。")
    if len(ids) > 1:
        numbers = "、".join(map(str, ids))
        raise Refusal(f"“{words}”不止一件（编号{numbers}），请写明编号。")
    return ids[0] or 0


def find_release(session: Session, words: str) -> int:
    """The id of the released list with this id or number; of a round by its name, the list that holds now."""
    if (release_id := id_of(words)) is not None:
        release = session.get(Release, release_id)
    else:
        cleanup = round_named(session, words)
        release = release_of_round(session, cleanup.id or 0) if cleanup else None
        by_number = select(Release).where(Release.doc_no == words.strip(), Release.doc_no != "")
        release = release or session.exec(by_number).first()
    if release is None or release.id is None:
        raise Refusal(f"没有编号、发文字号或清理名称为“{words}”的清理目录，请核对。")
    return release.id
