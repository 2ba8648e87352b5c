"""File a document again after its filing was withdrawn or refused: a new passage, due on the same day."""

from datetime import datetime

from sqlmodel import Session, select

from registry.actions.filings.deadlines import set_due
from registry.actions.filings.telling import tell_owed
from registry.domain.errors import Refusal
from registry.domain.filings import ENDED_UNFILED, FilingState
from registry.domain.moving import standing
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.documents.locks import lock_document
from registry.storage.engine import Store, transaction
from registry.storage.filings import Filing, lock_filing
from registry.storage.rulebook import load_rulebook


def refile_document(store: Store, actor: Actor, filing_id: int, *, reason: str, now: datetime) -> int:
    """The id of the new filing, which is owed; its authority is told what the office asks of it.

    Raises Refusal unless the last one ended without a number.
    """
    with transaction(store) as session:
        document_id = session.exec(select(Filing.document_id).where(Filing.id == filing_id)).first()
        document = lock_document(session, document_id or 0)  # held before its filings
        last = lock_filing(session, filing_id)
        require(actor, Permission.SUBMIT_FILING, [document.lead_authority_id])
        _check(session, last, reason)
        filing = Filing(
            document_id=last.document_id,
            authority_id=document.lead_authority_id,
            track=last.track,
            direction=last.direction,
            passage=last.passage + 1,
            state=FilingState.OWED,
        )
        set_due(load_rulebook(session), filing, document.published_on)
        session.add(filing)
        session.flush()
        assert filing.id is not None
        if actor.may(Permission.READ_ALL):
            tell_owed(session, document, [filing], now)
        audit.record(
            session,
            now,
            actor.name,
            "refile_document",
            f"filing:{filing.id}",
            before=filing_id,
            passage=filing.passage,
            reason=reason.strip(),
        )
        return filing.id


def _check(session: Session, last: Filing, reason: str) -> None:
    if last.state not in ENDED_UNFILED:
        raise Refusal(
            f"这件备案{standing(last.state, last.direction)}，无需重新报送；终止备案或不予登记后才能重新报送。"
        )
    if not reason.strip():
        raise Refusal("请写明重新报送的理由。", "reason")
    later = select(Filing.id).where(
        Filing.document_id == last.document_id, Filing.track == last.track, Filing.passage > last.passage
    )
    if session.exec(later).first() is not None:
        raise Refusal("该文件已经重新报送，请从文件页查看新的一次备案。")
