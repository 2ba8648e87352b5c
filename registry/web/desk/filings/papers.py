"""The Word papers of a filing, drawn anew from the register each time."""

from flask.typing import ResponseReturnValue

from registry.actions.filings.draft_filing_papers import draft_registration_notice, draft_review_opinion
from registry.domain.roles import Permission
from registry.exports.filing_papers import render_registration_notice, render_review_opinion
from registry.web.access import current_store, needs
from registry.web.desk.filings.finding import find_filing
from registry.web.downloads import download


@needs(Permission.READ_OWN)
def paper(filing_id: int, paper: str) -> ResponseReturnValue:
    """备案登记通知 or 审查意见书."""
    find_filing(filing_id)
    if paper == "registration":
        notice = draft_registration_notice(current_store(), filing_id)
        return download(render_registration_notice(notice), f"备案登记通知 {notice.filing_no}", "docx")
    opinion = draft_review_opinion(current_store(), filing_id)
    return download(render_review_opinion(opinion), f"审查意见书 {opinion.filing_no}", "docx")
