"""The desk: the office's and the authorities' own pages, one module per noun."""

from flask import Blueprint

from registry.web.desk import (
    attachments,
    audit,
    authorities,
    bases,
    check_rules,
    cleanups,
    consultations,
    documents,
    evaluations,
    events,
    figures,
    filings,
    intakes,
    issue_register,
    jobs,
    laws,
    legality,
    notices,
    papers,
    people,
    proposals,
    relations,
    releases,
    settings,
    today,
    views,
)

PAGES: tuple[Blueprint, ...] = (
    attachments.pages,
    audit.pages,
    authorities.pages,
    bases.pages,
    check_rules.pages,
    cleanups.pages,
    consultations.pages,
    documents.pages,
    evaluations.pages,
    events.pages,
    figures.pages,
    filings.pages,
    intakes.row_pages,
    intakes.pages,
    issue_register.pages,
    jobs.pages,
    laws.pages,
    legality.pages,
    notices.pages,
    papers.pages,
    people.pages,
    proposals.comment_pages,
    proposals.pages,
    relations.pages,
    releases.pages,
    settings.pages,
    today.pages,
    views.pages,
)

desk = Blueprint("desk", __name__, url_prefix="/desk")
for pages in PAGES:
    desk.register_blueprint(pages)
