"""Every table of the register, imported in one place so that migrations and tests see them all."""

from sqlmodel import SQLModel

from registry.storage import (
    audit,
    authorities,
    calendar,
    changes,
    cleanups,
    counters,
    documents,
    doubts,
    files,
    filings,
    intakes,
    issue_entries,
    job_runs,
    notices,
    office,
    people,
    releases,
    rules,
    saved_views,
    unlooked,
)

NOUNS = (
    audit, authorities, calendar, changes, cleanups, counters, documents, doubts, filings, files,
    intakes, issue_entries, job_runs, notices, office, people, releases, rules, saved_views, unlooked,
)  # fmt: skip
METADATA = SQLModel.metadata
