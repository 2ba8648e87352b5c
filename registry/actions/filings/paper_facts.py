"""What the papers of a filing say, from the register."""

from datetime import date

from sqlmodel import Session

from registry.actions.papers.keep_paper import PaperFacts
from registry.domain.citations import citation
from registry.domain.errors import Refusal
from registry.domain.filings import Direction
from registry.domain.instants import day_words
from registry.storage.authorities import Authority
from registry.storage.documents.tables import Document
from registry.storage.filings import Filing


def registration_facts(session: Session, subject: str, on: date) -> PaperFacts:
    """备案登记通知. Raises Refusal unless we registered the filing."""
    filing, document, authority = incoming_filing(session, subject)
    if not filing.filing_no or not filing.registered_on or not filing.first_submitted_on:
        raise Refusal("予以登记后才有备案登记通知。")
    late = (filing.first_submitted_on - filing.due_on).days if filing.due_on else 0
    return PaperFacts(
        subject=filing.id or 0,
        about=document.title,
        authority_id=filing.authority_id,
        values={
            "制定机关": authority.name,
            "文件": citation(document.title, document.doc_no),
            "报送日期": day_words(filing.first_submitted_on),
            "公布日期": _day(document.published_on),
            "备案登记号": filing.filing_no,
            "登记日期": day_words(filing.registered_on),
            "报送期限": _day(filing.due_on),
            "逾期日数": str(late) if late > 0 else "",
        },
        since=filing.registered_on,
    )


def incoming_filing(session: Session, subject: str) -> tuple[Filing, Document, Authority]:
    """A filing that we examine, its document and its authority. Raises Refusal for another."""
    filing = session.get(Filing, int(subject)) if subject.isascii() and subject.isdigit() else None
    if filing is None:
        raise Refusal(f"没有这件备案：{subject}。")
    if filing.direction is Direction.OUTGOING:
        raise Refusal("由我方上报的文件，文书由上级备案机关出具。")
    document = session.get_one(Document, filing.document_id)
    return filing, document, session.get_one(Authority, filing.authority_id)


def _day(day: date | None) -> str:
    return day_words(day) if day else ""
