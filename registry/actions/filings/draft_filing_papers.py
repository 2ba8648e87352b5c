"""Draft the papers of a filing from the register: the registration notice, the review opinion."""

import re

from sqlmodel import Session

from registry.domain.errors import Refusal
from registry.domain.filings import EXAMINATION_ITEMS, MOVES, OPINIONS, Direction
from registry.exports.papers.facts import RegistrationNotice, ReviewOpinion
from registry.storage import office
from registry.storage.authorities import Authority
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading
from registry.storage.filings import Filing, moves_of
from registry.storage.rulebook import load_rulebook

DEMAND = "请对照上述意见研究处理，需要修改或者废止的，按规定程序办理"
_ITEM = re.compile(rf"^({'|'.join(EXAMINATION_ITEMS)})[：:]\s*(.+)$")


def draft_registration_notice(store: Store, filing_id: int) -> RegistrationNotice:
    """备案登记通知. Raises Refusal unless we registered the filing."""
    with reading(store) as session:
        filing, document, authority = _load(session, filing_id)
        if not filing.filing_no or not filing.registered_on or not filing.first_submitted_on:
            raise Refusal("予以登记后才有备案登记通知。")
        return RegistrationNotice(
            review_authority=office.setting(session, "office_name"),
            addressed_to=authority.name,
            doc_no=document.doc_no or None,
            title=document.title,
            published_on=document.published_on,
            submitted_on=filing.first_submitted_on,
            due_on=filing.due_on,
            filing_no=filing.filing_no,
            registered_on=filing.registered_on,
        )


def draft_review_opinion(store: Store, filing_id: int) -> ReviewOpinion:
    """审查意见书. Raises Refusal unless we gave an opinion on the filing."""
    with reading(store) as session:
        filing, document, authority = _load(session, filing_id)
        opinions = [move for move in moves_of(session, filing_id) if move.move in OPINIONS]
        if not opinions or not filing.filing_no:
            raise Refusal("提出审查意见后才有审查意见书。")
        signed_on = opinions[-1].on
        book, period = load_rulebook(session), MOVES[opinions[-1].move].period
        assert period is not None
        answer_by = period.due(signed_on, book.profile_for(filing.start_on or signed_on), book.calendar)
        return ReviewOpinion(
            review_authority=office.setting(session, "office_name"),
            addressed_to=authority.name,
            title=document.title,
            doc_no=document.doc_no or None,
            filing_no=filing.filing_no,
            findings=tuple(_findings(filing.opinion)),
            demand=DEMAND,
            correct_by=filing.correct_by,
            answer_by=answer_by.due_on,
            signed_on=signed_on,
        )


def _load(session: Session, filing_id: int) -> tuple[Filing, Document, Authority]:
    filing = session.get_one(Filing, filing_id)
    if filing.direction is Direction.OUTGOING:
        raise Refusal("由我方上报的文件，文书由上级备案机关出具。")
    document = session.get_one(Document, filing.document_id)
    return filing, document, session.get_one(Authority, filing.authority_id)


def _findings(opinion: str) -> list[tuple[str, str]]:
    """(item of examination, finding) for each finding of an opinion.

    A line that begins with an item starts a finding; any other line continues the one before it, or is about 文件内容.
    """
    findings: list[tuple[str, str]] = []
    for line in filter(None, map(str.strip, opinion.splitlines())):
        match = _ITEM.match(line)
        if match:
            findings.append((match.group(1), match.group(2)))
        elif findings:
            item, finding = findings[-1]
            findings[-1] = (item, f"{finding}{line}")
        else:
            findings.append(("文件内容", line))
    return findings
