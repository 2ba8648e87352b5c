"""Let search look in the text that holds today: an amendment takes effect at midnight, an act becomes public."""

from datetime import datetime

from registry.actions.documents.renew_texts import renew_texts
from registry.jobs.office import JobReport, Office


def run(office: Office, now: datetime) -> JobReport:
    """Renews the text of every document whose amended text has become, or is no longer, the one that holds."""
    n_renewed = renew_texts(office.store, now=now)
    sentence = f"{n_renewed}件文件换成了现行的正文。" if n_renewed else "检索的正文都是现行的。"
    return JobReport({"n_renewed": n_renewed}, sentence)
