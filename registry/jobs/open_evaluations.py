"""Open the evaluations of the documents that are about to lapse, and settle what their life has overtaken."""

from datetime import datetime

from registry.actions.evaluations.open_evaluations import open_evaluations
from registry.jobs.office import JobReport, Office


def run(office: Office, now: datetime) -> JobReport:
    """Opens what has begun by today; a second run on the same day opens nothing."""
    n_opened, n_settled = open_evaluations(office.store, now=now)
    sentence = f"新开{n_opened}项届满前评估，{n_settled}项因文件效力变动办结。"
    return JobReport({"n_opened": n_opened, "n_settled": n_settled}, sentence)
