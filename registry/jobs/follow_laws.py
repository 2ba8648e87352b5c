"""Count the laws that have ended since the last run, and look again at the documents that rest on them."""

from datetime import datetime

from registry.actions.laws.follow_laws import follow_laws
from registry.jobs.office import JobReport, Office


def run(office: Office, now: datetime) -> JobReport:
    """Looks again at what rests on a law that ended since the last day counted, after days off at all of them."""
    n_documents = follow_laws(office.store, now=now)
    sentence = (
        f"因依据终止，重新核对了{n_documents}件文件的疑点。" if n_documents else "没有依据在此期间终止。"
    )
    return JobReport({"n_documents": n_documents}, sentence)
