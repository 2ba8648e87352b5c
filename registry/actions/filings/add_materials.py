"""Hand in the materials of a filing, and newer versions of them; the text of the document is not touched."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from registry.actions.documents.attaching import add_attachment
from registry.domain.errors import Refusal
from registry.domain.filings import CONCLUDED, STATE_WORDS
from registry.domain.roles import Actor, Permission, require
from registry.storage import changes
from registry.storage.documents.locks import lock_document
from registry.storage.engine import Store, transaction
from registry.storage.files import KeptFile
from registry.storage.filings import Filing


def add_materials(
    store: Store, actor: Actor, filing_id: int, files: Sequence[KeptFile], *, now: datetime
) -> list[str]:
    """The sentences about files that were not added; the others are. Raises Refusal for a filing that is concluded."""
    with transaction(store) as session:
        return hand_in(session, actor, filing_id, files, now)


def hand_in(
    session: Session, actor: Actor, filing_id: int, files: Sequence[KeptFile], now: datetime
) -> list[str]:
    """As add_materials, within the caller's transaction."""
    filing = session.get(Filing, filing_id)
    if filing is None:
        raise Refusal("该备案事项不存在。")
    require(actor, Permission.SUBMIT_FILING, [filing.authority_id])
    document = lock_document(session, filing.document_id)
    session.refresh(filing)
    if filing.is_historic or filing.state in CONCLUDED:
        raise Refusal(f"这件备案{STATE_WORDS[filing.state]}，已经办结，不能再增加材料。")
    refused = []
    for file in files:
        try:
            add_attachment(session, actor, document, file, filing_id=filing_id, now=now)
            session.flush()
        except Refusal as refusal:
            refused.append(refusal.sentence)
    changes.touch(session, [filing.document_id], now)
    return refused
