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
    files,
    filings,
    intakes,
    job_runs,
    notices,
    office,
    people,
    releases,
    rules,
)

NOUNS = (
    audit, authorities, calendar, changes, cleanups, counters, documents, filings, files,
    intakes, job_runs, notices, office, people, releases, rules,
)  # fmt: skip
METADATA = SQLModel.metadata
