"""A paper for a page, 404 when the person may not read it; and the page of what a paper is about."""

from typing import Any

from flask import abort, url_for
from sqlmodel import Session

from registry.domain.day_ranges import read_period
from registry.domain.normal import id_of
from registry.domain.papers import filer
from registry.domain.papers.kinds import PaperKind, SubjectKind
from registry.domain.papers.readers import may_read_paper
from registry.domain.roles import Permission
from registry.storage.paper_lists import PaperRow, paper_rows
from registry.storage.papers import NO_BYTES, Paper
from registry.web.access import current_actor

_PAGES = {
    SubjectKind.DOCUMENT: ("desk.documents.show", "document_id", Permission.READ_OWN),
    SubjectKind.FILING: ("desk.filings.show", "filing_id", Permission.READ_OWN),
    SubjectKind.AUTHORITY: ("desk.authorities.show", "authority_id", Permission.READ_ALL),
    SubjectKind.CLEANUP: ("desk.cleanups.show", "round_id", Permission.READ_ALL),
    SubjectKind.PROPOSAL: ("desk.proposals.show", "proposal_id", Permission.HANDLE_PROPOSAL),
}


def find_paper(session: Session, paper_id: int) -> PaperRow:
    """The paper without its bytes; 404 for one that does not exist or that the person may not read."""
    if readable_paper(session, paper_id) is None:
        abort(404)
    return next(paper_rows(session, [paper_id]))


def readable_paper(session: Session, paper_id: int | None) -> Paper | None:
    """The paper without its bytes; None for one that does not exist or that the person may not read."""
    paper = session.get(Paper, paper_id, options=NO_BYTES) if paper_id else None
    may_read = paper is not None and may_read_paper(current_actor(), paper.kind, paper.authority_id)
    return paper if may_read else None


def subject_address(kind: SubjectKind, subject: str) -> str:
    """The page of a subject; "" where the person may not open it."""
    if kind is SubjectKind.FIGURES:
        days = read_period(subject)
        between: dict[str, Any] = {"from": days.first.isoformat(), "to": days.last.isoformat()}
        return url_for("desk.figures.index", **between)
    endpoint, name, permission = _PAGES[kind]
    values: dict[str, Any] = {name: int(subject)}
    return url_for(endpoint, **values) if current_actor().may(permission) else ""


def materials_address(kind: PaperKind, subject: str) -> str:
    """The page on which a paper of the filer is made; "" for the other kinds, and for no id of a filing."""
    filing_id = id_of(subject)
    if kind not in filer.RULES or filing_id is None:
        return ""
    return url_for("desk.filings.materials", filing_id=filing_id)


def paper_name(kind: PaperKind, number: str, about: str) -> str:
    """What a file of a paper is called: 备案登记通知 备登〔2026〕1号."""
    return f"{kind.word} {number or about}"[:120]
