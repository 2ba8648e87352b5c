"""Imports every table of the register, for migrations, for tests and for whoever writes."""

from sqlmodel import SQLModel

from registry.storage import (
    audit,
    authorities,
    calendar,
    changes,
    check_book,
    counters,
    deliveries,
    digests,
    evaluations,
    fair_reviews,
    files,
    filing_urges,
    filings,
    intakes,
    job_runs,
    laws,
    legality_reviews,
    notices,
    office,
    paper_drafts,
    papers,
    people,
    preferences,
    releases,
    review_proposals,
    rules,
    saved_views,
    text_checks,
    worksheets,
)
from registry.storage.cleanups import tables as cleanups
from registry.storage.documents import tables as documents
from registry.storage.documents import unlooked, versions
from registry.storage.doubts import tables as doubts
from registry.storage.issue_register import entries as issue_entries

NOUNS = (
    audit, authorities, calendar, changes, check_book, cleanups, counters, deliveries, digests, documents, doubts,
    evaluations,
    fair_reviews, files, filing_urges, filings, intakes, issue_entries, job_runs, laws, legality_reviews, notices,
    office, paper_drafts, papers, people, preferences, releases, review_proposals, rules, saved_views, text_checks,
    unlooked, versions, worksheets,
)  # fmt: skip
METADATA = SQLModel.metadata
